package io.millrace.streams.engine.dsl;

import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.state.DslStoreSuppliers;
import io.millrace.streams.state.StoreSupplier;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Materialized} says of a store; null where it leaves the default.
 *
 * @param name the name the user gave, null if one has to be generated
 * @param supplier the user's own store, null for one of ours
 * @param suppliers makes the store if there is no supplier
 */
record MaterializedSpec<K, V>(
        @Nullable String name,
        @Nullable StoreSupplier<?> supplier,
        @Nullable DslStoreSuppliers suppliers,
        @Nullable Serde<K> keySerde,
        @Nullable Serde<V> valueSerde,
        Upkeep upkeep) {

    /**
     * How the store is kept.
     *
     * @param retention how long windows are kept at least, null for as long as they take records
     */
    record Upkeep(
            boolean logged,
            boolean cached,
            Map<String, String> topicConfig,
            @Nullable Duration retention) {

        static final Upkeep DEFAULT = new Upkeep(true, true, Map.of(), null);

        Upkeep {
            topicConfig = Map.copyOf(topicConfig);
        }
    }

    static <K, V> MaterializedSpec<K, V> unset() {
        return new MaterializedSpec<>(null, null, null, null, null, Upkeep.DEFAULT);
    }

    static <K, V, S extends StateStore> MaterializedSpec<K, V> of(Materialized<K, V, S> materialized) {
        return new Reader<>(Objects.requireNonNull(materialized, "materialized can't be null")).spec();
    }

    /** The same, with these serdes where it names none. */
    MaterializedSpec<K, V> orSerdes(@Nullable Serde<K> key, @Nullable Serde<V> value) {
        return new MaterializedSpec<>(
                name,
                supplier,
                suppliers,
                keySerde == null ? key : keySerde,
                valueSerde == null ? value : valueSerde,
                upkeep);
    }

    /** The same, without a cache. */
    MaterializedSpec<K, V> uncached() {
        Upkeep plain = new Upkeep(upkeep.logged(), false, upkeep.topicConfig(), upkeep.retention());
        return new MaterializedSpec<>(name, supplier, suppliers, keySerde, valueSerde, plain);
    }

    /** The same with these serdes. */
    MaterializedSpec<K, V> withSerdes(@Nullable Serde<K> key, @Nullable Serde<V> value) {
        return new MaterializedSpec<>(name, supplier, suppliers, key, value, upkeep);
    }

    private static final class Reader<K, V, S extends StateStore> extends Materialized<K, V, S> {

        Reader(Materialized<K, V, S> materialized) {
            super(materialized);
        }

        MaterializedSpec<K, V> spec() {
            String given = storeName == null && storeSupplier != null ? storeSupplier.name() : storeName;
            return new MaterializedSpec<>(
                    given,
                    storeSupplier,
                    dslStoreSuppliers,
                    keySerde,
                    valueSerde,
                    new Upkeep(loggingEnabled, cachingEnabled, topicConfig, retention));
        }
    }
}
