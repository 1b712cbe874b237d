package io.millrace.streams.kstream;

import io.millrace.streams.processor.StreamPartitioner;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * How a stream is written to a repartition topic and read back: name, serdes, partitioner and number of partitions.
 *
 * <p>What is not set, or null, comes from the application's configuration. Each {@code with} method returns a new option and
 * leaves this one as it is.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public class Repartitioned<K, V> implements NamedOperation<Repartitioned<K, V>> {

    /** Base of the topic's name, null for a generated one. */
    protected final @Nullable String name;

    /** Serde of the keys, null for the configured one. */
    protected final @Nullable Serde<K> keySerde;

    /** Serde of the values, null for the configured one. */
    protected final @Nullable Serde<V> valueSerde;

    /** Partitions of the topic, null to have as many as the stream's source. */
    protected final @Nullable Integer numberOfPartitions;

    /** Chooses partitions, null to go by the hash of the key. */
    protected final @Nullable StreamPartitioner<K, V> partitioner;

    private Repartitioned(
            @Nullable String name,
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde,
            @Nullable Integer numberOfPartitions,
            @Nullable StreamPartitioner<K, V> partitioner) {
        this.name = name;
        this.keySerde = keySerde;
        this.valueSerde = valueSerde;
        this.numberOfPartitions = numberOfPartitions;
        this.partitioner = partitioner;
    }

    /**
     * Copies an option.
     *
     * @param repartitioned the option to copy
     */
    protected Repartitioned(Repartitioned<K, V> repartitioned) {
        this(
                repartitioned.name,
                repartitioned.keySerde,
                repartitioned.valueSerde,
                repartitioned.numberOfPartitions,
                repartitioned.partitioner);
    }

    /**
     * Names the topic.
     *
     * @param name base of the topic's name, null for a generated one
     * @param <K> type of the keys
     * @param <V> type of the values
     * @return the option
     */
    public static <K, V> Repartitioned<K, V> as(@Nullable String name) {
        return new Repartitioned<>(name, null, null, null, null);
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
    public static <K, V> Repartitioned<K, V> with(@Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return new Repartitioned<>(null, keySerde, valueSerde, null, null);
    }

    /**
     * Sets the partitioner.
     *
     * @param partitioner chooses partitions, null to go by the hash of the key
     * @param <K> type of the keys
     * @param <V> type of the values
     * @return the option
     */
    public static <K, V> Repartitioned<K, V> streamPartitioner(@Nullable StreamPartitioner<K, V> partitioner) {
        return new Repartitioned<>(null, null, null, null, partitioner);
    }

    /**
     * Sets the number of partitions.
     *
     * @param numberOfPartitions partitions of the topic
     * @param <K> type of the keys
     * @param <V> type of the values
     * @return the option
     */
    public static <K, V> Repartitioned<K, V> numberOfPartitions(int numberOfPartitions) {
        return new Repartitioned<>(null, null, null, numberOfPartitions, null);
    }

    /**
     * Names the topic.
     *
     * @param name base of the topic's name, null for a generated one
     * @return a new option
     */
    @Override
    public Repartitioned<K, V> withName(@Nullable String name) {
        return new Repartitioned<>(name, keySerde, valueSerde, numberOfPartitions, partitioner);
    }

    /**
     * Sets the number of partitions.
     *
     * @param numberOfPartitions partitions of the topic
     * @return a new option
     */
    public Repartitioned<K, V> withNumberOfPartitions(int numberOfPartitions) {
        return new Repartitioned<>(name, keySerde, valueSerde, numberOfPartitions, partitioner);
    }

    /**
     * Sets the serde of the keys.
     *
     * @param keySerde the serde, null for the configured one
     * @return a new option
     */
    public Repartitioned<K, V> withKeySerde(@Nullable Serde<K> keySerde) {
        return new Repartitioned<>(name, keySerde, valueSerde, numberOfPartitions, partitioner);
    }

    /**
     * Sets the serde of the values.
     *
     * @param valueSerde the serde, null for the configured one
     * @return a new option
     */
    public Repartitioned<K, V> withValueSerde(@Nullable Serde<V> valueSerde) {
        return new Repartitioned<>(name, keySerde, valueSerde, numberOfPartitions, partitioner);
    }

    /**
     * Sets the partitioner.
     *
     * @param partitioner chooses partitions, null to go by the hash of the key
     * @return a new option
     */
    public Repartitioned<K, V> withStreamPartitioner(@Nullable StreamPartitioner<K, V> partitioner) {
        return new Repartitioned<>(name, keySerde, valueSerde, numberOfPartitions, partitioner);
    }
}
