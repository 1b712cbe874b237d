package io.millrace.streams;

import io.millrace.streams.engine.plan.GlobalPlan;
import io.millrace.streams.engine.state.OriginScope;
import io.millrace.streams.engine.state.StateBackends;
import io.millrace.streams.engine.state.TaskState;
import io.millrace.streams.engine.state.TaskStateSettings;
import io.millrace.streams.engine.state.TaskStateSettings.Emission;
import io.millrace.streams.engine.state.UncommittedBudget;
import io.millrace.streams.engine.state.heap.HeapBackend;
import io.millrace.streams.engine.task.GlobalTask;
import io.millrace.streams.engine.task.TaskServices;
import io.millrace.streams.processor.StateStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The global stores of the topology under test, filled on the test's thread; each record is committed at once. */
final class DriverGlobals {

    /** Null without global stores: a task would show metrics. */
    private final @Nullable GlobalTask task;

    private final Map<String, String> storesByTopic;

    DriverGlobals(GlobalPlan plan, TaskServices services, ScratchDirectory directory) {
        this.storesByTopic = plan.storesByTopic();
        if (plan.isEmpty()) {
            this.task = null;
            return;
        }
        this.task = new GlobalTask(plan, services, directory.of(GlobalPlan.TASK));
        if (plan.stores().stream().anyMatch(store -> store.builder().build().persistent())) {
            directory.create(GlobalPlan.TASK);
        }
        task.open(this::openState);
    }

    private TaskState openState(OriginScope origins) {
        Map<TopicPartition, String> followed = new HashMap<>();
        storesByTopic.forEach((topic, store) -> followed.put(new TopicPartition(topic, 0), store));
        return new TaskState(
                new TaskStateSettings(GlobalPlan.TASK, Map.of(), List.of(), Emission.AS_ASKED, followed),
                new StateBackends(id -> new HeapBackend(), id -> new HeapBackend()),
                origins,
                new UncommittedBudget(Long.MAX_VALUE));
    }

    /** Topics that global stores are read from. */
    Set<String> topics() {
        return storesByTopic.keySet();
    }

    void process(ConsumerRecord<byte[], byte[]> record) {
        GlobalTask filled = Objects.requireNonNull(task, "There is no global store");
        filled.process(record);
        filled.commit(Map.of(new TopicPartition(record.topic(), 0), record.offset() + 1));
    }

    /** The stores as the driver shows them. */
    Map<String, StateStore> stores() {
        return task == null ? Map.of() : task.stores();
    }

    /** The stores as tasks see them. */
    Map<String, StateStore> readOnlyStores() {
        return task == null ? Map.of() : task.readOnlyStores();
    }

    void close() {
        if (task != null) {
            task.close();
        }
    }
}
