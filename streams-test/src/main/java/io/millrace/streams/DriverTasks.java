package io.millrace.streams;

import io.millrace.streams.engine.plan.ExecutionPlan;
import io.millrace.streams.engine.plan.StorePlan;
import io.millrace.streams.engine.plan.SubtopologyPlan;
import io.millrace.streams.engine.state.OriginScope;
import io.millrace.streams.engine.state.StateBackends;
import io.millrace.streams.engine.state.TaskState;
import io.millrace.streams.engine.state.TaskStateSettings;
import io.millrace.streams.engine.state.TaskStateSettings.ChangelogTarget;
import io.millrace.streams.engine.state.TaskStateSettings.Emission;
import io.millrace.streams.engine.state.UncommittedBudget;
import io.millrace.streams.engine.state.heap.HeapBackend;
import io.millrace.streams.engine.task.ActiveTask;
import io.millrace.streams.engine.task.TaskServices;
import io.millrace.streams.engine.topology.NodeSpec;
import io.millrace.streams.engine.topology.SourceSpec;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.TaskId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a topology under test: one of each sub-topology, at partition 0, run on the test's thread. After each record they
 * are committed, and what they wrote to topics that the topology reads is processed before anything else.
 */
final class DriverTasks {

    private final CapturedLog log;
    private final ManualClock clock;
    private final List<ActiveTask> tasks = new ArrayList<>();
    private final Map<TopicPartition, ActiveTask> readers = new LinkedHashMap<>();
    private final Map<TopicPartition, Pattern> patterns = new LinkedHashMap<>();
    private final Map<TopicPartition, Long> nextOffsets = new HashMap<>();

    DriverTasks(
            ExecutionPlan plan, TaskServices services, CapturedLog log, ManualClock clock, ScratchDirectory directory) {
        this.log = log;
        this.clock = clock;
        for (SubtopologyPlan subtopology : plan.subtopologies()) {
            add(bindPatterns(subtopology), services, directory);
        }
    }

    /** Patterns stand for a topic of their own name each, because which topics there will be is not known yet. */
    private SubtopologyPlan bindPatterns(SubtopologyPlan subtopology) {
        List<NodeSpec> nodes = new ArrayList<>();
        Set<String> topics = new LinkedHashSet<>(subtopology.sourceTopics());
        for (NodeSpec node : subtopology.nodes()) {
            if (node instanceof SourceSpec source && source.pattern() != null) {
                String name = source.pattern().pattern();
                patterns.put(new TopicPartition(name, 0), source.pattern());
                topics.add(name);
                nodes.add(source.withTopics(List.of(name)));
            } else {
                nodes.add(node);
            }
        }
        return new SubtopologyPlan(
                subtopology.id(), nodes, topics, subtopology.stores(), subtopology.repartitionSinks());
    }

    private void add(SubtopologyPlan subtopology, TaskServices services, ScratchDirectory directory) {
        TaskId id = new TaskId(subtopology.id(), 0);
        Set<TopicPartition> inputs = new LinkedHashSet<>();
        subtopology.sourceTopics().forEach(topic -> inputs.add(new TopicPartition(topic, 0)));
        ActiveTask task = new ActiveTask(id, subtopology, inputs, services, directory.of(id));
        tasks.add(task);
        inputs.forEach(input -> readers.put(input, task));
        Emission emission = services.settings().holdsUpdatesBack() ? Emission.AS_ASKED : Emission.ON_EACH_WRITE;
        task.open(origins -> openState(id, subtopology, emission, origins));
        task.start(Map.of());
    }

