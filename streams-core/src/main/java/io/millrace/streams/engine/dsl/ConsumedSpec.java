package io.millrace.streams.engine.dsl;

import io.millrace.streams.AutoOffsetReset;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.processor.TimestampExtractor;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/** What a {@link Consumed} says; null where it leaves the default. */
record ConsumedSpec(
        @Nullable String name,
        @Nullable Serde<?> keySerde,
        @Nullable Serde<?> valueSerde,
        @Nullable TimestampExtractor timestampExtractor,
        @Nullable AutoOffsetReset offsetReset) {

    static final ConsumedSpec DEFAULT = new ConsumedSpec(null, null, null, null, null);

    static ConsumedSpec of(Consumed<?, ?> consumed) {
        return new Reader<>(Objects.requireNonNull(consumed, "consumed can't be null")).spec();
    }

    /** The same, with these serdes where it names none. */
    ConsumedSpec orSerdes(@Nullable Serde<?> key, @Nullable Serde<?> value) {
        return new ConsumedSpec(
                name,
                keySerde == null ? key : keySerde,
                valueSerde == null ? value : valueSerde,
                timestampExtractor,
                offsetReset);
    }

    private static final class Reader<K, V> extends Consumed<K, V> {

        Reader(Consumed<K, V> consumed) {
            super(consumed);
        }

        ConsumedSpec spec() {
            return new ConsumedSpec(
                    Names.validated(processorName), keySerde, valueSerde, timestampExtractor, resetPolicy);
        }
    }
}
