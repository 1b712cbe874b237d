package io.millrace.streams.engine.query;

import io.millrace.streams.state.AggregationWithHeaders;
import io.millrace.streams.state.SessionStoreWithHeaders;
import io.millrace.streams.state.TimestampedKeyValueStore;
import io.millrace.streams.state.TimestampedKeyValueStoreWithHeaders;
import io.millrace.streams.state.TimestampedWindowStore;
import io.millrace.streams.state.TimestampedWindowStoreWithHeaders;
import io.millrace.streams.state.ValueAndTimestamp;
import io.millrace.streams.state.ValueTimestampHeaders;
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
    /** Without the headers that a store may keep beside each timestamped value. */
    TIMESTAMPED {
        @Override
        Function<Object, Object> of(Object store) {
            return keepsHeaders(store) ? ReadAs::timestamped : Function.identity();
        }
    },
    /** Without what the store keeps beside each value: its timestamp, its headers. */
    PLAIN {
        @Override
        Function<Object, Object> of(Object store) {
            if (store instanceof TimestampedKeyValueStore || store instanceof TimestampedWindowStore) {
                return stored -> ((ValueAndTimestamp<?>) stored).value();
            }
            if (store instanceof SessionStoreWithHeaders) {
                return stored -> ((AggregationWithHeaders<?>) stored).aggregation();
            }
            return keepsHeaders(store) ? stored -> ((ValueTimestampHeaders<?>) stored).value() : Function.identity();
        }
    };

    /** What turns a stored value into what the query sees. */
    abstract Function<Object, Object> of(Object store);

    private static boolean keepsHeaders(Object store) {
        return store instanceof TimestampedKeyValueStoreWithHeaders
                || store instanceof TimestampedWindowStoreWithHeaders;
    }

    private static Object timestamped(Object stored) {
        ValueTimestampHeaders<?> value = (ValueTimestampHeaders<?>) stored;
        return ValueAndTimestamp.makeAllowNullable(value.value(), value.timestamp());
    }
}
