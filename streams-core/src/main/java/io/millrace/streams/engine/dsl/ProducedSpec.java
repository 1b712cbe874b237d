package io.millrace.streams.engine.dsl;

import io.millrace.streams.kstream.Produced;
import io.millrace.streams.processor.StreamPartitioner;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/** What a {@link Produced} says; null where it leaves the default. */
record ProducedSpec<K, V>(
        @Nullable String name,
        @Nullable Serde<K> keySerde,
        @Nullable Serde<V> valueSerde,
        @Nullable StreamPartitioner<? super K, ? super V> partitioner) {

    static <K, V> ProducedSpec<K, V> unset() {
        return new ProducedSpec<>(null, null, null, null);
    }

    static <K, V> ProducedSpec<K, V> of(Produced<K, V> produced) {
        return new Reader<>(Objects.requireNonNull(produced, "produced cannot be null")).spec();
    }

    private static final class Reader<K, V> extends Produced<K, V> {

        Reader(Produced<K, V> produced) {
            super(produced);
        }

        ProducedSpec<K, V> spec() {
            return new ProducedSpec<>(Names.validated(processorName), keySerde, valueSerde, partitioner);
        }
    }
}
