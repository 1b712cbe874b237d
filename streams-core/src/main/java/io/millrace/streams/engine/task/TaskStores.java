package io.millrace.streams.engine.task;

import io.millrace.streams.engine.log.CommitMetadata;
import io.millrace.streams.engine.log.LogPosition;
import io.millrace.streams.engine.metrics.MetricScope;
import io.millrace.streams.engine.metrics.Spread;
import io.millrace.streams.engine.metrics.TaskCatalog;
import io.millrace.streams.engine.plan.StorePlan;
import io.millrace.streams.engine.plan.SubtopologyPlan;
import io.millrace.streams.engine.state.OriginScope;
import io.millrace.streams.engine.state.TaskState;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.TaskId;
import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The stores of a task and what they live in: all of a task that is the same whether it is standby or active, and that one which becomes
 * the other keeps. Owned by whoever owns the task.
 */
final class TaskStores {

    private final SubtopologyPlan plan;
    private final TaskContext context;
    private final MetricScope metrics;
    private final NodeMeters nodeMeters;
    private final Map<String, Spread> hits = new HashMap<>();
    private final Map<TopicPartition, RestoredInput> restoredInputs = new HashMap<>();
    private boolean closed;

    TaskStores(TaskId id, SubtopologyPlan plan, TaskServices services, File directory) {
        this.plan = plan;
        this.metrics = scope(id, services);
        this.nodeMeters = new NodeMeters(services, id.toString());
        this.context = new TaskContext(id, services, directory, metrics.meter(TaskCatalog.DROPPED_RECORDS), nodeMeters);
    }

    /** A scope for metrics of a task. */
    static MetricScope scope(TaskId id, TaskServices services) {
        return services.metrics().scope(Map.of("thread-id", services.threadName(), "task-id", id.toString()));
    }

    TaskContext context() {
        return context;
    }

    NodeMeters nodeMeters() {
        return nodeMeters;
    }

    /** Shows how often entries were found on the heap since this was called last. */
    void showHits(long nowMs) {
        context.taskState().takeHits((store, looked, found) -> {
            Spread ratio = hits.get(store);
            if (ratio != null && looked > 0) {
                ratio.add((double) found / looked);
                ratio.passOn(nowMs);
            }
        });
    }

    /** Opens the stores. */
    void open(Function<OriginScope, TaskState> openState) {
        context.bind(openState.apply(context));
        for (StorePlan store : plan.stores()) {
            StateStore built = store.builder().build();
            context.addStore(built);
            built.init(context, built);
        }
        context.taskState().allRegistered();
        context.taskState()
                .takeHits((store, looked, found) -> hits.put(
                        store,
                        nodeMeters.scope(Map.of("record-cache-id", store)).wholeSpread(TaskCatalog.CACHE_HIT_RATIO)));
    }

    /** Whether a changelog is a topic that the task reads. */
    boolean isInput(TopicPartition changelog) {
        return plan.sourceTopics().contains(changelog.topic());
    }

    /** See {@link RestorableTask#restorable}. */
    List<ConsumerRecord<byte[], byte[]>> restorable(
            TopicPartition changelog, List<ConsumerRecord<byte[], byte[]>> records) {
        if (!isInput(changelog)) {
            return records;
        }
        RestoredInput input = restoredInputs.computeIfAbsent(
                changelog, partition -> new RestoredInput(NodeChain.restorer(plan, context, partition.topic())));
        context.stepTimeMs(context.services().clock().nowMs());
        return input.readable(records);
    }

    /** Nothing is restored any more. */
    void restoredAll() {
        restoredInputs.clear();
    }

    /** How far the changelogs belong to what was committed, see {@link ActiveTask#changelogCeilings}. */
    Map<TopicPartition, Long> ceilings(Set<TopicPartition> inputs, Map<TopicPartition, LogPosition> committed) {
        Map<String, Long> ends = CommitMetadata.endsKeptWith(inputs, committed);
        Map<TopicPartition, Long> ceilings = new HashMap<>();
        for (TopicPartition changelog : context.taskState().changelogs()) {
            Long end = ends.get(CommitMetadata.nameOf(changelog));
            if (isInput(changelog)) {
                LogPosition position = committed.get(changelog);
                ceilings.put(changelog, position == null ? 0 : position.offset());
            } else if (end != null) {
                ceilings.put(changelog, end);
            }
        }
        return ceilings;
    }

    /** What is to be done to close them; nothing the second time. */
    List<Runnable> closingSteps() {
        List<Runnable> steps = new ArrayList<>();
        if (closed) {
            return steps;
        }
        closed = true;
        context.stores().values().forEach(store -> steps.add(store::close));
        if (context.hasState()) {
            steps.add(context.taskState()::close);
        }
        steps.add(nodeMeters::close);
        steps.add(metrics::close);
        return steps;
    }

    /** Does all of the steps, whatever goes wrong with any of them; answers with what went wrong first, or null. */
    static @Nullable RuntimeException closeAll(List<Runnable> steps) {
        RuntimeException first = null;
        for (Runnable step : steps) {
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
        return first;
    }
}
