package io.millrace.streams.engine.dsl;

import io.millrace.streams.kstream.Joined;
import java.time.Duration;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/** What a {@link Joined} says of the stream; null where it leaves the default. */
record JoinedSpec<K, V>(
        @Nullable String name,
        @Nullable Serde<K> keySerde,
        @Nullable Serde<V> valueSerde,
        @Nullable Duration grace) {

    static <K, V> JoinedSpec<K, V> unset() {
        return new JoinedSpec<>(null, null, null, null);
    }

    static <K, V> JoinedSpec<K, V> of(Joined<K, V, ?> joined) {
        return new Reader<>(Objects.requireNonNull(joined, "joined cannot be null")).spec();
    }

    private static final class Reader<K, V, VTable> extends Joined<K, V, VTable> {

        Reader(Joined<K, V, VTable> joined) {
            super(joined);
        }

        JoinedSpec<K, V> spec() {
            return new JoinedSpec<>(Names.validated(name), keySerde, leftValueSerde, gracePeriod);
        }
    }
}
