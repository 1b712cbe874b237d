package io.millrace.streams.engine.task;

import io.millrace.streams.engine.crash.CrashPoint;
import io.millrace.streams.engine.log.LogPosition;
import io.millrace.streams.engine.metrics.Meter;
import io.millrace.streams.engine.metrics.MetricScope;
import io.millrace.streams.engine.metrics.TaskCatalog;
import io.millrace.streams.engine.plan.SubtopologyPlan;
import io.millrace.streams.engine.state.OriginScope;
import io.millrace.streams.engine.state.TaskState;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.TaskId;
import java.io.File;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The stores of a sub-topology at one partition, kept up to their changelogs while another instance runs the task. It has no
 * processors. Made and opened by a stream worker, then owned by the restore worker. When the task is assigned to its worker, an
 * {@link ActiveTask} takes the stores over, open as they are.
 */
public final class StandbyTask implements FollowerTask {

    private final TaskId id;
    private final SubtopologyPlan plan;
    private final Set<TopicPartition> inputs;
    private final TaskStores stores;
    private final MetricScope metrics;
    private final Meter updated;
    private @Nullable ActiveTask successor;

    /**
     * Describes the task; nothing is opened yet.
     *
     * @param id its id
     * @param plan whose stores it has
     * @param services what its worker lends it
     * @param directory where its stores may keep files
     */
    public StandbyTask(TaskId id, SubtopologyPlan plan, TaskServices services, File directory) {
        this.id = id;
        this.plan = plan;
        Set<TopicPartition> named = new LinkedHashSet<>();
        plan.sourceTopics().forEach(topic -> named.add(new TopicPartition(topic, id.partition())));
        this.inputs = Collections.unmodifiableSet(named);
        this.stores = new TaskStores(id, plan, services, directory);
        this.metrics = TaskStores.scope(id, services);
        this.updated = metrics.meter(TaskCatalog.UPDATE);
    }

    @Override
    public TaskId id() {
        return id;
    }

    @Override
    public Set<TopicPartition> inputs() {
        return inputs;
    }

    @Override
    public boolean readsPatterns() {
        return plan.hasPatterns();
    }

    @Override
    public boolean isInput(TopicPartition changelog) {
        return stores.isInput(changelog);
    }

    @Override
    public TaskState state() {
        return stores.context().taskState();
    }

    /** Opens the stores. */
    public void open(Function<OriginScope, TaskState> openState) {
        stores.open(openState);
    }

    /** The stores by name; a store may be read by any thread if its type says so. */
    public Map<String, StateStore> stores() {
        return Collections.unmodifiableMap(stores.context().stores());
    }

    @Override
    public List<ConsumerRecord<byte[], byte[]>> restorable(
            TopicPartition changelog, List<ConsumerRecord<byte[], byte[]>> records) {
        return stores.restorable(changelog, records);
    }

    @Override
    public void restored(long records, long remaining) {
        updated.mark(records, stores.context().services().clock().nowMs());
    }

    @Override
    public Map<TopicPartition, Long> ceilings(Map<TopicPartition, LogPosition> committed) {
        Map<TopicPartition, LogPosition> own = ofInputs(committed);
        if (own.isEmpty()) {
            // Whoever runs the task commits a first position before it appends anything.
            Map<TopicPartition, Long> nothing = new HashMap<>();
            state().changelogs().forEach(changelog -> nothing.put(changelog, 0L));
            return nothing;
        }
        return stores.ceilings(own.keySet(), own);
    }

    @Override
    public Map<TopicPartition, Long> lastOffsets(Map<TopicPartition, LogPosition> committed) {
        Map<TopicPartition, Long> last = new HashMap<>();
        ofInputs(committed).forEach((input, position) -> last.put(input, position.offset() - 1));
        return last;
    }

    private Map<TopicPartition, LogPosition> ofInputs(Map<TopicPartition, LogPosition> committed) {
        Map<TopicPartition, LogPosition> own = new HashMap<>();
        committed.forEach((input, position) -> {
            if (input.partition() == id.partition() && plan.reads(input.topic())) {
                own.put(input, position);
            }
        });
        return own;
    }

    /**
     * The active task that takes over the stores. Whoever owns them goes on owning them: with this call, only, the task that may be handed
     * back is the new one.
     *
     * @param resolved what it runs
     * @param partitions its input partitions
     */
    public ActiveTask promote(SubtopologyPlan resolved, Set<TopicPartition> partitions) {
        CrashPoint.PROMOTING.pass();
        metrics.close();
        ActiveTask active = new ActiveTask(id, resolved, partitions, stores);
        active.restoring();
        successor = active;
        return active;
    }

    /** The active task that takes over the stores; null if there is none. To be asked by the stream worker. */
    public @Nullable ActiveTask successor() {
        return successor;
    }

    @Override
    public void close() {
        List<Runnable> steps = stores.closingSteps();
        steps.add(metrics::close);
        RuntimeException failure = TaskStores.closeAll(steps);
        if (failure != null) {
            throw new StreamsException("Closing standby task " + id + " failed: " + failure, failure);
        }
    }
}
