package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.plan.ExecutionPlan;
import io.millrace.streams.engine.plan.StorePlan;
import io.millrace.streams.engine.plan.SubtopologyPlan;
import io.millrace.streams.engine.state.OriginScope;
import io.millrace.streams.engine.state.StateBackends;
import io.millrace.streams.engine.state.TaskState;
import io.millrace.streams.engine.state.TaskStateSettings;
import io.millrace.streams.engine.state.TaskStateSettings.ChangelogTarget;
import io.millrace.streams.engine.state.TaskStateSettings.Emission;
import io.millrace.streams.engine.state.TaskStateSettings.Isolation;
import io.millrace.streams.engine.state.UncommittedBudget;
import io.millrace.streams.engine.task.ActiveTask;
import io.millrace.streams.engine.task.StandbyTask;
import io.millrace.streams.engine.task.TaskServices;
import io.millrace.streams.processor.TaskId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Makes the tasks of one worker and opens their state. Owned by the worker's thread. */
final class TaskOpener {

    private final ExecutionPlan plan;
    private final TaskServices services;
    private final TaskHomes homes;
    private final StateBackends backends;
    private final UncommittedBudget budget;
    private final IdentityHashMap<Object, Runnable> leases = new IdentityHashMap<>();

    /** Where an active task may come from, other than from nothing. */
    interface Predecessors {

        /** Makes an active task of the standby task of this id; null if there is none. */
        @Nullable
        ActiveTask promote(TaskId id, SubtopologyPlan resolved, Set<TopicPartition> inputs);
    }

    TaskOpener(
            ExecutionPlan plan,
            TaskServices services,
            TaskHomes homes,
            StateBackends backends,
            UncommittedBudget budget) {
        this.plan = plan;
        this.services = services;
        this.homes = homes;
        this.backends = backends;
        this.budget = budget;
    }

    /** The task that a partition belongs to. */
    TaskId taskReading(TopicPartition partition) {
        SubtopologyPlan reader = plan.readerOf(partition.topic())
                .orElseThrow(() -> new IllegalStateException("Assigned " + partition + ", which nothing reads"));
        return new TaskId(reader.id(), partition.partition());
    }

    /** Makes the tasks that read these partitions, of standby tasks where there are. */
    List<ActiveTask> create(Collection<TopicPartition> partitions, Predecessors standbys) {
        Map<TaskId, Set<TopicPartition>> inputs = new TreeMap<>();
        for (TopicPartition partition : partitions) {
            inputs.computeIfAbsent(taskReading(partition), id -> new HashSet<>())
                    .add(partition);
        }
        List<ActiveTask> tasks = new ArrayList<>();
        inputs.forEach((id, sources) -> {
            SubtopologyPlan resolved = resolved(id, sources);
            ActiveTask promoted = standbys.promote(id, resolved, sources);
            tasks.add(promoted == null ? new ActiveTask(id, resolved, sources, services, homes.pathOf(id)) : promoted);
        });
        return tasks;
    }

    /** The task's part of the topology, in which patterns stand for those of its inputs that match. */
    private SubtopologyPlan resolved(TaskId id, Set<TopicPartition> inputs) {
        SubtopologyPlan subtopology = subtopology(id);
        if (!plan.hasPatterns()) {
            return subtopology;
        }
        Set<String> topics = new LinkedHashSet<>();
        inputs.forEach(input -> topics.add(input.topic()));
        topics.removeAll(subtopology.sourceTopics());
        return subtopology.resolve(topics);
    }

    /** Opens the task's state, unless its place still belongs to an earlier owner in this process. */
    boolean tryOpen(ActiveTask task) {
        SubtopologyPlan subtopology = subtopology(task.id());
        if (!subtopology.stores().isEmpty()) {
            Optional<Runnable> lease = homes.tryLock(task.id());
            if (lease.isEmpty()) {
                return false;
            }
            leases.put(task, lease.get());
        }
        task.open(origins -> open(task.id(), subtopology, origins));
        return true;
    }

    /** Makes a standby task and opens its stores; null if their place still belongs to an earlier owner in this process. */
    @Nullable
    StandbyTask tryOpenStandby(TaskId id) {
        Optional<Runnable> lease = homes.tryLock(id);
        if (lease.isEmpty()) {
            return null;
        }
        SubtopologyPlan subtopology = subtopology(id);
        StandbyTask task = new StandbyTask(id, subtopology, services, homes.pathOf(id));
        leases.put(task, lease.get());
        try {
            task.open(origins -> open(id, subtopology, origins));
        } catch (RuntimeException e) {
            try {
                close(task);
            } catch (RuntimeException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
        return task;
    }

    /** The place of a standby task is that of an active task now. */
    void promoted(StandbyTask standby, ActiveTask active) {
        Runnable release = leases.remove(standby);
        if (release != null) {
            leases.put(active, release);
        }
    }

    /** Closes a standby task and frees its place. */
    void close(StandbyTask task) {
        try {
            task.close();
        } finally {
            free(task);
        }
    }

    /** Frees the place of a task that was closed. */
    void closed(ActiveTask task) {
        free(task);
    }

    private void free(Object owner) {
        Runnable release = leases.remove(owner);
        if (release != null) {
            release.run();
        }
    }

    private TaskState open(TaskId id, SubtopologyPlan subtopology, OriginScope origins) {
        Map<String, ChangelogTarget> changelogs = new HashMap<>();
        for (StorePlan store : subtopology.stores()) {
            String topic = store.changelogTopic();
            if (topic != null) {
                changelogs.put(
                        store.name(),
                        new ChangelogTarget(new TopicPartition(topic, id.partition()), !store.sourceIsChangelog()));
            }
        }
        List<String> drainOrder =
                subtopology.stores().stream().map(StorePlan::name).toList();
        Emission emission = services.settings().holdsUpdatesBack() ? Emission.AS_ASKED : Emission.ON_EACH_WRITE;
        Isolation isolation =
                services.settings().queriesSeeCommitted() ? Isolation.READ_COMMITTED : Isolation.READ_UNCOMMITTED;
        return new TaskState(
                new TaskStateSettings(id, changelogs, drainOrder, emission, isolation, Map.of()),
                backends,
                origins,
                budget);
    }

    private SubtopologyPlan subtopology(TaskId id) {
        for (SubtopologyPlan subtopology : plan.subtopologies()) {
            if (subtopology.id() == id.subtopology()) {
                return subtopology;
            }
        }
        throw new IllegalStateException("Task " + id + " belongs to no sub-topology of this application");
    }
}
