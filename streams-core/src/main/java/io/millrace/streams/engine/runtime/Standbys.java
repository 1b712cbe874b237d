package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.plan.SubtopologyPlan;
import io.millrace.streams.engine.task.ActiveTask;
import io.millrace.streams.engine.task.StandbyTask;
import io.millrace.streams.errors.TaskCorruptedException;
import io.millrace.streams.processor.TaskId;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The standby tasks of a worker, from when the group's leader asks for them until it does no more or they become active. While they follow
 * their changelogs they are the restore worker's. Owned by the worker's thread.
 */
final class Standbys implements TaskOpener.Predecessors {

    private static final Logger log = LoggerFactory.getLogger(Standbys.class);

    private final TaskOpener opener;
    private final RestoreDesk restores;
    private final WorkerObserver observer;
    private final Map<TaskId, StandbyTask> following = new TreeMap<>();

    /** Active tasks that were made of a standby task which the restore worker still follows. */
    private final Set<ActiveTask> promoting = Collections.newSetFromMap(new IdentityHashMap<>());

    private Set<TaskId> wanted = Set.of();

    Standbys(TaskOpener opener, RestoreDesk restores, WorkerObserver observer) {
        this.opener = opener;
        this.restores = restores;
        this.observer = observer;
    }

    /** These tasks shall be followed from now on, and no others. */
    void want(Set<TaskId> tasks) {
        wanted = new TreeSet<>(tasks);
        for (TaskId id : Set.copyOf(following.keySet())) {
            if (!wanted.contains(id)) {
                following.remove(id);
                restores.recall(id);
            }
        }
        changed();
    }

    /** Opens those that are wanted and can be had: an active task of this worker comes first, as does an earlier owner of the place. */
    void openWaiting(Predicate<TaskId> active) {
        boolean opened = false;
        for (TaskId id : wanted) {
            if (!following.containsKey(id) && !active.test(id)) {
                opened |= tryOpen(id);
            }
        }
        if (opened) {
            changed();
        }
    }

    private boolean tryOpen(TaskId id) {
        StandbyTask task;
        try {
            task = opener.tryOpenStandby(id);
        } catch (TaskCorruptedException e) {
            log.warn("The state of standby task {} will be loaded anew", id, e);
            return false;
        }
        if (task == null) {
            log.debug("Standby task {} waits for its place, which its previous owner still has", id);
            return false;
        }
        following.put(id, task);
        restores.follow(task);
        return true;
    }

    @Override
    public @Nullable ActiveTask promote(TaskId id, SubtopologyPlan resolved, Set<TopicPartition> inputs) {
        StandbyTask standby = following.remove(id);
        if (standby == null) {
            return null;
        }
        ActiveTask active = standby.promote(resolved, inputs);
        opener.promoted(standby, active);
        promoting.add(active);
        changed();
        return active;
    }

    /** An active task was given to the restore worker, which ends following its standby task if it does. */
    void handedOver(ActiveTask task) {
        promoting.remove(task);
    }

    /**
     * The restore worker handed a standby task back, because it was recalled or because of a failure. Its place is free if nobody took its
     * stores over; if it is damaged, it is opened anew at the next step. Any other failure is the worker's, and thrown.
     *
     * @return the active task that had taken the stores over, but was not given to the restore worker yet: it comes back in place of the
     *     standby task; null if there is none
     */
    @Nullable
    ActiveTask returned(StandbyTask task, @Nullable RuntimeException cause) {
        ActiveTask successor = task.successor();
        if (successor != null) {
            return promoting.remove(successor) ? successor : restoredFurther(task, cause);
        }
        following.remove(task.id(), task);
        opener.close(task);
        changed();
        if (cause instanceof TaskCorruptedException) {
            log.warn("The state of standby task {} is loaded anew", task.id(), cause);
        } else if (cause != null) {
            throw cause;
        }
        return null;
    }

    /** The restore worker has the successor already, and will answer for it. */
    private @Nullable ActiveTask restoredFurther(StandbyTask task, @Nullable RuntimeException cause) {
        if (cause != null) {
            log.warn(
                    "Standby task {} failed when its stores were about to become those of the active task, which are"
                            + " restored all the same",
                    task.id(),
                    cause);
        }
        return null;
    }

    private void changed() {
        observer.standbysChanged(following.values());
    }
}
