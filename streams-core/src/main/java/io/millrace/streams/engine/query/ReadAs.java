package io.millrace.streams.engine.query;

import io.millrace.streams.state.TimestampedKeyValueStore;
import io.millrace.streams.state.TimestampedWindowStore;
import io.millrace.streams.state.ValueAndTimestamp;
import java.util.function.Function;

/** How the values of a store are shown to a query. */
enum ReadAs {
    /** As they are stored. */
    STORED {
        @Override
        Function<Object, Object> of(Object store) {
            return Function.identity();
        }
    },
    /** Without the timestamp that a timestamped store keeps beside each. */
    PLAIN {
        @Override
        Function<Object, Object> of(Object store) {
            boolean timestamped = store instanceof TimestampedKeyValueStore || store instanceof TimestampedWindowStore;
            return timestamped ? stored -> ((ValueAndTimestamp<?>) stored).value() : Function.identity();
        }
    };

    /** What turns a stored value into what the query sees. */
    abstract Function<Object, Object> of(Object store);
}
