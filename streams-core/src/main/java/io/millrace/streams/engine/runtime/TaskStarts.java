package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.log.LogPosition;
import io.millrace.streams.engine.task.ActiveTask;
import io.millrace.streams.engine.task.TaskPhase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tasks of a worker on their way from being made to running: opened, restored, started. Steps answer whether they changed something.
 * Owned by the worker's thread.
 */
final class TaskStarts {

    private static final Logger log = LoggerFactory.getLogger(TaskStarts.class);

    private final StreamWorker.Parts parts;
    private final TaskTable tasks;
    private final Rewinds rewinds;
    private final Standbys standbys;
    private final List<ActiveTask> opened = new ArrayList<>();
    private final List<ActiveTask> upToDate = new ArrayList<>();

    TaskStarts(StreamWorker.Parts parts, TaskTable tasks, Rewinds rewinds, Standbys standbys) {
        this.parts = parts;
        this.tasks = tasks;
        this.rewinds = rewinds;
        this.standbys = standbys;
    }

    /** Does what can be done now. */
    boolean advance() {
        boolean changed = openWaiting();
        changed |= restoreOpened();
        changed |= startReady();
        return changed;
    }

    /** A task was made of a standby task, whose stores are open. */
    void openedBefore(ActiveTask task) {
        opened.add(task);
    }

    /** The restore worker handed a task back. */
    void cameBack(ActiveTask task) {
        upToDate.add(task);
    }

    /** Takes a task out; answers whether the restore worker had handed it back. */
    boolean forget(ActiveTask task) {
        opened.remove(task);
        return upToDate.remove(task);
    }

    /** Opens the tasks whose places are free by now. */
    private boolean openWaiting() {
        List<ActiveTask> waiting = tasks.in(TaskPhase.CREATED);
        waiting.removeAll(opened);
        waiting.removeAll(upToDate);
        boolean changed = false;
        for (ActiveTask task : waiting) {
            if (!parts.opener().tryOpen(task)) {
                log.debug("Task {} waits for its directory, which its previous owner still has", task.id());
                continue;
            }
            boolean hasNothingToRestore = task.state().changelogs().isEmpty();
            (hasNothingToRestore ? upToDate : opened).add(task);
            changed = true;
        }
        return changed;
    }

    /** Gives the tasks that were opened to the restore worker; tries again at the next step if the broker does not answer. */
    private boolean restoreOpened() {
        Map<TopicPartition, LogPosition> committed = committedInputs(opened);
        if (committed == null) {
            return false;
        }
        for (ActiveTask task : opened) {
            if (task.phase() != TaskPhase.RESTORING) {
                task.restoring();
            }
            parts.restores().restore(task, task.changelogCeilings(committed));
            standbys.handedOver(task);
        }
        opened.clear();
        return true;
    }

    /** Starts the tasks whose state is up to date; tries again at the next step if the broker does not answer. */
    private boolean startReady() {
        Map<TopicPartition, LogPosition> committed = committedInputs(upToDate);
        if (committed == null || !arePlaced(upToDate, committed)) {
            return false;
        }
        for (ActiveTask task : List.copyOf(upToDate)) {
            task.start(committed);
            upToDate.remove(task);
            rewind(task.inputs(), committed);
            parts.source().resume(task.inputs());
            log.info("{} runs task {}", Thread.currentThread().getName(), task.id());
        }
        return true;
    }

    /** A task that runs reads whatever is written from then on, wherever it begins. */
    private boolean arePlaced(List<ActiveTask> ready, Map<TopicPartition, LogPosition> committed) {
        Set<TopicPartition> unread = new HashSet<>();
        ready.forEach(task -> unread.addAll(task.inputs()));
        unread.removeAll(committed.keySet());
        try {
            parts.source().place(unread);
            return true;
        } catch (RetriableException e) {
            log.warn("Waiting for the positions of {}: {}", unread, e.toString());
            return false;
        }
    }

    /** Makes the inputs of a task that starts over be read again from where they were committed. */
    private void rewind(Set<TopicPartition> inputs, Map<TopicPartition, LogPosition> committed) {
        for (TopicPartition input : inputs) {
            Long offset = rewinds.take(input, committed.get(input));
            if (offset != null) {
                parts.source().seek(input, offset);
            }
        }
    }

    /** The committed positions of these tasks' inputs; null if there are no tasks, or if the broker does not answer. */
    private @Nullable Map<TopicPartition, LogPosition> committedInputs(List<ActiveTask> asking) {
        if (asking.isEmpty()) {
            return null;
        }
        Set<TopicPartition> inputs = new HashSet<>();
        asking.forEach(task -> inputs.addAll(task.inputs()));
        try {
            return parts.source().committed(inputs);
        } catch (RetriableException e) {
            log.warn("Waiting for the committed positions of {}: {}", inputs, e.toString());
            return null;
        }
    }
}
