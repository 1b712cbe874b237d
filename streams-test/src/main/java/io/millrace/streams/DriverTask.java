package io.millrace.streams;

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
import io.millrace.streams.errors.TopologyException;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.TaskId;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * The topology under test as one task, run on the test's thread: all sub-topologies together, at partition 0. So they share
 * stream time, and of the records that wait in any of their inputs the earliest is processed first, as with the driver of Kafka
 * Streams; in production each sub-topology is a task of its own. After each record the task is committed, and what it wrote to
 * topics that the topology reads is put in the queue.
 */
final class DriverTask {

    private static final TaskId ID = new TaskId(0, 0);

    private final CapturedLog log;
    private final ManualClock clock;
    private final DriverGlobals globals;
    private final ActiveTask task;
    private final Map<String, Pattern> patterns = new LinkedHashMap<>();
    private final Map<String, Long> nextOffsets = new HashMap<>();

    DriverTask(
            SubtopologyPlan whole,
            TaskServices services,
            DriverGlobals globals,
            CapturedLog log,
            ManualClock clock,
            ScratchDirectory directory) {
        this.log = log;
        this.clock = clock;
        this.globals = globals;
        SubtopologyPlan merged = bound(whole);
        Set<TopicPartition> inputs = new LinkedHashSet<>();
        merged.sourceTopics().forEach(topic -> inputs.add(new TopicPartition(topic, 0)));
        this.task = new ActiveTask(ID, merged, inputs, services, directory.of(ID));
        if (hasPersistentStore(merged)) {
            directory.create(ID);
        }
        Emission emission = services.settings().holdsUpdatesBack() ? Emission.AS_ASKED : Emission.ON_EACH_WRITE;
        task.open(origins -> openState(merged, emission, origins));
        task.start(Map.of());
    }

    /** Told before any store is opened, because one of the user's own may want to open files at once. */
    private static boolean hasPersistentStore(SubtopologyPlan plan) {
        return plan.stores().stream().anyMatch(store -> store.builder().build().persistent());
    }

    private SubtopologyPlan bound(SubtopologyPlan whole) {
        List<NodeSpec> nodes = whole.nodes().stream().map(this::bound).toList();
        Set<String> topics = new LinkedHashSet<>(whole.sourceTopics());
        topics.addAll(patterns.keySet());
        return new SubtopologyPlan(whole.id(), nodes, topics, whole.stores(), whole.repartitionSinks());
    }

    /** A pattern stands for one topic of its own name, because which topics there will be is not known yet. */
    private NodeSpec bound(NodeSpec node) {
        if (node instanceof SourceSpec source && source.pattern() != null) {
            String name = source.pattern().pattern();
            patterns.put(name, source.pattern());
            return source.withTopics(List.of(name));
        }
        return node;
    }

    private static TaskState openState(SubtopologyPlan plan, Emission emission, OriginScope origins) {
        Map<String, ChangelogTarget> changelogs = new HashMap<>();
        for (StorePlan store : plan.stores()) {
            String topic = store.changelogTopic();
            if (topic != null) {
                changelogs.put(
                        store.name(),
                        new ChangelogTarget(new TopicPartition(topic, ID.partition()), !store.sourceIsChangelog()));
            }
        }
        List<String> drainOrder = plan.stores().stream().map(StorePlan::name).toList();
        // State lives on the heap whatever the store asks for: it is gone with the driver anyway, and starts in no
        // time.
        StateBackends backends = new StateBackends(task -> new HeapBackend(), task -> new HeapBackend());
        return new TaskState(
                new TaskStateSettings(ID, changelogs, drainOrder, emission),
                backends,
                origins,
                new UncommittedBudget(Long.MAX_VALUE));
    }

    private @Nullable TopicPartition inputOf(String topic) {
        TopicPartition named = new TopicPartition(topic, 0);
        if (task.inputs().contains(named) && !patterns.containsKey(topic)) {
            return named;
        }
        for (Map.Entry<String, Pattern> pattern : patterns.entrySet()) {
            if (pattern.getValue().matcher(topic).matches()) {
                return new TopicPartition(pattern.getKey(), 0);
            }
        }
        return null;
    }

    /**
     * Processes a record and everything it causes.
     *
     * @throws IllegalArgumentException if the topology does not read its topic
     * @throws TopologyException if it looks as if a topic name was meant to be a pattern
     */
    void process(RawRecord record) {
        if (!take(record)) {
            throw unread(record.topic());
        }
        processQueued();
    }

    /** Queues a record for the task that reads its topic, or hands it to the global store that does; false if none does. */
    private boolean take(RawRecord record) {
        TopicPartition input = inputOf(record.topic());
        if (input != null) {
            task.enqueue(input, List.of(raw(record)));
            return true;
        }
        if (globals.topics().contains(record.topic())) {
            globals.process(raw(record));
            return true;
        }
        return false;
    }

    private RuntimeException unread(String topic) {
        List<String> read = Stream.concat(task.inputs().stream().map(TopicPartition::topic), globals.topics().stream())
                .sorted()
                .toList();
        for (String name : read) {
            if (!patterns.containsKey(name) && looksLikePatternOf(name, topic)) {
                return new TopologyException("Topology add source of type String for topic: " + name
                        + " cannot contain regex pattern for input record topic: " + topic
                        + " and hence cannot process the message.");
            }
        }
        return new IllegalArgumentException("Unknown topic: " + topic + "; the topology reads " + read + ".");
    }

    private static boolean looksLikePatternOf(String name, String topic) {
        try {
            return Pattern.matches(name, topic);
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    /** Calls the punctuations that are due by wall-clock time, and processes everything they cause. */
    void punctuateWallClock() {
        task.punctuateWallClock(clock.nowMs());
        commit();
        processQueued();
    }

    private ConsumerRecord<byte[], byte[]> raw(RawRecord record) {
        long offset = nextOffsets.merge(record.topic(), 1L, Long::sum) - 1;
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
        while (task.process(1, clock.nowMs()) > 0) {
            commit();
        }
        // A record that was skipped is not processed, but its position is committed.
        commit();
    }

    private void commit() {
        if (task.needsCommit()) {
            task.drain();
            task.committed(log.publish(task::positions));
        }
        for (RawRecord record = log.takeSent(); record != null; record = log.takeSent()) {
            take(record.copy());
        }
    }

    /** The stores by name, global ones included. */
    Map<String, StateStore> stores() {
        Map<String, StateStore> stores = new LinkedHashMap<>(task.stores());
        stores.putAll(globals.stores());
        return Collections.unmodifiableMap(stores);
    }

    /** Closes processors and stores; everything that succeeded was committed before. */
    void close() {
        try {
            task.close();
        } finally {
            globals.close();
        }
    }
}
