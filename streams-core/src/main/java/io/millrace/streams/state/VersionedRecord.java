package io.millrace.streams.state;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One version of a value: the value, when it became valid and, if known, when the next version took its place.
 *
 * @param <V> type of the value
 */
public final class VersionedRecord<V> {

    private final V value;
    private final long timestamp;
    private final Optional<Long> validTo;

    /**
     * Creates a version that is still valid.
     *
     * @param value the value
     * @param timestamp when it became valid, in epoch milliseconds
     * @throws NullPointerException if the value is null
     */
    public VersionedRecord(V value, long timestamp) {
        this.value = Objects.requireNonNull(value, "value cannot be null.");
        this.timestamp = timestamp;
        this.validTo = Optional.empty();
    }

    /**
     * Creates a version that was followed by another.
     *
     * @param value the value
     * @param timestamp when it became valid, in epoch milliseconds
     * @param validTo when the next version took its place, in epoch milliseconds
     * @throws NullPointerException if the value is null
     */
    public VersionedRecord(V value, long timestamp, long validTo) {
        this.value = Objects.requireNonNull(value, "value cannot be null.");
        this.timestamp = timestamp;
        this.validTo = Optional.of(validTo);
    }

    /**
     * Returns the value.
     *
     * @return the value
     */
    public V value() {
        return value;
    }

    /**
     * Returns when the version became valid.
     *
     * @return epoch milliseconds
     */
    public long timestamp() {
        return timestamp;
    }

    /**
     * Returns when the next version took its place.
     *
     * @return epoch milliseconds; empty if this is the current version
     */
    public Optional<Long> validTo() {
        return validTo;
    }

    @Override
    public String toString() {
        return "<" + value + "," + timestamp + "," + validTo + ">";
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof VersionedRecord<?> other
                && timestamp == other.timestamp
                && value.equals(other.value)
                && validTo.equals(other.validTo);
    }

    @Override
    public int hashCode() {
        return Objects.hash(value, timestamp, validTo);
    }
}
