package io.millrace.streams.engine.state;

import io.millrace.streams.processor.TaskId;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What a task tells its state.
 *
 * @param task the task
 * @param changelogs the changelog of each store that has one, by store name
 * @param drainOrder store names so that a store comes before those that its changes are written to; stores not named come last
 * @param emission when stores tell of their changes
 * @param isolation what other threads than the owner see
 * @param followed partitions that a store without a changelog is read from, by partition; their positions are kept with the store
 */
public record TaskStateSettings(
        TaskId task,
        Map<String, ChangelogTarget> changelogs,
        List<String> drainOrder,
        Emission emission,
        Isolation isolation,
        Map<TopicPartition, String> followed) {

    /** When stores tell of their changes. */
    public enum Emission {
        /** At drain, if the store was asked to. */
        AS_ASKED,
        /** On each write, whatever the store was asked to. */
        ON_EACH_WRITE
    }

    /** What other threads than the owner see of the stores. */
    public enum Isolation {
        /** Every write. */
        READ_UNCOMMITTED,
        /** What was applied. */
        READ_COMMITTED
    }

    public TaskStateSettings(
            TaskId task,
            Map<String, ChangelogTarget> changelogs,
            List<String> drainOrder,
            Emission emission,
            Map<TopicPartition, String> followed) {
        this(task, changelogs, drainOrder, emission, Isolation.READ_UNCOMMITTED, followed);
    }

    public TaskStateSettings(TaskId task, Map<String, ChangelogTarget> changelogs, List<String> drainOrder) {
        this(task, changelogs, drainOrder, Emission.AS_ASKED);
    }

    public TaskStateSettings(
            TaskId task, Map<String, ChangelogTarget> changelogs, List<String> drainOrder, Emission emission) {
        this(task, changelogs, drainOrder, emission, Isolation.READ_UNCOMMITTED, Map.of());
    }

    public TaskStateSettings {
        changelogs = Map.copyOf(changelogs);
        drainOrder = List.copyOf(drainOrder);
        followed = Map.copyOf(followed);
    }

    /**
     * The changelog of a store.
     *
     * @param partition where it is
     * @param append whether a drain appends to it; false when it is a source topic, whose records are the changes
     */
    public record ChangelogTarget(TopicPartition partition, boolean append) {}
}
