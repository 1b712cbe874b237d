package io.millrace.streams.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** Names the observation of a source record, and its keys: a bean of this type takes the place of {@link DefaultRecordProcessingConvention}. */
public interface RecordProcessingConvention extends ObservationConvention<RecordProcessingContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof RecordProcessingContext;
    }
}
