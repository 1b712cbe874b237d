package io.millrace.streams.kstream;

import io.millrace.streams.state.DslStoreSuppliers;
import io.millrace.streams.state.WindowBytesStoreSupplier;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * How two streams are joined: serdes, stores, changelogs and names.
 *
 * <p>What is not set, or null, comes from the application's configuration. Each {@code with} method returns a new option and
 * leaves this one as it is.
 *
 * @param <K> type of the keys
 * @param <V1> type of this stream's values
 * @param <V2> type of the other stream's values
 */
public class StreamJoined<K, V1, V2> implements NamedOperation<StreamJoined<K, V1, V2>> {

    /** Serde of the keys, null for the configured one. */
    protected final @Nullable Serde<K> keySerde;

    /** Serde of this stream's values, null for the configured one. */
    protected final @Nullable Serde<V1> valueSerde;

    /** Serde of the other stream's values, null for the configured one. */
    protected final @Nullable Serde<V2> otherValueSerde;

    /** Supplies the store of this stream's records, null to use the configured kind. */
    protected final @Nullable WindowBytesStoreSupplier thisStoreSupplier;

    /** Supplies the store of the other stream's records, null to use the configured kind. */
    protected final @Nullable WindowBytesStoreSupplier otherStoreSupplier;

    /** Base of the names of the join's nodes, null for generated ones. */
    protected final @Nullable String name;

    /** Base of the names of the stores, null for generated ones. */
    protected final @Nullable String storeName;

    /** Whether the stores have changelog topics. */
    protected final boolean loggingEnabled;

    /** Settings of the changelog topics. */
    protected final Map<String, String> topicConfig;

    /** Chooses the kind of store, null for the configured one. */
    protected @Nullable DslStoreSuppliers dslStoreSuppliers;

    /**
     * Copies an option.
     *
     * @param streamJoined the option to copy
     */
    protected StreamJoined(StreamJoined<K, V1, V2> streamJoined) {
        this(new Settings<>(streamJoined));
    }

    private StreamJoined(Settings<K, V1, V2> settings) {
        this.keySerde = settings.keySerde;
        this.valueSerde = settings.valueSerde;
        this.otherValueSerde = settings.otherValueSerde;
        this.thisStoreSupplier = settings.thisStoreSupplier;
        this.otherStoreSupplier = settings.otherStoreSupplier;
        this.dslStoreSuppliers = settings.dslStoreSuppliers;
        this.name = settings.name;
        this.storeName = settings.storeName;
        this.loggingEnabled = settings.loggingEnabled;
        this.topicConfig = settings.topicConfig;
    }

    /**
     * Sets the stores.
     *
     * @param storeSupplier supplies the store of this stream's records, null to use the configured kind
     * @param otherStoreSupplier supplies the store of the other stream's records, null to use the configured kind
     * @param <K> type of the keys
     * @param <V1> type of this stream's values
     * @param <V2> type of the other stream's values
     * @return the option
     */
    public static <K, V1, V2> StreamJoined<K, V1, V2> with(
            @Nullable WindowBytesStoreSupplier storeSupplier, @Nullable WindowBytesStoreSupplier otherStoreSupplier) {
        Settings<K, V1, V2> settings = new Settings<>();
        settings.thisStoreSupplier = storeSupplier;
        settings.otherStoreSupplier = otherStoreSupplier;
        return new StreamJoined<>(settings);
    }

    /**
     * Chooses the kind of store.
     *
     * @param storeSuppliers the kind, null for the configured one
     * @param <K> type of the keys
     * @param <V1> type of this stream's values
     * @param <V2> type of the other stream's values
     * @return the option
     */
    public static <K, V1, V2> StreamJoined<K, V1, V2> with(@Nullable DslStoreSuppliers storeSuppliers) {
        Settings<K, V1, V2> settings = new Settings<>();
        settings.dslStoreSuppliers = storeSuppliers;
        return new StreamJoined<>(settings);
    }

    /**
     * Names the stores and their changelog topics.
     *
     * @param storeName base of the names, null for generated ones
     * @param <K> type of the keys
     * @param <V1> type of this stream's values
     * @param <V2> type of the other stream's values
     * @return the option
     */
    public static <K, V1, V2> StreamJoined<K, V1, V2> as(@Nullable String storeName) {
        Settings<K, V1, V2> settings = new Settings<>();
        settings.storeName = storeName;
        return new StreamJoined<>(settings);
    }

    /**
     * Sets the serdes.
     *
     * @param keySerde serde of the keys, null for the configured one
     * @param valueSerde serde of this stream's values, null for the configured one
     * @param otherValueSerde serde of the other stream's values, null for the configured one
     * @param <K> type of the keys
     * @param <V1> type of this stream's values
     * @param <V2> type of the other stream's values
     * @return the option
     */
    public static <K, V1, V2> StreamJoined<K, V1, V2> with(
            @Nullable Serde<K> keySerde, @Nullable Serde<V1> valueSerde, @Nullable Serde<V2> otherValueSerde) {
        Settings<K, V1, V2> settings = new Settings<>();
        settings.keySerde = keySerde;
        settings.valueSerde = valueSerde;
        settings.otherValueSerde = otherValueSerde;
        return new StreamJoined<>(settings);
    }

    /**
     * Names the nodes and repartition topics of the join.
     *
     * @param name base of the names, null for generated ones
     * @return a new option
     */
    @Override
    public StreamJoined<K, V1, V2> withName(@Nullable String name) {
        Settings<K, V1, V2> settings = new Settings<>(this);
        settings.name = name;
        return new StreamJoined<>(settings);
    }

