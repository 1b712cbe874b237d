package io.millrace.streams.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** Names the observation of a record that is sent, and its keys: a bean of this type takes the place of {@link DefaultRecordSendingConvention}. */
public interface RecordSendingConvention extends ObservationConvention<RecordSendingContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof RecordSendingContext;
    }
}
