package io.millrace.streams.kstream;

import io.millrace.streams.AutoOffsetReset;
import io.millrace.streams.processor.TimestampExtractor;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * How records are read from topics: serdes, timestamps, and where to start if there is no committed offset.
 *
 * <p>What is not set, or null, comes from the application's configuration. Each {@code with} method returns a new option and
 * leaves this one as it is.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public class Consumed<K, V> implements NamedOperation<Consumed<K, V>> {

    /** Serde of the keys, null for the configured one. */
    protected @Nullable Serde<K> keySerde;

    /** Serde of the values, null for the configured one. */
    protected @Nullable Serde<V> valueSerde;

    /** Reads the timestamps, null for the configured one. */
    protected @Nullable TimestampExtractor timestampExtractor;

    /** Where to start without a committed offset, null as configured. */
    protected @Nullable AutoOffsetReset resetPolicy;

    /** Name of the source node, null for a generated one. */
    protected @Nullable String processorName;

    /**
     * Copies an option.
     *
     * @param consumed the option to copy
     */
    protected Consumed(Consumed<K, V> consumed) {
        this(
                consumed.keySerde,
                consumed.valueSerde,
                consumed.timestampExtractor,
                consumed.resetPolicy,
                consumed.processorName);
    }

    private Consumed(
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde,
            @Nullable TimestampExtractor timestampExtractor,
            @Nullable AutoOffsetReset resetPolicy,
            @Nullable String processorName) {
        this.keySerde = keySerde;
        this.valueSerde = valueSerde;
        this.timestampExtractor = timestampExtractor;
        this.resetPolicy = resetPolicy;
        this.processorName = processorName;
    }

    /**
     * Sets everything but the name.
     *
     * @param keySerde serde of the keys, null for the configured one
     * @param valueSerde serde of the values, null for the configured one
     * @param timestampExtractor reads the timestamps, null for the configured one
     * @param resetPolicy where to start without a committed offset, null as configured
     * @param <K> type of the keys
     * @param <V> type of the values
     * @return the option
     */
    public static <K, V> Consumed<K, V> with(
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde,
            @Nullable TimestampExtractor timestampExtractor,
            @Nullable AutoOffsetReset resetPolicy) {
        return new Consumed<>(keySerde, valueSerde, timestampExtractor, resetPolicy, null);
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
    public static <K, V> Consumed<K, V> with(@Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return new Consumed<>(keySerde, valueSerde, null, null, null);
    }

    /**
     * Sets what reads the timestamps.
     *
     * @param timestampExtractor reads the timestamps, null for the configured one
     * @param <K> type of the keys
     * @param <V> type of the values
     * @return the option
     */
    public static <K, V> Consumed<K, V> with(@Nullable TimestampExtractor timestampExtractor) {
        return new Consumed<>(null, null, timestampExtractor, null, null);
    }

    /**
     * Sets where to start without a committed offset.
     *
     * @param resetPolicy where to start, null as configured
     * @param <K> type of the keys
     * @param <V> type of the values
     * @return the option
     */
    public static <K, V> Consumed<K, V> with(@Nullable AutoOffsetReset resetPolicy) {
        return new Consumed<>(null, null, null, resetPolicy, null);
    }

    /**
     * Names the source node.
     *
     * @param processorName the name, null for a generated one
     * @param <K> type of the keys
     * @param <V> type of the values
     * @return the option
     */
    public static <K, V> Consumed<K, V> as(@Nullable String processorName) {
        return new Consumed<>(null, null, null, null, processorName);
    }

    /**
     * Sets the serde of the keys.
     *
     * @param keySerde the serde, null for the configured one
     * @return a new option
     */
    public Consumed<K, V> withKeySerde(@Nullable Serde<K> keySerde) {
        return new Consumed<>(keySerde, valueSerde, timestampExtractor, resetPolicy, processorName);
    }

    /**
     * Sets the serde of the values.
     *
     * @param valueSerde the serde, null for the configured one
     * @return a new option
     */
    public Consumed<K, V> withValueSerde(@Nullable Serde<V> valueSerde) {
        return new Consumed<>(keySerde, valueSerde, timestampExtractor, resetPolicy, processorName);
    }

    /**
     * Sets what reads the timestamps.
     *
     * @param timestampExtractor reads the timestamps, null for the configured one
     * @return a new option
     */
    public Consumed<K, V> withTimestampExtractor(@Nullable TimestampExtractor timestampExtractor) {
        return new Consumed<>(keySerde, valueSerde, timestampExtractor, resetPolicy, processorName);
    }

    /**
     * Sets where to start without a committed offset.
     *
     * @param resetPolicy where to start, null as configured
     * @return a new option
     */
    public Consumed<K, V> withOffsetResetPolicy(@Nullable AutoOffsetReset resetPolicy) {
        return new Consumed<>(keySerde, valueSerde, timestampExtractor, resetPolicy, processorName);
    }

    /**
     * Names the source node.
     *
     * @param processorName the name, null for a generated one
     * @return a new option
     */
    @Override
    public Consumed<K, V> withName(@Nullable String processorName) {
        return new Consumed<>(keySerde, valueSerde, timestampExtractor, resetPolicy, processorName);
    }

    /** Compares all settings but the name. */
    @Override
    public boolean equals(@Nullable Object o) {
        if (o == null || getClass() != o.getClass()) {
            return false;
        }
        Consumed<?, ?> other = (Consumed<?, ?>) o;
        return Objects.equals(keySerde, other.keySerde)
                && Objects.equals(valueSerde, other.valueSerde)
                && Objects.equals(timestampExtractor, other.timestampExtractor)
                && Objects.equals(resetPolicy, other.resetPolicy);
    }

    @Override
    public int hashCode() {
        return Objects.hash(keySerde, valueSerde, timestampExtractor, resetPolicy);
    }
}
