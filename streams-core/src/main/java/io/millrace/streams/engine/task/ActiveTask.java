package io.millrace.streams.engine.task;

import io.millrace.streams.engine.crash.CrashPoint;
import io.millrace.streams.engine.log.CommitMetadata;
import io.millrace.streams.engine.log.LogPosition;
import io.millrace.streams.engine.plan.SubtopologyPlan;
import io.millrace.streams.engine.state.OriginScope;
import io.millrace.streams.engine.state.TaskState;
import io.millrace.streams.engine.task.ErrorDesk.FinalFailureException;
import io.millrace.streams.errors.ProcessorStateException;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.TaskId;
import java.io.File;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A sub-topology at one partition that processes records. Owned by one thread at a time: a stream worker, or the restore worker
 * while it is {@link TaskPhase#RESTORING}; the task is handed over whole.
 */
public final class ActiveTask implements RestorableTask {

    private final TaskId id;
    private final SubtopologyPlan plan;
    private final Set<TopicPartition> inputs;
    private final TaskStores stores;
    private final TaskContext context;
    private final TaskMeters meters;
    private final NodeMeters nodeMeters;
    private final Map<TopicPartition, PartitionQueue> queues = new HashMap<>();
    private @Nullable NodeChain chain;
    private @Nullable InputMerger merger;
    private volatile TaskPhase phase = TaskPhase.CREATED;
    private boolean dirty;
    private boolean anchored;

    /**
     * Describes the task; nothing is opened yet.
     *
     * @param id its id
     * @param plan what it runs
     * @param inputs its input partitions
     * @param services what its worker lends it
     * @param directory where its processors may keep files
     */
    public ActiveTask(
            TaskId id, SubtopologyPlan plan, Set<TopicPartition> inputs, TaskServices services, File directory) {
        this(id, plan, inputs, new TaskStores(id, plan, services, directory));
    }

    /** One with stores that may be open already. */
    ActiveTask(TaskId id, SubtopologyPlan plan, Set<TopicPartition> inputs, TaskStores stores) {
        this.id = id;
        this.plan = plan;
        this.inputs = Collections.unmodifiableSet(new LinkedHashSet<>(inputs));
        this.stores = stores;
        this.context = stores.context();
        this.meters = new TaskMeters(
                TaskStores.scope(id, context.services()), context.services().clock());
        this.nodeMeters = stores.nodeMeters();
    }

    @Override
    public TaskId id() {
        return id;
    }

    /** The input partitions. */
    public Set<TopicPartition> inputs() {
        return inputs;
    }

    /** Where the task is in its life; may be read by any thread. */
    public TaskPhase phase() {
        return phase;
    }

    @Override
    public TaskState state() {
        return context.taskState();
    }

    /** Opens the stores. Afterwards {@link #state()} can be restored, if {@link TaskState#changelogs()} is not empty. */
    public void open(Function<OriginScope, TaskState> openState) {
        stores.open(openState);
    }

    @Override
    public void restored(long records, long remaining) {
        if (records > 0) {
            CrashPoint.RESTORING.pass();
        }
        meters.restored(records, remaining);
    }

    @Override
    public boolean isInput(TopicPartition changelog) {
        return stores.isInput(changelog);
    }

    @Override
    public List<ConsumerRecord<byte[], byte[]>> restorable(
            TopicPartition changelog, List<ConsumerRecord<byte[], byte[]>> records) {
        return stores.restorable(changelog, records);
    }

    /** The stores by name, once opened; a store may be read by any thread if its type says so. */
    public Map<String, StateStore> stores() {
        return Collections.unmodifiableMap(context.stores());
    }

    /** Marks the task as handed to the restore worker. */
    public void restoring() {
        phase = phase.advanceTo(TaskPhase.RESTORING);
    }

    /**
     * Starts to process.
     *
     * @param committed positions of the input partitions as last committed; those without one are absent
     */
    public void start(Map<TopicPartition, LogPosition> committed) {
        NodeChain linked = NodeChain.link(plan, context);
        List<PartitionQueue> ordered = new ArrayList<>();
        for (TopicPartition input : inputs) {
            PartitionQueue queue =
                    new PartitionQueue(input, linked.source(input.topic()), linked.consumed(input.topic()));
            LogPosition position = committed.get(input);
            if (position != null) {
                CommitMetadata kept = CommitMetadata.decode(position.metadata());
                queue.time().advanceTo(kept.partitionTimeMs());
                context.notes().takeUp(kept.changelogEnds());
                queue.resumeAt(position.offset());
            }
            context.streamTime().advanceTo(queue.time().nowMs());
            queues.put(input, queue);
            ordered.add(queue);
        }
        anchored = plan.stores().isEmpty() || inputs.stream().anyMatch(committed::containsKey);
        merger = new InputMerger(
                ordered, context.services().lag(), context.settings().queues().maxIdleMs());
        chain = linked;
        linked.init();
        stores.restoredAll();
        phase = phase.advanceTo(TaskPhase.RUNNING);
    }

    /** Queues fetched records. */
    public void enqueue(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        PartitionQueue queue = queue(partition);
        boolean wasEmpty = queue.size() == 0;
        queue.add(records);
        if (wasEmpty && queue.size() > 0) {
            merger().filled(queue);
        }
    }

    /** Tells where reading goes on after what was fetched. */
    public void fetchedTo(TopicPartition partition, long offset) {
        queue(partition).fetchedTo(offset);
    }

    /** Whether as much is queued of this partition as may be. */
    public boolean isFull(TopicPartition partition) {
        PartitionQueue queue = queue(partition);
        var limits = context.settings().queues();
        return queue.size() > limits.maxRecordsPerPartition() || queue.bytes() > limits.maxBytesPerPartition();
    }

    /** Whether nothing of this partition waits to be processed. */
    public boolean isEmpty(TopicPartition partition) {
        return queue(partition).size() == 0;
    }

    /** The partitions of which something waits to be processed. */
    public List<TopicPartition> waiting() {
        List<TopicPartition> waiting = new ArrayList<>();
        for (PartitionQueue queue : queues.values()) {
            if (queue.size() > 0) {
                waiting.add(queue.partition());
            }
        }
        return waiting;
    }

    /** How many bytes wait to be processed. */
    public long queuedBytes() {
        long bytes = 0;
        for (PartitionQueue queue : queues.values()) {
            bytes += queue.bytes();
        }
        return bytes;
    }

    /** Processes up to this many records. Returns how many; fewer means that nothing more can be processed now. */
    public int process(int maxRecords, long nowMs) {
        InputMerger inputMerger = merger();
        context.stepTimeMs(nowMs);
        long sinceNanos = meters.start();
        int count = 0;
        while (count < maxRecords) {
            PartitionQueue queue = inputMerger.next(nowMs);
            if (queue == null) {
                break;
            }
            processHead(queue);
            count++;
        }
        if (count > 0) {
            meters.processed(count, inputMerger.takeEnforced(), sinceNanos, nowMs);
            shown(nowMs);
        }
        return count;
    }

    private void shown(long nowMs) {
        nodeMeters.passOn(nowMs);
        meters.show(queued(), state().uncommittedBytes());
    }

    private InputMerger merger() {
        return Objects.requireNonNull(merger, "A task must be started before it processes");
    }

    private void processHead(PartitionQueue queue) {
        StampedRecord next = queue.take();
        context.streamTime().advanceTo(next.timestampMs());
        meters.late(context.streamTime().nowMs() - next.timestampMs());
        context.enter(next.origin());
        dirty = true;
        queue.source().entry().process(next.record());
        long streamTimeMs = context.streamTime().nowMs();
        if (context.streamTimePunctuations().isDue(streamTimeMs)) {
            long sinceNanos = meters.start();
            int calls = context.streamTimePunctuations().fire(streamTimeMs, ProcessorNode::punctuate);
            meters.punctuated(calls, sinceNanos, context.stepTimeMs());
        }
    }

    /** Calls the punctuations due by wall-clock time. Returns how many were called. */
    public int punctuateWallClock(long nowMs) {
        context.stepTimeMs(nowMs);
        if (!context.wallClockPunctuations().isDue(nowMs)) {
            return 0;
        }
        dirty = true;
        long sinceNanos = meters.start();
        int calls = context.wallClockPunctuations().fire(nowMs, ProcessorNode::punctuate);
        meters.punctuated(calls, sinceNanos, nowMs);
        nodeMeters.passOn(nowMs);
        return calls;
    }

    /** The event time of the task: the highest timestamp it processed, -1 if none. */
    public long streamTimeMs() {
        return context.streamTime().nowMs();
    }

    /** Whether a processor asked for a commit since the last one. */
    public boolean commitRequested() {
        return context.commitRequested();
    }

    /** The changelogs of the task; none before it was opened. */
    public Set<TopicPartition> changelogs() {
        return context.hasState() ? state().changelogs() : Set.of();
    }

    /** Whether there is something to commit. */
    public boolean needsCommit() {
        return dirty || context.commitRequested() || queues.values().stream().anyMatch(PartitionQueue::advanced);
    }

    /**
     * First step of a commit: emits and logs every buffered change.
     *
     * @throws ProcessorStateException if an operator fails on a change and no handler says to go on: a change from a store, as opposed to
     *     a record just read
     */
    public void drain() {
        try {
            state().drain((changelog, key, value, timestampMs, headers) ->
                    context.services().sink().append(changelog, key, value, timestampMs, headers, id));
        } catch (FinalFailureException e) {
            // The first words are those of Kafka Streams, which people search for.
            throw new ProcessorStateException(
                    "task [" + id + "] Failed to flush cache of store " + state().draining() + ": " + e.getMessage(),
                    e.getCause());
        }
    }

    /**
     * The positions to commit: those of the input partitions that advanced, or all that are known if only state changed, because the
     * ends of the changelogs are kept with them.
     *
     * @param changelogEnds ends of the changelogs that were appended to since the last commit, those of other tasks among them
     */
    public Map<TopicPartition, LogPosition> positions(Map<TopicPartition, Long> changelogEnds) {
        Map<String, Long> ends = changelogEnds(changelogEnds);
        boolean inputAdvanced = queues.values().stream().anyMatch(PartitionQueue::advanced);
        context.notes().addTo(ends);
        Map<TopicPartition, LogPosition> positions = new HashMap<>();
        for (PartitionQueue queue : queues.values()) {
            if (inputAdvanced ? queue.advanced() : queue.hasPosition()) {
                positions.put(
                        queue.partition(),
                        position(queue, queue.position(), queue.time().nowMs(), ends));
            }
        }
        return positions;
    }

    /**
     * The positions that must be committed before anything this task did is appended, because none ever was: where it began to read,
     * with the ends of the changelogs as they were. Without them a crash in the first commit could not be told from a state that is
     * ahead of its input. Empty but for the first commit of a new group.
     */
    public Map<TopicPartition, LogPosition> firstPositions() {
        if (anchored) {
            return Map.of();
        }
        Map<TopicPartition, LogPosition> positions = new HashMap<>();
        for (PartitionQueue queue : queues.values()) {
            if (queue.firstOffset() >= 0) {
                positions.put(
                        queue.partition(),
                        position(queue, queue.firstOffset(), CommitMetadata.UNKNOWN, changelogEnds(Map.of())));
            }
        }
        return positions;
    }

    /** Where reading this input began, if nothing of it was committed before; -1 otherwise, or if nothing was read. */
    public long firstOffset(TopicPartition input) {
        PartitionQueue queue = queues.get(input);
        return queue == null ? PartitionQueue.NONE : queue.firstOffset();
    }

    private static LogPosition position(PartitionQueue queue, long offset, long timeMs, Map<String, Long> ends) {
        CommitMetadata metadata = new CommitMetadata(timeMs, ends).at(queue.partition(), offset);
        return new LogPosition(offset, metadata.encode());
    }

    /** The positions of {@link #firstPositions()} were committed. */
    public void firstPositionsCommitted() {
        anchored = true;
    }

    private Map<String, Long> changelogEnds(Map<TopicPartition, Long> appended) {
        Map<String, Long> ends = new HashMap<>();
        for (TopicPartition changelog : state().changelogs()) {
            if (inputs.contains(changelog)) {
                continue;
            }
            Long end = appended.get(changelog);
            // Of a changelog without any position, nothing belongs to the state.
            long known = end == null ? state().position(changelog).orElse(0L) : end;
            ends.put(CommitMetadata.nameOf(changelog), known);
        }
        return ends;
    }

    /**
     * How far the changelogs may be restored: to where they were when the inputs were last committed. What lies beyond was appended
     * for records that will be processed again. A changelog whose end was not kept is absent, and all are if an input position was
     * committed by something else, such as Kafka Streams. A source topic that is the changelog too is restored to where it was
     * processed to.
     */
    public Map<TopicPartition, Long> changelogCeilings(Map<TopicPartition, LogPosition> committed) {
        return stores.ceilings(inputs, committed);
    }

    /**
     * Last step of a commit: applies the buffered changes.
     *
     * @param changelogEnds as for {@link #positions}. All tasks of a worker are told the same, so only a task's own are looked up
     */
    public void committed(Map<TopicPartition, Long> changelogEnds) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        for (TopicPartition changelog : state().changelogs()) {
            PartitionQueue source = queues.get(changelog);
            Long position = source != null && source.hasPosition()
                    ? Long.valueOf(source.position())
                    : changelogEnds.get(changelog);
            if (position != null) {
                positions.put(changelog, position);
            }
        }
        state().apply(positions);
        queues.values().forEach(PartitionQueue::committed);
        stores.showHits(context.stepTimeMs());
        shown(context.stepTimeMs());
        context.takeCommitRequest();
        dirty = false;
    }

    /** Makes what was committed long ago outlive the process; a task without input would keep it in memory. */
    public void persistAged() {
        if (context.hasState()) {
            state().persistAged();
        }
    }

    /** How many records wait to be processed. */
    public int queued() {
        int total = 0;
        for (PartitionQueue queue : queues.values()) {
            total += queue.size();
        }
        return total;
    }

    /** Closes processors and stores. What was not committed is dropped, and will be processed again by the next owner. */
    public void close() {
        if (phase == TaskPhase.CLOSED) {
            return;
        }
        phase = phase.advanceTo(TaskPhase.CLOSED);
        RuntimeException first = TaskStores.closeAll(closingSteps());
        if (first != null) {
            throw new StreamsException("Closing task " + id + " failed: " + first, first);
        }
    }

    private List<Runnable> closingSteps() {
        List<Runnable> steps = new ArrayList<>();
        if (chain != null) {
            steps.add(chain::close);
        }
        steps.addAll(stores.closingSteps());
        steps.add(meters::close);
        return steps;
    }

    private PartitionQueue queue(TopicPartition partition) {
        PartitionQueue queue = queues.get(partition);
        if (queue == null) {
            throw new IllegalStateException("Task " + id + " has no queue of " + partition + "; it is " + phase);
        }
        return queue;
    }
}
