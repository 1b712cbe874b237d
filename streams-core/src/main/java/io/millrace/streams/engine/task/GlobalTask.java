package io.millrace.streams.engine.task;

import io.millrace.streams.engine.metrics.Meter;
import io.millrace.streams.engine.metrics.MetricScope;
import io.millrace.streams.engine.metrics.TaskCatalog;
import io.millrace.streams.engine.plan.GlobalPlan;
import io.millrace.streams.engine.plan.StorePlan;
import io.millrace.streams.engine.state.OriginScope;
import io.millrace.streams.engine.state.TaskState;
import io.millrace.streams.engine.task.readonly.ReadOnlyStore;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.StateStore;
import java.io.File;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Fills the global stores of an instance. Each record of their topics runs through the processor of its store, those read to build
 * the store at the start included. Records are taken in the order they come in: there is no common time. Owned by one thread; other
 * threads read through {@link #readOnlyStores()}.
 */
public final class GlobalTask implements AutoCloseable {

    private final GlobalPlan plan;
    private final TaskContext context;
    private final MetricScope metrics;
    private final NodeMeters nodeMeters;
    private final Meter processed;
    private final NodeChain chain;
    private final Map<TopicPartition, StreamTime> times = new HashMap<>();
    private boolean dirty;
    private long processedSinceCommit;
    private boolean closed;

    /**
     * Describes the task; nothing is opened yet.
     *
     * @param plan what it fills
     * @param services what its worker lends it
     * @param directory where its processors may keep files
     */
    public GlobalTask(GlobalPlan plan, TaskServices services, File directory) {
        this.plan = plan;
        this.metrics = services.metrics()
                .scope(Map.of("thread-id", services.threadName(), "task-id", GlobalPlan.TASK.toString()));
        Meter dropped = metrics.meter(TaskCatalog.DROPPED_RECORDS);
        this.nodeMeters = new NodeMeters(services, GlobalPlan.TASK.toString());
        this.processed = metrics.meter(TaskCatalog.PROCESS);
        this.context = new TaskContext(GlobalPlan.TASK, services, directory, dropped, nodeMeters);
        this.chain = NodeChain.link(plan.asSubtopology(), context);
    }

    /** Opens the stores and initialises the processors. */
    public void open(Function<OriginScope, TaskState> openState) {
        context.bind(openState.apply(context));
        for (StorePlan store : plan.stores()) {
            StateStore built = store.builder().build();
            context.addStore(built);
            built.init(context, built);
        }
        context.taskState().allRegistered();
        chain.init();
    }

    /** Makes what was committed long ago outlive the process. */
    public void persistAged() {
        context.taskState().persistAged();
    }

    /** The stores by name, once opened. */
    public Map<String, StateStore> stores() {
        return Collections.unmodifiableMap(context.stores());
    }

    /** The stores by name, as tasks see them. */
    public Map<String, StateStore> readOnlyStores() {
        Map<String, StateStore> stores = new HashMap<>();
        context.stores().forEach((name, store) -> stores.put(name, ReadOnlyStore.of(store)));
        return stores;
    }

    /** Where to go on reading a partition, as kept with the store; empty for the beginning. */
    public OptionalLong position(TopicPartition partition) {
        return context.taskState().position(partition);
    }

    /** Empties the stores that are read from these partitions, whose positions are then at the beginning. */
    public void reset(Set<TopicPartition> partitions) {
        partitions.forEach(partition -> {
            context.taskState().reset(partition);
            times.remove(partition);
        });
    }

    /** Runs a record through the processor of its store, unless it cannot be read and is to be skipped. */
    public void process(ConsumerRecord<byte[], byte[]> raw) {
        SourceNode source = chain.source(raw.topic());
        StreamTime time =
                times.computeIfAbsent(new TopicPartition(raw.topic(), raw.partition()), partition -> new StreamTime());
        dirty = true;
        context.stepTimeMs(context.services().clock().nowMs());
        StampedRecord read = source.read(raw, time.nowMs());
        if (read != null) {
            time.advanceTo(read.timestampMs());
            context.enter(read.origin());
            source.process(read.record());
            processedSinceCommit++;
        }
    }

    /** Whether something was processed since the last commit. */
    public boolean needsCommit() {
        return dirty;
    }

    /** Writes what changed to the backends, together with the next offset of each partition. */
    public void commit(Map<TopicPartition, Long> positions) {
        context.taskState().drain((changelog, key, value, timestampMs, headers) -> {
            throw new IllegalStateException("A global store was given changelog " + changelog);
        });
        context.taskState().apply(positions);
        context.takeCommitRequest();
        processed.mark(processedSinceCommit, context.stepTimeMs());
        processedSinceCommit = 0;
        nodeMeters.passOn(context.stepTimeMs());
        dirty = false;
    }

    /** Closes processors and stores; what was not committed is read again by the next instance that starts here. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        RuntimeException first = null;
        for (Runnable step : closingSteps()) {
            try {
                step.run();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw new StreamsException("Closing the global stores " + stores().keySet() + " failed: " + first, first);
        }
    }

    private List<Runnable> closingSteps() {
        List<Runnable> steps = new ArrayList<>();
        steps.add(chain::close);
        context.stores().values().forEach(store -> steps.add(store::close));
        if (context.hasState()) {
            steps.add(context.taskState()::close);
        }
        steps.add(nodeMeters::close);
        steps.add(metrics::close);
        return steps;
    }
}
