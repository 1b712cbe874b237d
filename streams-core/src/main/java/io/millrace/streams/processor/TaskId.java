package io.millrace.streams.processor;

import io.millrace.streams.errors.TaskIdFormatException;
import java.util.Comparator;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names a task: one sub-topology at one partition. Written {@code 0_3} for sub-topology 0 and partition 3. Ids are ordered by
 * sub-topology, then by partition.
 */
public class TaskId implements Comparable<TaskId> {

    /** Stands between the name of a topology and the rest of the id. */
    public static final String NAMED_TOPOLOGY_DELIMITER = "__";

    private static final Pattern FORMAT = Pattern.compile("(?:((?:(?!__).)*)__)?(-?\\d+)_(-?\\d+)");
    private static final Comparator<TaskId> BY_NUMBERS =
            Comparator.comparingInt(TaskId::subtopology).thenComparingInt(TaskId::partition);

    private final int subtopology;
    private final int partition;
    private final @Nullable String topologyName;

    /**
     * Names the task of a sub-topology and a partition.
     *
     * @param subtopology the number of the sub-topology
     * @param partition the number of the partition
     */
    public TaskId(int subtopology, int partition) {
        this(subtopology, partition, null);
    }

    /**
     * Names the task of a sub-topology of a named topology, and a partition.
     *
     * @param subtopology the number of the sub-topology
     * @param partition the number of the partition
     * @param topologyName the name of the topology; null or empty for none
     */
    public TaskId(int subtopology, int partition, @Nullable String topologyName) {
        this.subtopology = subtopology;
        this.partition = partition;
        this.topologyName = topologyName == null || topologyName.isEmpty() ? null : topologyName;
    }

    /**
     * The number of the sub-topology.
     *
     * @return the number, from 0
     */
    public int subtopology() {
        return subtopology;
    }

    /**
     * The number of the partition.
     *
     * @return the number, from 0
     */
    public int partition() {
        return partition;
    }

    /**
     * The name of the topology.
     *
     * @return the name, or null if the topology has none
     */
    public @Nullable String topologyName() {
        return topologyName;
    }

    @Override
    public String toString() {
        String numbers = subtopology + "_" + partition;
        return topologyName == null ? numbers : topologyName + NAMED_TOPOLOGY_DELIMITER + numbers;
    }

    /**
     * Reads an id as {@link #toString()} writes it.
     *
     * @param taskIdStr the text, such as {@code 0_3}
     * @return the id
     * @throws TaskIdFormatException if the text is no task id
     */
    public static TaskId parse(String taskIdStr) {
        Matcher matcher = FORMAT.matcher(taskIdStr);
        if (!matcher.matches()) {
            throw new TaskIdFormatException(taskIdStr);
        }
        try {
            return new TaskId(Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3)), matcher.group(1));
        } catch (NumberFormatException e) {
            throw new TaskIdFormatException(taskIdStr, e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TaskId id
                && subtopology == id.subtopology
                && partition == id.partition
                && Objects.equals(topologyName, id.topologyName);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * subtopology + partition) + Objects.hashCode(topologyName);
    }

    /**
     * Compares by name of the topology, sub-topology and partition.
     *
     * @throws IllegalStateException if one id has the name of a topology and the other has not
     */
    @Override
    public int compareTo(TaskId other) {
        if (topologyName == null && other.topologyName == null) {
            return BY_NUMBERS.compare(this, other);
        }
        if (topologyName == null || other.topologyName == null) {
            throw new IllegalStateException(
                    "Task ids " + this + " and " + other + " have no order: only one of them names its topology.");
        }
        int byName = topologyName.compareTo(other.topologyName);
        return byName != 0 ? byName : BY_NUMBERS.compare(this, other);
    }
}
