package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.assign.MemberSubscription;
import io.millrace.streams.engine.restore.RestoreProgress;
import io.millrace.streams.engine.task.TaskPhase;
import io.millrace.streams.processor.TaskId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
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

    /** All tasks, each as {@link MemberSubscription#stored()} has it. */
    Map<TaskId, Long> offsetSums() {
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