    /**
     * Names the stores and their changelog topics.
     *
     * @param storeName base of the names, null for generated ones
     * @return a new option
     */
    public StreamJoined<K, V1, V2> withStoreName(@Nullable String storeName) {
        Settings<K, V1, V2> settings = new Settings<>(this);
        settings.storeName = storeName;
        return new StreamJoined<>(settings);
    }

    /**
     * Sets the serde of the keys.
     *
     * @param keySerde the serde, null for the configured one
     * @return a new option
     */
    public StreamJoined<K, V1, V2> withKeySerde(@Nullable Serde<K> keySerde) {
        Settings<K, V1, V2> settings = new Settings<>(this);
        settings.keySerde = keySerde;
        return new StreamJoined<>(settings);
    }

    /**
     * Sets the serde of this stream's values.
     *
     * @param valueSerde the serde, null for the configured one
     * @return a new option
     */
    public StreamJoined<K, V1, V2> withValueSerde(@Nullable Serde<V1> valueSerde) {
        Settings<K, V1, V2> settings = new Settings<>(this);
        settings.valueSerde = valueSerde;
        return new StreamJoined<>(settings);
    }

    /**
     * Sets the serde of the other stream's values.
     *
     * @param otherValueSerde the serde, null for the configured one
     * @return a new option
     */
    public StreamJoined<K, V1, V2> withOtherValueSerde(@Nullable Serde<V2> otherValueSerde) {
        Settings<K, V1, V2> settings = new Settings<>(this);
        settings.otherValueSerde = otherValueSerde;
        return new StreamJoined<>(settings);
    }

    /**
     * Chooses the kind of store.
     *
     * @param dslStoreSuppliers the kind, null for the configured one
     * @return a new option
     */
    public StreamJoined<K, V1, V2> withDslStoreSuppliers(@Nullable DslStoreSuppliers dslStoreSuppliers) {
        Settings<K, V1, V2> settings = new Settings<>(this);
        settings.dslStoreSuppliers = dslStoreSuppliers;
        return new StreamJoined<>(settings);
    }

    /**
     * Sets the store of this stream's records.
     *
     * @param thisStoreSupplier supplies the store, null to use the configured kind
     * @return a new option
     */
    public StreamJoined<K, V1, V2> withThisStoreSupplier(@Nullable WindowBytesStoreSupplier thisStoreSupplier) {
        Settings<K, V1, V2> settings = new Settings<>(this);
        settings.thisStoreSupplier = thisStoreSupplier;
        return new StreamJoined<>(settings);
    }

    /**
     * Sets the store of the other stream's records.
     *
     * @param otherStoreSupplier supplies the store, null to use the configured kind
     * @return a new option
     */
    public StreamJoined<K, V1, V2> withOtherStoreSupplier(@Nullable WindowBytesStoreSupplier otherStoreSupplier) {
        Settings<K, V1, V2> settings = new Settings<>(this);
        settings.otherStoreSupplier = otherStoreSupplier;
        return new StreamJoined<>(settings);
    }

    /**
     * Backs the stores with changelog topics, as is the default.
     *
     * @param config settings of the topics beyond the defaults; may be empty
     * @return a new option
     * @throws NullPointerException if the settings are null
     */
    public StreamJoined<K, V1, V2> withLoggingEnabled(Map<String, String> config) {
        Settings<K, V1, V2> settings = new Settings<>(this);
        settings.loggingEnabled = true;
        settings.topicConfig = new HashMap<>(config);
        return new StreamJoined<>(settings);
    }

    /**
     * Does without changelog topics: the stores are lost with the disk they are on.
     *
     * @return a new option
     */
    public StreamJoined<K, V1, V2> withLoggingDisabled() {
        Settings<K, V1, V2> settings = new Settings<>(this);
        settings.loggingEnabled = false;
        settings.topicConfig = new HashMap<>();
        return new StreamJoined<>(settings);
    }

    @Override
    public String toString() {
        return "StreamJoined{keySerde=" + keySerde + ", valueSerde=" + valueSerde + ", otherValueSerde="
                + otherValueSerde + ", thisStoreSupplier=" + thisStoreSupplier + ", otherStoreSupplier="
                + otherStoreSupplier + ", dslStoreSuppliers=" + dslStoreSuppliers + ", name='" + name
                + "', storeName='" + storeName + "', loggingEnabled=" + loggingEnabled + ", topicConfig="
                + topicConfig + "}";
    }

    /** The settings while they are put together. */
    private static final class Settings<K, V1, V2> {
        private @Nullable Serde<K> keySerde;
        private @Nullable Serde<V1> valueSerde;
        private @Nullable Serde<V2> otherValueSerde;
        private @Nullable WindowBytesStoreSupplier thisStoreSupplier;
        private @Nullable WindowBytesStoreSupplier otherStoreSupplier;
        private @Nullable DslStoreSuppliers dslStoreSuppliers;
        private @Nullable String name;
        private @Nullable String storeName;
        private boolean loggingEnabled = true;
        private Map<String, String> topicConfig = new HashMap<>();

        Settings() {}

        Settings(StreamJoined<K, V1, V2> from) {
            keySerde = from.keySerde;
            valueSerde = from.valueSerde;
            otherValueSerde = from.otherValueSerde;
            thisStoreSupplier = from.thisStoreSupplier;
            otherStoreSupplier = from.otherStoreSupplier;
            dslStoreSuppliers = from.dslStoreSuppliers;
            name = from.name;
            storeName = from.storeName;
            loggingEnabled = from.loggingEnabled;
            topicConfig = from.topicConfig;
        }
    }
}
