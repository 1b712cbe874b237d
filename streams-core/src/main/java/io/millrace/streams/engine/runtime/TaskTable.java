package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.runtime.InputGate.Level;
import io.millrace.streams.engine.task.ActiveTask;
import io.millrace.streams.engine.task.TaskPhase;
import io.millrace.streams.processor.TaskId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The tasks a worker was given, by id and by input partition. Owned by the worker's thread. */
final class TaskTable implements InputGate.Queues {

    private final Map<TaskId, ActiveTask> byId = new TreeMap<>();
    private final Map<TopicPartition, ActiveTask> byInput = new HashMap<>();
    private List<ActiveTask> running = List.of();

    void add(ActiveTask task) {
        byId.put(task.id(), task);
        task.inputs().forEach(input -> byInput.put(input, task));
    }

    /** Removes this task, not another with the same id, which may have come in its place. */
    void remove(ActiveTask task) {
        byId.remove(task.id(), task);
        task.inputs().forEach(input -> byInput.remove(input, task));
        phasesChanged();
    }

    @Nullable
    ActiveTask byId(TaskId id) {
        return byId.get(id);
    }

    @Nullable
    ActiveTask reading(TopicPartition input) {
        return byInput.get(input);
    }

    Collection<ActiveTask> all() {
        return List.copyOf(byId.values());
    }

    /** The tasks that process, in the order of their ids. */
    List<ActiveTask> running() {
        return running;
    }

    /** The tasks in a phase. */
    List<ActiveTask> in(TaskPhase phase) {
        List<ActiveTask> found = new ArrayList<>();
        for (ActiveTask task : byId.values()) {
            if (task.phase() == phase) {
                found.add(task);
            }
        }
        return found;
    }

    @Override
    public long queuedBytes() {
        long bytes = 0;
        for (ActiveTask task : byId.values()) {
            bytes += task.queuedBytes();
        }
        return bytes;
    }

    @Override
    public List<TopicPartition> waiting() {
        List<TopicPartition> waiting = new ArrayList<>();
        for (ActiveTask task : byId.values()) {
            waiting.addAll(task.waiting());
        }
        return waiting;
    }

    @Override
    public Level level(TopicPartition input) {
        ActiveTask task = byInput.get(input);
        if (task == null) {
            return Level.GONE;
        }
        if (task.isEmpty(input)) {
            return Level.EMPTY;
        }
        return task.isFull(input) ? Level.FULL : Level.SOME;
    }

    /** Must be called after a task changed its phase. */
    void phasesChanged() {
        running = List.copyOf(in(TaskPhase.RUNNING));
    }

    boolean allRunning() {
        return running.size() == byId.size();
    }
}
