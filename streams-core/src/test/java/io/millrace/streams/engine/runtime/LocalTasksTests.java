package io.millrace.streams.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.engine.assign.MemberSubscription;
import io.millrace.streams.engine.restore.RestoreProgress;
import io.millrace.streams.engine.task.TaskPhase;
import io.millrace.streams.processor.TaskId;
import java.io.File;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LocalTasksTests {

    private static final TaskId RUNNING = new TaskId(0, 0);
    private static final TaskId RESTORING = new TaskId(0, 1);
    private static final TaskId OPENING = new TaskId(0, 2);
    private static final TaskId FOLLOWED = new TaskId(0, 3);

    private final LocalTasks tasks = new LocalTasks();
    private final Homes homes = new Homes();

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

        assertThat(stored())
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

        assertThat(stored()).isEmpty();
        assertThat(tasks.standbysOf("one")).isEmpty();
    }

    @Test
    void whatIsOnTheDiskIsToldAsFarAsTheTopologyStillHasIt() {
        homes.positions.put(RUNNING, Map.of(log(0, 0), 30L, log(1, 0), 12L, log(7, 0), 99L));
        homes.positions.put(RESTORING, Map.of(log(0, 1), 30L));
        homes.positions.put(OPENING, Map.of());
        homes.positions.put(FOLLOWED, Map.of(log(7, 3), 99L));

        assertThat(stored())
                .containsOnly(
                        Map.entry(RUNNING, 42L),
                        Map.entry(RESTORING, 30L),
                        Map.entry(OPENING, MemberSubscription.UNKNOWN),
                        Map.entry(FOLLOWED, MemberSubscription.UNKNOWN));
    }

    @Test
    void theDiskCountsForATaskWhoseProgressIsNotKnownOrOnlyInPart() {
        homes.positions.put(RUNNING, Map.of(log(0, 0), 30L));
        homes.positions.put(RESTORING, Map.of(log(0, 1), 30L, log(1, 1), 5L));
        homes.positions.put(OPENING, Map.of(log(0, 2), 30L));
        homes.positions.put(FOLLOWED, Map.of(log(0, 3), 30L));
        tasks.add(
                "one",
                new Worker(
                        List.of(
                                view(RUNNING, TaskPhase.RUNNING),
                                view(RESTORING, TaskPhase.RESTORING),
                                view(OPENING, TaskPhase.CREATED)),
                        List.of(view(FOLLOWED, TaskPhase.RESTORING)),
                        Map.of(RESTORING, progress(RESTORING, 7)),
                        Map.of(FOLLOWED, progress(FOLLOWED, 100))));

        assertThat(stored())
                .containsOnly(
                        Map.entry(RUNNING, MemberSubscription.RUNNING),
                        Map.entry(RESTORING, 35L),
                        Map.entry(OPENING, 30L),
                        Map.entry(FOLLOWED, 100L));
    }

    private Map<TaskId, Long> stored() {
        return tasks.stored(homes, task -> Set.of(log(0, task.partition()), log(1, task.partition())));
    }

    private static TopicPartition log(int number, int partition) {
        return new TopicPartition("log-" + number, partition);
    }

    private static final class Homes implements TaskHomes {

        private final Map<TaskId, Map<TopicPartition, Long>> positions = new HashMap<>();

        @Override
        public UUID processId() {
            return new UUID(0, 1);
        }

        @Override
        public Set<TaskId> storedTasks() {
            return positions.keySet();
        }

        @Override
        public Map<TopicPartition, Long> storedPositions(TaskId task) {
            return positions.getOrDefault(task, Map.of());
        }

        @Override
        public File pathOf(TaskId task) {
            return new File(task.toString());
        }

        @Override
        public Optional<Runnable> tryLock(TaskId task) {
            return Optional.empty();
        }
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
