package io.millrace.streams.engine.dsl;

import io.millrace.streams.kstream.Repartitioned;
import io.millrace.streams.processor.StreamPartitioner;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/** What a {@link Repartitioned} says; null where it leaves the default. */
record RepartitionedSpec<K, V>(
        @Nullable String name,
        @Nullable Serde<K> keySerde,
        @Nullable Serde<V> valueSerde,
        @Nullable Integer partitions,
        @Nullable StreamPartitioner<K, V> partitioner) {

    static <K, V> RepartitionedSpec<K, V> unset() {
        return new RepartitionedSpec<>(null, null, null, null, null);
    }

    static <K, V> RepartitionedSpec<K, V> of(Repartitioned<K, V> repartitioned) {
        return new Reader<>(Objects.requireNonNull(repartitioned, "repartitioned cannot be null")).spec();
    }

    private static final class Reader<K, V> extends Repartitioned<K, V> {

        Reader(Repartitioned<K, V> repartitioned) {
            super(repartitioned);
        }

        RepartitionedSpec<K, V> spec() {
            return new RepartitionedSpec<>(
                    Names.validated(name), keySerde, valueSerde, numberOfPartitions, partitioner);
        }
    }
}
