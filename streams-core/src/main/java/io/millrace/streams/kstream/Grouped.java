package io.millrace.streams.kstream;

import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * How records are repartitioned when they are grouped: serdes, and a name for the repartition topic.
 *
 * <p>What is not set, or null, comes from the application's configuration. Each {@code with} method returns a new option and
 * leaves this one as it is.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public class Grouped<K, V> implements NamedOperation<Grouped<K, V>> {

    /** Serde of the keys, null for the configured one. */
    protected final @Nullable Serde<K> keySerde;

    /** Serde of the values, null for the configured one. */
    protected final @Nullable Serde<V> valueSerde;

    /** Base of the repartition topic's name, null for a generated one. */
    protected final @Nullable String name;

    private Grouped(@Nullable String name, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        this.name = name;
        this.keySerde = keySerde;
        this.valueSerde = valueSerde;
    }

    /**
     * Copies an option.
     *
     * @param grouped the option to copy
     */
    protected Grouped(Grouped<K, V> grouped) {
        this(grouped.name, grouped.keySerde, grouped.valueSerde);
    }

    /**
     * Names the repartition topic.
     *
     * @param name base of the topic's name, null for a generated one
     * @param <K> type of the keys
     * @param <V> type of the values
     * @return the option
     */
    public static <K, V> Grouped<K, V> as(@Nullable String name) {
        return new Grouped<>(name, null, null);
    }

    /**
     * Sets the serde of the keys.
     *
     * @param keySerde the serde, null for the configured one
     * @param <K> type of the keys
     * @param <V> type of the values
     * @return the option
     */
    public static <K, V> Grouped<K, V> keySerde(@Nullable Serde<K> keySerde) {
        return new Grouped<>(null, keySerde, null);
    }

    /**
     * Sets the serde of the values.
     *
     * @param valueSerde the serde, null for the configured one
     * @param <K> type of the keys
     * @param <V> type of the values
     * @return the option
     */
    public static <K, V> Grouped<K, V> valueSerde(@Nullable Serde<V> valueSerde) {
        return new Grouped<>(null, null, valueSerde);
    }

    /**
     * Sets everything.
     *
     * @param name base of the repartition topic's name, null for a generated one
     * @param keySerde serde of the keys, null for the configured one
     * @param valueSerde serde of the values, null for the configured one
     * @param <K> type of the keys
     * @param <V> type of the values
     * @return the option
     */
    public static <K, V> Grouped<K, V> with(
            @Nullable String name, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return new Grouped<>(name, keySerde, valueSerde);
    }

    /**
     * Sets the serdes.
     *
     * @param keySerde serde of the keys, null for the configured one
     * @param valueSerde serde of the values, null for the configured one
     * @param <K> type of the keys
     * @param <V> type of the values
     * @return the option
     */
    public static <K, V> Grouped<K, V> with(@Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return new Grouped<>(null, keySerde, valueSerde);
    }

    /**
     * Names the repartition topic.
     *
     * @param name base of the topic's name, null for a generated one
     * @return a new option
     */
    @Override
    public Grouped<K, V> withName(@Nullable String name) {
        return new Grouped<>(name, keySerde, valueSerde);
    }

    /**
     * Sets the serde of the keys.
     *
     * @param keySerde the serde, null for the configured one
     * @return a new option
     */
    public Grouped<K, V> withKeySerde(@Nullable Serde<K> keySerde) {
        return new Grouped<>(name, keySerde, valueSerde);
    }

    /**
     * Sets the serde of the values.
     *
     * @param valueSerde the serde, null for the configured one
     * @return a new option
     */
    public Grouped<K, V> withValueSerde(@Nullable Serde<V> valueSerde) {
        return new Grouped<>(name, keySerde, valueSerde);
    }
}
