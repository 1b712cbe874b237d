package io.millrace.streams.kstream;

import io.millrace.streams.processor.StreamPartitioner;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * How records are written to topics: serdes and partitioner.
 *
 * <p>What is not set, or null, comes from the application's configuration. The {@code with} methods change this object.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public class Produced<K, V> implements NamedOperation<Produced<K, V>> {

    /** Serde of the keys, null for the configured one. */
    protected @Nullable Serde<K> keySerde;

    /** Serde of the values, null for the configured one. */
    protected @Nullable Serde<V> valueSerde;

    /** Chooses partitions, null to go by the hash of the key. */
    protected @Nullable StreamPartitioner<? super K, ? super V> partitioner;

    /** Name of the sink node, null for a generated one. */
    protected @Nullable String processorName;

    private Produced(
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde,
            @Nullable StreamPartitioner<? super K, ? super V> partitioner,
            @Nullable String processorName) {
        this.keySerde = keySerde;
        this.valueSerde = valueSerde;
        this.partitioner = partitioner;
        this.processorName = processorName;
    }

    /**
     * Copies an option.
     *
     * @param produced the option to copy
     */
    protected Produced(Produced<K, V> produced) {
        this(produced.keySerde, produced.valueSerde, produced.partitioner, produced.processorName);
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
    public static <K, V> Produced<K, V> with(@Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return new Produced<>(keySerde, valueSerde, null, null);
    }

    /**
     * Sets the serdes and the partitioner.
     *
     * @param keySerde serde of the keys, null for the configured one
     * @param valueSerde serde of the values, null for the configured one
     * @param partitioner chooses partitions, null to go by the hash of the key
     * @param <K> type of the keys
     * @param <V> type of the values
     * @return the option
     */
    public static <K, V> Produced<K, V> with(
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde,
            @Nullable StreamPartitioner<? super K, ? super V> partitioner) {
        return new Produced<>(keySerde, valueSerde, partitioner, null);
    }

    /**
     * Names the sink node.
     *
     * @param processorName the name, null for a generated one
     * @param <K> type of the keys
     * @param <V> type of the values
     * @return the option
     */
    public static <K, V> Produced<K, V> as(@Nullable String processorName) {
        return new Produced<>(null, null, null, processorName);
    }

    /**
     * Sets the serde of the keys.
     *
     * @param keySerde the serde, null for the configured one
     * @param <K> type of the keys
     * @param <V> type of the values
     * @return the option
     */
    public static <K, V> Produced<K, V> keySerde(@Nullable Serde<K> keySerde) {
        return new Produced<>(keySerde, null, null, null);
    }

    /**
     * Sets the serde of the values.
     *
     * @param valueSerde the serde, null for the configured one
     * @param <K> type of the keys
     * @param <V> type of the values
     * @return the option
     */
    public static <K, V> Produced<K, V> valueSerde(@Nullable Serde<V> valueSerde) {
        return new Produced<>(null, valueSerde, null, null);
    }

    /**
     * Sets the partitioner.
     *
     * @param partitioner chooses partitions, null to go by the hash of the key
     * @param <K> type of the keys
     * @param <V> type of the values
     * @return the option
     */
    public static <K, V> Produced<K, V> streamPartitioner(
            @Nullable StreamPartitioner<? super K, ? super V> partitioner) {
        return new Produced<>(null, null, partitioner, null);
    }

    /**
     * Sets the partitioner.
     *
     * @param partitioner chooses partitions, null to go by the hash of the key
     * @return this option
     */
    public Produced<K, V> withStreamPartitioner(@Nullable StreamPartitioner<? super K, ? super V> partitioner) {
        this.partitioner = partitioner;
        return this;
    }

    /**
     * Sets the serde of the values.
     *
     * @param valueSerde the serde, null for the configured one
     * @return this option
     */
    public Produced<K, V> withValueSerde(@Nullable Serde<V> valueSerde) {
        this.valueSerde = valueSerde;
        return this;
    }

    /**
     * Sets the serde of the keys.
     *
     * @param keySerde the serde, null for the configured one
     * @return this option
     */
    public Produced<K, V> withKeySerde(@Nullable Serde<K> keySerde) {
        this.keySerde = keySerde;
        return this;
    }

    /**
     * Names the sink node.
     *
     * @param name the name, null for a generated one
     * @return this option
     */
    @Override
    public Produced<K, V> withName(@Nullable String name) {
        this.processorName = name;
        return this;
    }

    /** Compares all settings but the name. */
    @Override
    public boolean equals(@Nullable Object o) {
        if (o == null || getClass() != o.getClass()) {
            return false;
        }
        Produced<?, ?> other = (Produced<?, ?>) o;
        return Objects.equals(keySerde, other.keySerde)
                && Objects.equals(valueSerde, other.valueSerde)
                && Objects.equals(partitioner, other.partitioner);
    }

    @Override
    public int hashCode() {
        return Objects.hash(keySerde, valueSerde, partitioner);
    }
}
