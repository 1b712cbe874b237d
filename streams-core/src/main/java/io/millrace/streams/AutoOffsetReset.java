package io.millrace.streams;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy.StrategyType;
import org.jspecify.annotations.Nullable;

/** Where to start to read an input partition for which nothing is committed yet. */
public class AutoOffsetReset {

    /** Which strategy it is. */
    protected final StrategyType offsetResetStrategy;

    /** How far back to start; empty unless the strategy is by duration. */
    protected final Optional<Duration> duration;

    /**
     * Copies another object.
     *
     * @param autoOffsetReset the object to copy
     */
    protected AutoOffsetReset(AutoOffsetReset autoOffsetReset) {
        this(autoOffsetReset.offsetResetStrategy, autoOffsetReset.duration);
    }

    private AutoOffsetReset(StrategyType offsetResetStrategy, Optional<Duration> duration) {
        this.offsetResetStrategy = offsetResetStrategy;
        this.duration = duration;
    }

    /**
     * Does not start, but fails.
     *
     * @return the strategy
     */
    public static AutoOffsetReset none() {
        return new AutoOffsetReset(StrategyType.NONE, Optional.empty());
    }

    /**
     * Starts at the first record that is still there.
     *
     * @return the strategy
     */
    public static AutoOffsetReset earliest() {
        return new AutoOffsetReset(StrategyType.EARLIEST, Optional.empty());
    }

    /**
     * Starts at the end: only new records are read.
     *
     * @return the strategy
     */
    public static AutoOffsetReset latest() {
        return new AutoOffsetReset(StrategyType.LATEST, Optional.empty());
    }

    /**
     * Starts at the first record whose timestamp is not older than a duration.
     *
     * @param duration how far back to start, from the time of starting
     * @return the strategy
     * @throws IllegalArgumentException if the duration is negative
     */
    public static AutoOffsetReset byDuration(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("Duration cannot be negative");
        }
        return new AutoOffsetReset(StrategyType.BY_DURATION, Optional.of(duration));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AutoOffsetReset reset
                && offsetResetStrategy == reset.offsetResetStrategy
                && duration.equals(reset.duration);
    }

    @Override
    public int hashCode() {
        return Objects.hash(offsetResetStrategy, duration);
    }

    @Override
    public String toString() {
        String name = offsetResetStrategy.toString();
        return duration.map(lookBack -> name + ":" + lookBack).orElse(name);
    }
}
