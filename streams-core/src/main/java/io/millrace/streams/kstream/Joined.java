package io.millrace.streams.kstream;

import java.time.Duration;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * How a stream is joined with a table: serdes, name, and how long the stream waits for the table.
 *
 * <p>What is not set, or null, comes from the application's configuration. Each {@code with} method returns a new option and
 * leaves this one as it is.
 *
 * @param <K> type of the keys
 * @param <VLeft> type of the stream's values
 * @param <VRight> type of the table's values
 */
public class Joined<K, VLeft, VRight> implements NamedOperation<Joined<K, VLeft, VRight>> {

    /** Serde of the keys, null for the configured one. */
    protected final @Nullable Serde<K> keySerde;

    /** Serde of the stream's values, null for the configured one. */
    protected final @Nullable Serde<VLeft> leftValueSerde;

    /** Serde of the table's values, null for the configured one. */
    protected final @Nullable Serde<VRight> rightValueSerde;

    /** Name of the join and of its repartition topic, null for a generated one. */
    protected final @Nullable String name;

    /** How long stream records wait for the table's past to be complete, null to join at once. */
    protected final @Nullable Duration gracePeriod;

    private Joined(
            @Nullable Serde<K> keySerde,
            @Nullable Serde<VLeft> leftValueSerde,
            @Nullable Serde<VRight> rightValueSerde,
            @Nullable String name,
            @Nullable Duration gracePeriod) {
        this.keySerde = keySerde;
        this.leftValueSerde = leftValueSerde;
        this.rightValueSerde = rightValueSerde;
        this.name = name;
        this.gracePeriod = gracePeriod;
    }

    /**
     * Copies an option.
     *
     * @param joined the option to copy
     */
    protected Joined(Joined<K, VLeft, VRight> joined) {
        this(joined.keySerde, joined.leftValueSerde, joined.rightValueSerde, joined.name, joined.gracePeriod);
    }

    /**
     * Sets the serdes.
     *
     * @param keySerde serde of the keys, null for the configured one
     * @param leftValueSerde serde of the stream's values, null for the configured one
     * @param rightValueSerde serde of the table's values, null for the configured one
     * @param <K> type of the keys
     * @param <VLeft> type of the stream's values
     * @param <VRight> type of the table's values
     * @return the option
     */
    public static <K, VLeft, VRight> Joined<K, VLeft, VRight> with(
            @Nullable Serde<K> keySerde,
            @Nullable Serde<VLeft> leftValueSerde,
            @Nullable Serde<VRight> rightValueSerde) {
        return new Joined<>(keySerde, leftValueSerde, rightValueSerde, null, null);
    }

    /**
     * Sets the serdes and the name.
     *
     * @param keySerde serde of the keys, null for the configured one
     * @param leftValueSerde serde of the stream's values, null for the configured one
     * @param rightValueSerde serde of the table's values, null for the configured one
     * @param name name of the join and of its repartition topic, null for a generated one
     * @param <K> type of the keys
     * @param <VLeft> type of the stream's values
     * @param <VRight> type of the table's values
     * @return the option
     */
    public static <K, VLeft, VRight> Joined<K, VLeft, VRight> with(
            @Nullable Serde<K> keySerde,
            @Nullable Serde<VLeft> leftValueSerde,
            @Nullable Serde<VRight> rightValueSerde,
            @Nullable String name) {
        return new Joined<>(keySerde, leftValueSerde, rightValueSerde, name, null);
    }

    /**
     * Sets everything.
     *
     * @param keySerde serde of the keys, null for the configured one
     * @param leftValueSerde serde of the stream's values, null for the configured one
     * @param rightValueSerde serde of the table's values, null for the configured one
     * @param name name of the join and of its repartition topic, null for a generated one
     * @param gracePeriod how long stream records wait, null to join at once; needs a versioned table
     * @param <K> type of the keys
     * @param <VLeft> type of the stream's values
     * @param <VRight> type of the table's values
     * @return the option
     */
    public static <K, VLeft, VRight> Joined<K, VLeft, VRight> with(
            @Nullable Serde<K> keySerde,
            @Nullable Serde<VLeft> leftValueSerde,
            @Nullable Serde<VRight> rightValueSerde,
            @Nullable String name,
            @Nullable Duration gracePeriod) {
        return new Joined<>(keySerde, leftValueSerde, rightValueSerde, name, gracePeriod);
    }

