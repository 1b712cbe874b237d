package io.millrace.streams.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.engine.assign.MemberSubscription;
import io.millrace.streams.engine.restore.RestoreProgress;
import io.millrace.streams.engine.task.TaskPhase;
import io.millrace.streams.processor.TaskId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LocalTasksTests {

    private static final TaskId RUNNING = new TaskId(0, 0);
    private static final TaskId RESTORING = new TaskId(0, 1);
    private static final TaskId OPENING = new TaskId(0, 2);
    private static final TaskId FOLLOWED = new TaskId(0, 3);

    private final LocalTasks tasks = new LocalTasks();

    @Test
    void tellsOfEachTaskHowFarItsStateIs() {
        tasks.add(
                "one",
                new Worker(
                        List.of(
                                view(RUNNING, TaskPhase.RUNNING),
                                view(RESTORING, TaskPhase.RESTORING),
                                view(OPENING, TaskPhase.CREATED)),
                        List.of(),
                        Map.of(RESTORING, progress(RESTORING, 7, 5)),
                        Map.of()));
        tasks.add(
                "two",
                new Worker(
                        List.of(),
                        List.of(view(FOLLOWED, TaskPhase.RESTORING)),
                        Map.of(),
                        Map.of(FOLLOWED, progress(FOLLOWED, 100))));

        assertThat(tasks.offsetSums())
                .containsOnly(
                        Map.entry(RUNNING, MemberSubscription.RUNNING),
                        Map.entry(RESTORING, 12L),
                        Map.entry(OPENING, MemberSubscription.UNKNOWN),
                        Map.entry(FOLLOWED, 100L));
        assertThat(tasks.standbysOf("one")).isEmpty();
        assertThat(tasks.standbysOf("two")).containsExactly(FOLLOWED);
    }

    @Test
    void aWorkerThatIsGoneTellsNothing() {
        tasks.add("one", new Worker(List.of(view(RUNNING, TaskPhase.RUNNING)), List.of(), Map.of(), Map.of()));

        tasks.remove("one");

        assertThat(tasks.offsetSums()).isEmpty();
        assertThat(tasks.standbysOf("one")).isEmpty();
    }

    private static TaskView view(TaskId id, TaskPhase phase) {
        return new TaskView(id, Set.of(), phase);
    }

    private static RestoreProgress progress(TaskId id, long... nexts) {
        List<RestoreProgress.Changelog> changelogs = new ArrayList<>();
        for (long next : nexts) {
            TopicPartition changelog = new TopicPartition("log-" + changelogs.size(), id.partition());
            changelogs.add(new RestoreProgress.Changelog(
                    changelog, "store", new RestoreProgress.Offsets(0, next, 1_000), next, 0, 0));
        }
        return new RestoreProgress(id, changelogs);
    }

    private record Worker(
            Collection<TaskView> tasks,
            Collection<TaskView> standbys,
            Map<TaskId, RestoreProgress> restoreProgress,
            Map<TaskId, RestoreProgress> followed)
            implements LocalTasks.Tasks {}
}
