package io.millrace.streams.spring.observation;

import io.micrometer.common.KeyValues;
import io.millrace.streams.spring.observation.StreamsObservation.LowCardinality;

/** Calls it {@code streams.send}, with the names of {@link StreamsObservation}. May be extended, to add keys. */
public class DefaultRecordSendingConvention implements RecordSendingConvention {

    /** A convention without settings. */
    public DefaultRecordSendingConvention() {}

    @Override
    public String getName() {
        return "streams.send";
    }

    @Override
    public String getContextualName(RecordSendingContext context) {
        return context.getRecord().topic() + " send";
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(RecordSendingContext context) {
        return KeyValues.of(
                LowCardinality.TOPOLOGY.withValue(context.getTopology()),
                LowCardinality.SUBTOPOLOGY.withValue(
                        String.valueOf(context.getTask().subtopology())),
                LowCardinality.TOPIC.withValue(context.getRecord().topic()));
    }
}
