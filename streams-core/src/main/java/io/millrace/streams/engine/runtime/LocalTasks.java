package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.assign.MemberSubscription;
import io.millrace.streams.engine.restore.RestoreProgress;
import io.millrace.streams.engine.task.TaskPhase;
import io.millrace.streams.processor.TaskId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The tasks whose state this instance has, and how old it is: what its members tell the group's leader. Any thread may use it. */
final class LocalTasks {

    private final Map<String, Tasks> byWorker = new ConcurrentHashMap<>();

    /** What a worker tells of its tasks, to any thread. */
    interface Tasks {

        /** Those it runs, or will run. */
        Collection<TaskView> tasks();

        /** Those it follows. */
        Collection<TaskView> standbys();

        /** How far those are that are restored. */
        Map<TaskId, RestoreProgress> restoreProgress();

        /** How far those are that are followed. */
        Map<TaskId, RestoreProgress> followed();
    }

    void add(String worker, Tasks tasks) {
        byWorker.put(worker, tasks);
    }

    void remove(String worker) {
        byWorker.remove(worker);
    }

    /** The tasks that a worker follows. */
    Set<TaskId> standbysOf(String worker) {
        Tasks tasks = byWorker.get(worker);
        return tasks == null
                ? Set.of()
                : tasks.standbys().stream().map(TaskView::id).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * All tasks whose state the process has, each as {@link MemberSubscription#stored()} has it. Of a task whose progress is not known, or
     * only in part, what is known of its disk counts if that is more.
     *
     * @param homes where the process keeps state
     * @param changelogs those of a task; none if it is not in the topology
     */
    Map<TaskId, Long> stored(TaskHomes homes, Function<TaskId, Set<TopicPartition>> changelogs) {
        Map<TaskId, Long> stored = new HashMap<>();
        homes.storedTasks().forEach(task -> stored.put(task, sum(homes.storedPositions(task), changelogs.apply(task))));
        offsetSums()
                .forEach((task, sum) -> stored.merge(
                        task,
                        sum,
                        (disk, now) -> now == MemberSubscription.RUNNING ? now : Long.valueOf(Math.max(disk, now))));
        return stored;
    }

    /** What is not there starts from nothing; of a topology that changed, only what it has still counts. */
    private static long sum(Map<TopicPartition, Long> positions, Set<TopicPartition> changelogs) {
        List<Long> known =
                changelogs.stream().map(positions::get).filter(Objects::nonNull).toList();
        return known.isEmpty()
                ? MemberSubscription.UNKNOWN
                : known.stream().mapToLong(Long::longValue).sum();
    }

    private Map<TaskId, Long> offsetSums() {
        Map<TaskId, Long> sums = new HashMap<>();
        for (Tasks worker : byWorker.values()) {
            Map<TaskId, RestoreProgress> followed = worker.followed();
            worker.standbys().forEach(task -> sums.put(task.id(), sum(followed.get(task.id()))));
        }
        for (Tasks worker : byWorker.values()) {
            Map<TaskId, RestoreProgress> restored = worker.restoreProgress();
            for (TaskView task : worker.tasks()) {
                boolean runs = task.phase() == TaskPhase.RUNNING;
                sums.put(task.id(), runs ? MemberSubscription.RUNNING : sum(restored.get(task.id())));
            }
        }
        return sums;
    }

    private static long sum(@Nullable RestoreProgress progress) {
        if (progress == null || progress.changelogs().isEmpty()) {
            return MemberSubscription.UNKNOWN;
        }
        return progress.changelogs().stream()
                .mapToLong(changelog -> changelog.offsets().next())
                .sum();
    }
}
