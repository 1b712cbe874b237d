package io.millrace.streams.query;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * How far a store has come in its input: an offset for each partition of each topic.
 *
 * <p>A position only moves forward. It is mutable and safe for use by several threads; a merge with another position is not one
 * atomic step.
 */
public class Position {

    private final ConcurrentMap<String, ConcurrentMap<Integer, Long>> offsets;

    private Position(ConcurrentMap<String, ConcurrentMap<Integer, Long>> offsets) {
        this.offsets = offsets;
    }

    /**
     * Creates a position without any offset.
     *
     * @return a new position
     */
    public static Position emptyPosition() {
        return new Position(new ConcurrentHashMap<>());
    }

    /**
     * Creates a position from offsets.
     *
     * @param map offsets by topic and partition, which are copied; null for none
     * @return a new position
     */
    public static Position fromMap(@Nullable Map<String, ? extends Map<Integer, Long>> map) {
        Position position = emptyPosition();
        if (map != null) {
            map.forEach((topic, partitions) -> position.offsets.put(topic, new ConcurrentHashMap<>(partitions)));
        }
        return position;
    }

    /**
     * Moves one partition forward, in place. A lower offset than the present one has no effect.
     *
     * @param topic the topic
     * @param partition the partition
     * @param offset the offset
     * @return this position
     */
    public Position withComponent(String topic, int partition, long offset) {
        offsets.computeIfAbsent(topic, key -> new ConcurrentHashMap<>()).merge(partition, offset, Math::max);
        return this;
    }

    /**
     * Copies the position.
     *
     * @return a new position with the same offsets
     */
    public Position copy() {
        return fromMap(offsets);
    }

    /**
     * Moves each partition forward to the offset of another position, in place.
     *
     * @param other the other position; null has no effect
     * @return this position
     */
    public Position merge(@Nullable Position other) {
        if (other != null) {
            other.offsets.forEach((topic, partitions) ->
                    partitions.forEach((partition, offset) -> withComponent(topic, partition, offset)));
        }
        return this;
    }

    /**
     * The topics with an offset.
     *
     * @return a read-only view
     */
    public Set<String> getTopics() {
        return Collections.unmodifiableSet(offsets.keySet());
    }

    /**
     * The offsets of a topic.
     *
     * @param topic the topic
     * @return a read-only view of offsets by partition, empty for a topic without any
     */
    public Map<Integer, Long> getPartitionPositions(String topic) {
        Map<Integer, Long> partitions = offsets.get(topic);
        return partitions == null ? Collections.emptyMap() : Collections.unmodifiableMap(partitions);
    }

    /**
     * Whether there is no offset.
     *
     * @return true if so
     */
    public boolean isEmpty() {
        return offsets.isEmpty();
    }

    @Override
    public String toString() {
        return "Position{position=" + offsets + "}";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Position position && offsets.equals(position.offsets);
    }

    /**
     * Not available, because the object is mutable.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public int hashCode() {
        throw new UnsupportedOperationException("A Position is mutable and must not be a key of a hash collection.");
    }
}
