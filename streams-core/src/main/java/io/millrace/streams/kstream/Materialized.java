package io.millrace.streams.kstream;

import io.millrace.streams.processor.StateStore;
import io.millrace.streams.state.BuiltInDslStoreSuppliers;
import io.millrace.streams.state.DslKeyValueParams;
import io.millrace.streams.state.DslSessionParams;
import io.millrace.streams.state.DslStoreSuppliers;
import io.millrace.streams.state.DslWindowParams;
import io.millrace.streams.state.KeyValueBytesStoreSupplier;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.SessionBytesStoreSupplier;
import io.millrace.streams.state.SessionStore;
import io.millrace.streams.state.StoreSupplier;
import io.millrace.streams.state.WindowBytesStoreSupplier;
import io.millrace.streams.state.WindowStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * How the result of an operation is kept in a state store: name, kind of store, serdes, changelog, caching and retention.
 *
 * <p>What is not set, or null, comes from the application's configuration. The {@code with} methods change this object.
 *
 * <pre>{@code
 * table = stream.groupByKey().count(Materialized.as("counts"));
 * }</pre>
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 * @param <S> type of the store
 */
public class Materialized<K, V, S extends StateStore> {

    /** The kinds of stores that come with the library. */
    public enum StoreType implements DslStoreSuppliers {

        /** On disk, in RocksDB. */
        ROCKS_DB(BuiltInDslStoreSuppliers.ROCKS_DB),

        /** On the heap. */
        IN_MEMORY(BuiltInDslStoreSuppliers.IN_MEMORY);

        private final DslStoreSuppliers suppliers;

        StoreType(DslStoreSuppliers suppliers) {
            this.suppliers = suppliers;
        }

        @Override
        public KeyValueBytesStoreSupplier keyValueStore(DslKeyValueParams params) {
            return suppliers.keyValueStore(params);
        }

        @Override
        public WindowBytesStoreSupplier windowStore(DslWindowParams params) {
            return suppliers.windowStore(params);
        }

        @Override
        public SessionBytesStoreSupplier sessionStore(DslSessionParams params) {
            return suppliers.sessionStore(params);
        }
    }

    /** Supplies the store, null to use the configured kind. */
    protected @Nullable StoreSupplier<S> storeSupplier;

    /** Name of the store, null for that of the supplier or a generated one. */
    protected @Nullable String storeName;

    /** Serde of the values, null for the configured one. */
    protected @Nullable Serde<V> valueSerde;

    /** Serde of the keys, null for the configured one. */
    protected @Nullable Serde<K> keySerde;

    /** Whether the store has a changelog topic. */
    protected boolean loggingEnabled = true;

    /** Whether updates gather in memory until the next commit. */
    protected boolean cachingEnabled = true;

    /** Settings of the changelog topic. */
    protected Map<String, String> topicConfig = new HashMap<>();

    /** How long windows or sessions are kept, null for the least that the windows need. */
    protected @Nullable Duration retention;

    /** Chooses the kind of store, null for the configured one. */
    protected @Nullable DslStoreSuppliers dslStoreSuppliers;

    private Materialized() {}

    /**
     * Copies an option.
     *
     * @param materialized the option to copy
     */
    protected Materialized(Materialized<K, V, S> materialized) {
        this.storeSupplier = materialized.storeSupplier;
        this.storeName = materialized.storeName;
        this.valueSerde = materialized.valueSerde;
        this.keySerde = materialized.keySerde;
        this.loggingEnabled = materialized.loggingEnabled;
        this.cachingEnabled = materialized.cachingEnabled;
        this.topicConfig = materialized.topicConfig;
        this.retention = materialized.retention;
        this.dslStoreSuppliers = materialized.dslStoreSuppliers;
    }

    /**
     * Chooses the kind of store.
     *
     * @param storeSuppliers the kind
     * @param <K> type of the keys
     * @param <V> type of the values
     * @param <S> type of the store
     * @return the option
     * @throws NullPointerException if the kind is null
     */
    public static <K, V, S extends StateStore> Materialized<K, V, S> as(DslStoreSuppliers storeSuppliers) {
        Materialized<K, V, S> materialized = new Materialized<>();
        materialized.dslStoreSuppliers = Objects.requireNonNull(storeSuppliers, "store type can't be null");
        return materialized;
    }

    /**
     * Names the store, by which it can be queried.
     *
     * @param storeName the name: up to 249 ASCII alphanumerics, {@code '.'}, {@code '_'} and {@code '-'}
     * @param <K> type of the keys
     * @param <V> type of the values
     * @param <S> type of the store
     * @return the option
     * @throws NullPointerException if the name is null
     * @throws io.millrace.streams.errors.TopologyException if the name is not legal
     */
    public static <K, V, S extends StateStore> Materialized<K, V, S> as(String storeName) {
        Named.validate(Objects.requireNonNull(storeName, "store name can't be null"));
        Materialized<K, V, S> materialized = new Materialized<>();
        materialized.storeName = storeName;
        return materialized;
    }