    /**
     * Sets the serde of the keys.
     *
     * @param keySerde the serde, null for the configured one
     * @param <K> type of the keys
     * @param <VLeft> type of the stream's values
     * @param <VRight> type of the table's values
     * @return the option
     */
    public static <K, VLeft, VRight> Joined<K, VLeft, VRight> keySerde(@Nullable Serde<K> keySerde) {
        return new Joined<>(keySerde, null, null, null, null);
    }

    /**
     * Sets the serde of the stream's values.
     *
     * @param leftValueSerde the serde, null for the configured one
     * @param <K> type of the keys
     * @param <VLeft> type of the stream's values
     * @param <VRight> type of the table's values
     * @return the option
     */
    public static <K, VLeft, VRight> Joined<K, VLeft, VRight> valueSerde(@Nullable Serde<VLeft> leftValueSerde) {
        return new Joined<>(null, leftValueSerde, null, null, null);
    }

    /**
     * Sets the serde of the table's values.
     *
     * @param rightValueSerde the serde, null for the configured one
     * @param <K> type of the keys
     * @param <VLeft> type of the stream's values
     * @param <VRight> type of the table's values
     * @return the option
     */
    public static <K, VLeft, VRight> Joined<K, VLeft, VRight> otherValueSerde(@Nullable Serde<VRight> rightValueSerde) {
        return new Joined<>(null, null, rightValueSerde, null, null);
    }

    /**
     * Names the join and its repartition topic.
     *
     * @param name the name, null for a generated one
     * @param <K> type of the keys
     * @param <VLeft> type of the stream's values
     * @param <VRight> type of the table's values
     * @return the option
     */
    public static <K, VLeft, VRight> Joined<K, VLeft, VRight> as(@Nullable String name) {
        return new Joined<>(null, null, null, name, null);
    }

    /**
     * Sets the serde of the keys.
     *
     * @param keySerde the serde, null for the configured one
     * @return a new option
     */
    public Joined<K, VLeft, VRight> withKeySerde(@Nullable Serde<K> keySerde) {
        return new Joined<>(keySerde, leftValueSerde, rightValueSerde, name, gracePeriod);
    }

    /**
     * Sets the serde of the stream's values.
     *
     * @param leftValueSerde the serde, null for the configured one
     * @return a new option
     */
    public Joined<K, VLeft, VRight> withValueSerde(@Nullable Serde<VLeft> leftValueSerde) {
        return new Joined<>(keySerde, leftValueSerde, rightValueSerde, name, gracePeriod);
    }

    /**
     * Sets the serde of the table's values.
     *
     * @param rightValueSerde the serde, null for the configured one
     * @return a new option
     */
    public Joined<K, VLeft, VRight> withOtherValueSerde(@Nullable Serde<VRight> rightValueSerde) {
        return new Joined<>(keySerde, leftValueSerde, rightValueSerde, name, gracePeriod);
    }

    /**
     * Names the join and its repartition topic.
     *
     * @param name the name, null for a generated one
     * @return a new option
     */
    @Override
    public Joined<K, VLeft, VRight> withName(@Nullable String name) {
        return new Joined<>(keySerde, leftValueSerde, rightValueSerde, name, gracePeriod);
    }

    /**
     * Lets stream records wait until stream time has passed them by a while, so that late table records count too.
     *
     * @param gracePeriod how long, null to join at once; needs a versioned table
     * @return a new option
     */
    public Joined<K, VLeft, VRight> withGracePeriod(@Nullable Duration gracePeriod) {
        return new Joined<>(keySerde, leftValueSerde, rightValueSerde, name, gracePeriod);
    }
}
