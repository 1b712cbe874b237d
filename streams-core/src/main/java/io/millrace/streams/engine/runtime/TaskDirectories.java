package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.config.EngineSettings;
import io.millrace.streams.engine.plan.ExecutionPlan;
import io.millrace.streams.engine.plan.SubtopologyPlan;
import io.millrace.streams.engine.state.OfColumn;
import io.millrace.streams.engine.state.StateDirectory;
import io.millrace.streams.engine.state.StoreSpec;
import io.millrace.streams.engine.time.Clock;
import io.millrace.streams.processor.TaskId;
import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Where the tasks of this process keep what outlives it. An application that keeps nothing on disk touches no directory, so that any
 * number of its instances can share a machine. Any thread may use it.
 */
final class TaskDirectories implements TaskHomes, AutoCloseable {

    private final EngineSettings settings;
    private final @Nullable StateDirectory directory;
    private final UUID processId;

    private TaskDirectories(EngineSettings settings, @Nullable StateDirectory directory) {
        this.settings = settings;
        this.directory = directory;
        this.processId = directory == null ? UUID.randomUUID() : directory.processId();
    }

    /** Takes the application's directory, if it is needed; fails if another process has it. */
    static TaskDirectories open(EngineSettings settings, Clock clock, boolean keepsStateOnDisk) {
        return new TaskDirectories(settings, keepsStateOnDisk ? directory(settings, clock) : null);
    }

    private static StateDirectory directory(EngineSettings settings, Clock clock) {
        return StateDirectory.open(settings.state().directory(), settings.applicationId(), clock, UUID::randomUUID);
    }

    /** Deletes everything the application kept. */
    static void wipe(EngineSettings settings, Clock clock) {
        try (StateDirectory directory = directory(settings, clock)) {
            directory.wipe();
        }
    }

    @Override
    public UUID processId() {
        return processId;
    }

    @Override
    public Set<TaskId> storedTasks() {
        return directory == null ? Set.of() : directory.existingTasks();
    }

    @Override
    public Map<TopicPartition, Long> storedPositions(TaskId task) {
        return directory == null ? Map.of() : directory.positionsOf(task);
    }

    @Override
    public File pathOf(TaskId task) {
        return directory == null
                ? settings.state()
                        .directory()
                        .resolve(settings.applicationId())
                        .resolve(StateDirectory.nameOf(task))
                        .toFile()
                : directory.pathOf(task).toFile();
    }

    @Override
    public Optional<Runnable> tryLock(TaskId task) {
        return directory == null
                ? Optional.of(() -> {})
                : directory.tryLock(task).map(lease -> lease::close);
    }

    /** Fails if a store that was kept with headers has none now. */
    void requireNoLoss(ExecutionPlan plan) {
        if (directory == null) {
            return;
        }
        Map<Integer, List<StoreSpec>> columns =
                plan.subtopologies().stream().collect(Collectors.toMap(SubtopologyPlan::id, TaskDirectories::columns));
        directory.requireNoLoss(subtopology -> columns.getOrDefault(subtopology, List.of()));
    }

    private static List<StoreSpec> columns(SubtopologyPlan subtopology) {
        return subtopology.stores().stream()
                .map(store -> store.builder().build())
                .flatMap(store -> store instanceof OfColumn kept ? Stream.ofNullable(kept.column()) : Stream.empty())
                .filter(column -> column.backing() == StoreSpec.Backing.PERSISTENT)
                .toList();
    }

    /** The directory, null if nothing is kept. */
    @Nullable
    StateDirectory directory() {
        return directory;
    }

    /** How many directories were set aside because they were damaged or another's. */
    long setAsideCount() {
        return directory == null ? 0 : directory.setAsideCount();
    }

    /** Deletes what unused tasks left behind long enough ago. */
    void clean() {
        if (directory != null) {
            directory.clean(settings.state().cleanupDelay().toMillis());
        }
    }

    @Override
    public void close() {
        if (directory != null) {
            directory.close();
        }
    }
}
