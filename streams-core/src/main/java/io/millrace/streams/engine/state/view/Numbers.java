package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.NumberForm;
import io.millrace.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/** Values of type {@code Long}, which is what counts are. */
enum Numbers implements NumberForm {
    PLAIN {
        @Override
        public boolean takes(Object held) {
            return held instanceof Long;
        }

        @Override
        public long number(Object held) {
            return (Long) held;
        }

        @Override
        public long timestampMs(Object held) {
            return 0;
        }

        @Override
        public Object held(long number, long timestampMs) {
            return number;
        }
    },
    TIMESTAMPED {
        @Override
        public boolean takes(Object held) {
            return held instanceof ValueAndTimestamp<?> value && value.value() instanceof Long;
        }

        @Override
        public long number(Object held) {
            return (Long) ((ValueAndTimestamp<?>) held).value();
        }

        @Override
        public long timestampMs(Object held) {
            return ((ValueAndTimestamp<?>) held).timestamp();
        }

        @Override
        public Object held(long number, long timestampMs) {
            return ValueAndTimestamp.makeAllowNullable(number, timestampMs);
        }
    };

    /** The form of a store's numbers, null if its values are none. */
    static @Nullable NumberForm of(StoreSerdes<?, ?> serdes, NumberForm form) {
        return serdes.immutableValues() == Long.class ? form : null;
    }
}
