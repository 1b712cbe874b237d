package io.millrace.streams.spring.observation;

import io.micrometer.common.KeyValues;
import io.millrace.streams.spring.observation.StreamsObservation.HighCardinality;
import io.millrace.streams.spring.observation.StreamsObservation.LowCardinality;

/** Calls it {@code streams.process}, with the names of {@link StreamsObservation}. May be extended, to add keys. */
public class DefaultRecordProcessingConvention implements RecordProcessingConvention {

    /** A convention without settings. */
    public DefaultRecordProcessingConvention() {}

    @Override
    public String getName() {
        return "streams.process";
    }

    @Override
    public String getContextualName(RecordProcessingContext context) {
        return context.getRecord().topic() + " process";
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(RecordProcessingContext context) {
        return KeyValues.of(
                LowCardinality.TOPOLOGY.withValue(context.getTopology()),
                LowCardinality.SUBTOPOLOGY.withValue(
                        String.valueOf(context.getTask().subtopology())),
                LowCardinality.TOPIC.withValue(
                        String.valueOf(context.getRecord().topic())));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(RecordProcessingContext context) {
        return KeyValues.of(
                HighCardinality.PARTITION.withValue(
                        String.valueOf(context.getRecord().partition())),
                HighCardinality.OFFSET.withValue(
                        String.valueOf(context.getRecord().offset())));
    }
}