    private static TaskState openState(
            TaskId id, SubtopologyPlan subtopology, Emission emission, OriginScope origins) {
        Map<String, ChangelogTarget> changelogs = new HashMap<>();
        for (StorePlan store : subtopology.stores()) {
            String topic = store.changelogTopic();
            if (topic != null) {
                TopicPartition partition = new TopicPartition(topic, id.partition());
                changelogs.put(store.name(), new ChangelogTarget(partition, !store.sourceIsChangelog()));
            }
        }
        List<String> drainOrder =
                subtopology.stores().stream().map(StorePlan::name).toList();
        // State lives on the heap whatever the store asks for: it is gone with the driver anyway, and starts in no
        // time.
        StateBackends backends = new StateBackends(task -> new HeapBackend(), task -> new HeapBackend());
        return new TaskState(
                new TaskStateSettings(id, changelogs, drainOrder, emission),
                backends,
                origins,
                new UncommittedBudget(Long.MAX_VALUE));
    }

    private @Nullable TopicPartition partitionOf(String topic) {
        TopicPartition named = new TopicPartition(topic, 0);
        if (readers.containsKey(named) && !patterns.containsKey(named)) {
            return named;
        }
        for (Map.Entry<TopicPartition, Pattern> pattern : patterns.entrySet()) {
            if (pattern.getValue().matcher(topic).matches()) {
                return pattern.getKey();
            }
        }
        return null;
    }

    /**
     * Processes a record and everything it causes.
     *
     * @throws IllegalArgumentException if the topology does not read its topic
     */
    void process(RawRecord record) {
        enqueue(record);
        processQueued();
    }

    /** Calls the punctuations that are due by wall-clock time, and processes everything they cause. */
    void punctuateWallClock() {
        for (ActiveTask task : tasks) {
            task.punctuateWallClock(clock.nowMs());
        }
        commit();
        processQueued();
    }

    private void enqueue(RawRecord record) {
        TopicPartition partition = partitionOf(record.topic());
        ActiveTask reader = partition == null ? null : readers.get(partition);
        if (partition == null || reader == null) {
            throw new IllegalArgumentException("Unknown topic: " + record.topic() + "; the topology reads "
                    + readers.keySet().stream()
                            .map(TopicPartition::topic)
                            .sorted()
                            .toList() + ".");
        }
        long offset = nextOffsets.merge(new TopicPartition(record.topic(), 0), 1L, Long::sum) - 1;
        reader.enqueue(partition, List.of(raw(record, offset)));
    }

    private static ConsumerRecord<byte[], byte[]> raw(RawRecord record, long offset) {
        return new ConsumerRecord<>(
                record.topic(),
                0,
                offset,
                record.timestampMs(),
                TimestampType.CREATE_TIME,
                sizeOf(record.key()),
                sizeOf(record.value()),
                record.key(),
                record.value(),
                record.headers(),
                Optional.empty());
    }

    private static int sizeOf(byte @Nullable [] bytes) {
        return bytes == null ? ConsumerRecord.NULL_SIZE : bytes.length;
    }

    private void processQueued() {
        boolean progress = true;
        while (progress) {
            progress = false;
            for (ActiveTask task : tasks) {
                progress |= task.process(1, clock.nowMs()) > 0;
                commit();
            }
        }
    }

    private void commit() {
        Map<TopicPartition, Long> changelogEnds = Map.of();
        List<ActiveTask> dirty = tasks.stream().filter(ActiveTask::needsCommit).toList();
        dirty.forEach(ActiveTask::drain);
        if (!dirty.isEmpty()) {
            changelogEnds = log.publish(Map.of());
        }
        for (ActiveTask task : dirty) {
            task.committed(changelogEnds);
        }
        for (RawRecord record = log.takeSent(); record != null; record = log.takeSent()) {
            if (partitionOf(record.topic()) != null) {
                enqueue(record.copy());
            }
        }
    }

    /** The stores of all tasks, by name. */
    Map<String, StateStore> stores() {
        Map<String, StateStore> stores = new HashMap<>();
        tasks.forEach(task -> stores.putAll(task.stores()));
        return stores;
    }

    /** Commits and closes all tasks. */
    void close() {
        commit();
        RuntimeException failure = null;
        for (ActiveTask task : tasks) {
            try {
                task.close();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
