package io.millrace.streams.engine.dsl;

import io.millrace.streams.kstream.Grouped;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/** What a {@link Grouped} says; null where it leaves the default. */
record GroupedSpec<K, V>(
        @Nullable String name,
        @Nullable Serde<K> keySerde,
        @Nullable Serde<V> valueSerde) {

    static <K, V> GroupedSpec<K, V> unset() {
        return new GroupedSpec<>(null, null, null);
    }

    static <K, V> GroupedSpec<K, V> of(Grouped<K, V> grouped) {
        return new Reader<>(grouped).spec();
    }

    /** The same, with these serdes where it names none. */
    GroupedSpec<K, V> orSerdes(@Nullable Serde<K> key, @Nullable Serde<V> value) {
        return new GroupedSpec<>(name, keySerde == null ? key : keySerde, valueSerde == null ? value : valueSerde);
    }

    private static final class Reader<K, V> extends Grouped<K, V> {

        Reader(Grouped<K, V> grouped) {
            super(grouped);
        }

        GroupedSpec<K, V> spec() {
            return new GroupedSpec<>(Names.validated(name), keySerde, valueSerde);
        }
    }
}