    /**
     * Sets the store of a windowed aggregation.
     *
     * @param supplier supplies the store
     * @param <K> type of the keys
     * @param <V> type of the values
     * @return the option
     * @throws NullPointerException if the supplier is null
     */
    public static <K, V> Materialized<K, V, WindowStore<Bytes, byte[]>> as(WindowBytesStoreSupplier supplier) {
        return suppliedBy(supplier);
    }

    /**
     * Sets the store of a session aggregation.
     *
     * @param supplier supplies the store
     * @param <K> type of the keys
     * @param <V> type of the values
     * @return the option
     * @throws NullPointerException if the supplier is null
     */
    public static <K, V> Materialized<K, V, SessionStore<Bytes, byte[]>> as(SessionBytesStoreSupplier supplier) {
        return suppliedBy(supplier);
    }

    /**
     * Sets the store of a table.
     *
     * @param supplier supplies the store
     * @param <K> type of the keys
     * @param <V> type of the values
     * @return the option
     * @throws NullPointerException if the supplier is null
     */
    public static <K, V> Materialized<K, V, KeyValueStore<Bytes, byte[]>> as(KeyValueBytesStoreSupplier supplier) {
        return suppliedBy(supplier);
    }

    private static <K, V, S extends StateStore> Materialized<K, V, S> suppliedBy(StoreSupplier<S> supplier) {
        Materialized<K, V, S> materialized = new Materialized<>();
        materialized.storeSupplier = Objects.requireNonNull(supplier, "supplier can't be null");
        return materialized;
    }

    /**
     * Sets the serdes.
     *
     * @param keySerde serde of the keys, null for the configured one
     * @param valueSerde serde of the values, null for the configured one
     * @param <K> type of the keys
     * @param <V> type of the values
     * @param <S> type of the store
     * @return the option
     */
    public static <K, V, S extends StateStore> Materialized<K, V, S> with(
            @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return new Materialized<K, V, S>().withKeySerde(keySerde).withValueSerde(valueSerde);
    }

    /**
     * Sets the serde of the values.
     *
     * @param valueSerde the serde, null for the configured one; ignored by {@code count}, which stores longs
     * @return this option
     */
    public Materialized<K, V, S> withValueSerde(@Nullable Serde<V> valueSerde) {
        this.valueSerde = valueSerde;
        return this;
    }

    /**
     * Sets the serde of the keys.
     *
     * @param keySerde the serde, null for the configured one
     * @return this option
     */
    public Materialized<K, V, S> withKeySerde(@Nullable Serde<K> keySerde) {
        this.keySerde = keySerde;
        return this;
    }

    /**
     * Backs the store with a changelog topic, as is the default.
     *
     * @param config settings of the topic beyond the defaults; may be empty
     * @return this option
     * @throws NullPointerException if the settings are null
     */
    public Materialized<K, V, S> withLoggingEnabled(Map<String, String> config) {
        this.loggingEnabled = true;
        this.topicConfig = new HashMap<>(config);
        return this;
    }

    /**
     * Does without a changelog topic: the store is lost with the disk it is on.
     *
     * @return this option
     */
    public Materialized<K, V, S> withLoggingDisabled() {
        this.loggingEnabled = false;
        this.topicConfig = new HashMap<>();
        return this;
    }

    /**
     * Lets updates gather in memory until the next commit, as is the default, so that only the last update of a key is
     * passed on.
     *
     * @return this option
     */
    public Materialized<K, V, S> withCachingEnabled() {
        this.cachingEnabled = true;
        return this;
    }

    /**
     * Passes each update on at once.
     *
     * @return this option
     */
    public Materialized<K, V, S> withCachingDisabled() {
        this.cachingEnabled = false;
        return this;
    }

    /**
     * Sets how long windows or sessions are kept, counted back from stream time; used only where the library creates the
     * store itself. It must be at least the window size plus the grace period.
     *
     * @param retention how long; millisecond precision
     * @return this option
     * @throws IllegalArgumentException if the retention is null, negative or too long to be counted in milliseconds
     */
    public Materialized<K, V, S> withRetention(Duration retention) throws IllegalArgumentException {
        long retentionMs = TimeArgument.toMs(retention, "retention");
        if (retentionMs < 0) {
            throw new IllegalArgumentException("Retention must not be negative.");
        }
        this.retention = retention;
        return this;
    }

    /**
     * Chooses the kind of store.
     *
     * @param storeSuppliers the kind
     * @return this option
     * @throws NullPointerException if the kind is null
     * @throws IllegalArgumentException if a supplier of the store is already set
     */
    public Materialized<K, V, S> withStoreType(DslStoreSuppliers storeSuppliers) throws IllegalArgumentException {
        Objects.requireNonNull(storeSuppliers, "store type can't be null");
        if (storeSupplier != null) {
            throw new IllegalArgumentException("Cannot set store type when store supplier is pre-configured.");
        }
        this.dslStoreSuppliers = storeSuppliers;
        return this;
    }
}
