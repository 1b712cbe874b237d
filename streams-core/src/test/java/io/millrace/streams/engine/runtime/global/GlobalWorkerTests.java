package io.millrace.streams.engine.runtime.global;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.engine.config.EngineSettings;
import io.millrace.streams.engine.metrics.EngineMetrics;
import io.millrace.streams.engine.plan.GlobalPlan;
import io.millrace.streams.engine.plan.TopologyCompiler;
import io.millrace.streams.engine.restore.FakeChangelogs;
import io.millrace.streams.engine.restore.RestoreListeners;
import io.millrace.streams.engine.runtime.global.GlobalWorker.Phase;
import io.millrace.streams.engine.state.StateBackends;
import io.millrace.streams.engine.state.TaskState;
import io.millrace.streams.engine.state.TaskStateSettings;
import io.millrace.streams.engine.state.TaskStateSettings.Emission;
import io.millrace.streams.engine.state.UncommittedBudget;
import io.millrace.streams.engine.state.heap.HeapBackend;
import io.millrace.streams.engine.task.GlobalTask;
import io.millrace.streams.engine.task.NoSink;
import io.millrace.streams.engine.task.TaskServices;
import io.millrace.streams.engine.time.SystemClock;
import io.millrace.streams.engine.topology.SourceSpec;
import io.millrace.streams.engine.topology.StoreDefaults;
import io.millrace.streams.engine.topology.TopologyDraft;
import io.millrace.streams.errors.LogAndContinueExceptionHandler;
import io.millrace.streams.errors.LogAndFailExceptionHandler;
import io.millrace.streams.errors.MissingSourceTopicException;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.StateRestoreListener;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.Stores;
import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GlobalWorkerTests {

    private static final TopicPartition CITIES_0 = new TopicPartition("cities", 0);
    private static final TopicPartition CITIES_1 = new TopicPartition("cities", 1);

    private static final String UNREADABLE = "not for this deserializer";

    private static final ProcessorSupplier<String, String, Void, Void> FILLING = Filling::new;

    private static final Deserializer<String> READING = (topic, bytes) -> {
        String value = new String(bytes, UTF_8);
        if (value.equals(UNREADABLE)) {
            throw new SerializationException(UNREADABLE);
        }
        return value;
    };

    private final FakeChangelogs logs = new FakeChangelogs(2);
    private final Listener listener = new Listener();
    private final HeapBackend disk = new HeapBackend();
    private final EngineMetrics metrics = new EngineMetrics(new Metrics());
    private Class<?> unreadable = LogAndFailExceptionHandler.class;
    private GlobalWorker worker = worker();

    @Test
    void allPartitionsAreReadToTheirEndsBeforeTheStoresMayBeRead() {
        for (int i = 0; i < 5; i++) {
            logs.append(CITIES_0, "a" + i, "A" + i);
        }
        logs.append(CITIES_1, "b", "B");

        fill();

        assertThat(store().get("a4")).isEqualTo("A4");
        assertThat(store().get("b")).isEqualTo("B");
    }

    @Test
    void metricsTellHowTheStoreIsFilled() {
        for (int i = 0; i < 5; i++) {
            logs.append(CITIES_0, "a" + i, "A" + i);
            logs.append(CITIES_1, "b" + i, "B" + i);
        }
        worker.step();
        Object remainingAtFirst = metric("remaining-records");
        worker.step();

        assertThat(remainingAtFirst).isEqualTo(10L);
        assertThat(metric("remaining-records")).isEqualTo(6L);
        assertThat(metric("restored-records")).isEqualTo(4L);
        fill();
        assertThat(metric("remaining-records")).isNull();
    }

    private @Nullable Object metric(String name) {
        return metrics.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals(name)
                        && "store".equals(metric.getKey().tags().get("store-id")))
                .map(metric -> metric.getValue().metricValue())
                .findFirst()
                .orElse(null);
    }

    @Test
    void aRecordThatCannotBeReadIsTheHandlersToDecide() {
        logs.append(CITIES_0, "a", "A");
        logs.append(CITIES_0, "b", UNREADABLE);
        logs.append(CITIES_0, "c", "C");
        assertThatThrownBy(this::fill).isInstanceOf(StreamsException.class).hasStackTraceContaining(UNREADABLE);

        unreadable = LogAndContinueExceptionHandler.class;
        worker = worker();
        fill();

        assertThat(store().get("b")).isNull();
        assertThat(store().get("c")).isEqualTo("C");
    }

    @Test
    void aStoreOfAnEmptyTopicMayBeReadAtOnce() {
        logs.append(CITIES_0, "a", "A");
        logs.deleteBefore(CITIES_0, 1);

        fill();

        assertThat(listener.told).isEmpty();
    }

    @Test
    void theEndOfATransactionCountsAsRead() {
        logs.append(CITIES_0, "a", "A");
        logs.appendMarker(CITIES_0);

        fill();

        assertThat(store().get("a")).isEqualTo("A");
    }

    @Test
    void theUsersListenerHearsOfStartBatchesAndEnd() {
        for (int i = 0; i < 3; i++) {
            logs.append(CITIES_0, "a" + i, "A" + i);
        }

        fill();

        assertThat(listener.told)
                .containsExactly("start store 0-3", "batch store 2 to 1", "batch store 1 to 2", "end store 3");
    }

    @Test
    void whatComesLaterIsFollowedAndNoRestore() {
        logs.append(CITIES_0, "a", "A");
        fill();
        listener.told.clear();

        logs.append(CITIES_0, "a", "AA");
        worker.step();

        assertThat(store().get("a")).isEqualTo("AA");
        assertThat(listener.told).isEmpty();
    }

    @Test
    void aRestartGoesOnFromWhereItWas() {
        logs.append(CITIES_0, "a", "A");
        logs.append(CITIES_1, "b", "B");
        fill();
        worker.closeCleanly();
        logs.append(CITIES_1, "c", "C");
        listener.told.clear();

        worker = worker();
        fill();

        assertThat(store().get("a")).isEqualTo("A");
        assertThat(store().get("c")).isEqualTo("C");
        assertThat(listener.told).containsExactly("start store 1-2", "batch store 1 to 1", "end store 1");
    }

    @Test
    void aStoreAheadOfItsTopicIsFilledAnew() {
        logs.append(CITIES_0, "old", "1");
        logs.append(CITIES_0, "older", "2");
        logs.append(CITIES_1, "b", "B");
        fill();
        worker.closeCleanly();
        logs.deleteBefore(CITIES_0, 2);
        logs.append(CITIES_0, "new", "3");
        logs.append(CITIES_0, "newer", "4");
        logs.deleteBefore(CITIES_0, 3);

        worker = worker();
        fill();

        assertThat(store().get("old")).isNull();
        assertThat(store().get("newer")).isEqualTo("4");
        assertThat(store().get("b")).isEqualTo("B");
    }

    @Test
    void whatTheLogLosesWhileItIsReadMakesTheStoreBeFilledAnew() {
        for (int i = 0; i < 6; i++) {
            logs.append(CITIES_0, "a" + i, "A" + i);
        }
        worker.step();
        worker.step();
        logs.deleteBefore(CITIES_0, 4);

        fill();

        assertThat(store().get("a0")).isNull();
        assertThat(store().get("a5")).isEqualTo("A5");
    }

    @Test
    void whatTheLogLosesLaterEndsTheWorker() {
        logs.append(CITIES_0, "a", "A");
        fill();
        logs.append(CITIES_0, "b", "B");
        logs.append(CITIES_0, "c", "C");
        logs.deleteBefore(CITIES_0, 2);

        assertThatThrownBy(worker::step)
                .isInstanceOf(StreamsException.class)
                .hasMessageContaining("cities-0")
                .hasMessageContaining("Start the application again");
    }

    @Test
    void aMissingTopicIsNamed() {
        assertThatThrownBy(worker::step)
                .isInstanceOf(MissingSourceTopicException.class)
                .hasMessageContaining("Topic 'cities' of global store 'store' does not exist");
    }

    @Test
    void aBrokerThatDoesNotAnswerIsWaitedFor() {
        logs.append(CITIES_0, "a", "A");
        logs.failures.add(new TimeoutException("no answer"));

        assertThat(worker.step()).isTrue();
        assertThat(worker.phase()).isEqualTo(Phase.OPENING);
        logs.failures.add(new TimeoutException("no answer"));
        fill();

        assertThat(store().get("a")).isEqualTo("A");
    }

    @Test
    void aFailureOfTheProcessorNamesTheRecord() {
        logs.append(CITIES_0, "a", "A");
        logs.append(CITIES_0, "b", "fail");
        worker.step();

        assertThatThrownBy(worker::step)
                .isInstanceOf(StreamsException.class)
                .hasMessageContaining(
                        "Global store 'store' could not take the record at topic=cities partition=0 offset=1")
                .hasRootCauseMessage("boom");
    }

    @Test
    void aStoppedWorkerTakesNoMoreSteps() {
        logs.append(CITIES_0, "a", "A");
        worker.step();
        worker.stop();

        assertThat(worker.step()).isFalse();
        worker.closeCleanly();

        assertThat(logs.closed).isTrue();
        assertThat(listener.told).containsExactly("start store 0-1", "suspended store 0");
    }

    private void fill() {
        for (int i = 0; i < 20 && worker.phase() != Phase.RUNNING; i++) {
            assertThat(worker.step()).isTrue();
        }
        assertThat(worker.phase()).isEqualTo(Phase.RUNNING);
    }

    @SuppressWarnings("unchecked") // The store was built with these types.
    private KeyValueStore<String, String> store() {
        return (KeyValueStore<String, String>) worker.readOnlyStores().get("store");
    }

    private GlobalWorker worker() {
        GlobalPlan plan = plan();
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        config.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, unreadable);
        TaskServices services = new TaskServices(
                EngineSettings.of(new StreamsConfig(config)).tasks(),
                new NoSink(),
                new SystemClock(),
                partition -> 0L,
                metrics,
                "global",
                Map.of());
        UncommittedBudget budget = new UncommittedBudget(1_000_000);
        return new GlobalWorker(
                "global",
                plan,
                new GlobalWorker.Parts(
                        new GlobalTask(plan, services, new File("unused")),
                        logs,
                        (origins, partitions, shared) -> new TaskState(
                                new TaskStateSettings(
                                        GlobalPlan.TASK, Map.of(), List.of("store"), Emission.AS_ASKED, partitions),
                                new StateBackends(task -> disk, task -> disk),
                                origins,
                                shared),
                        new RestoreListeners(listener),
                        budget,
                        metrics),
                new SystemClock(),
                new GlobalWorker.Timing(Duration.ZERO, Duration.ofHours(1), Duration.ZERO));
    }

    private static GlobalPlan plan() {
        TopologyDraft draft = new TopologyDraft();
        draft.addGlobalStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore("store"), Serdes.String(), Serdes.String()),
                new SourceSpec(
                        "read",
                        List.of("cities"),
                        null,
                        new StringDeserializer(),
                        READING,
                        (record, partitionTime) -> 0L,
                        null),
                "fill",
                FILLING);
        return TopologyCompiler.compile(draft.definition(StoreDefaults.UNCONFIGURED), "app")
                .globals();
    }

    private static final class Filling implements Processor<String, String, Void, Void> {

        private KeyValueStore<String, String> store;

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            store = context.getStateStore("store");
        }

        @Override
        public void process(Record<String, String> record) {
            if ("fail".equals(record.value())) {
                throw new IllegalStateException("boom");
            }
            store.put(record.key(), record.value());
        }
    }

    private static final class Listener implements StateRestoreListener {

        private final List<String> told = new ArrayList<>();

        @Override
        public void onRestoreStart(TopicPartition partition, String store, long start, long end) {
            told.add("start " + store + " " + start + "-" + end);
        }

        @Override
        public void onBatchRestored(TopicPartition partition, String store, long endOffset, long records) {
            told.add("batch " + store + " " + records + " to " + endOffset);
        }

        @Override
        public void onRestoreEnd(TopicPartition partition, String store, long records) {
            told.add("end " + store + " " + records);
        }

        @Override
        public void onRestoreSuspended(TopicPartition partition, String store, long records) {
            told.add("suspended " + store + " " + records);
        }
    }
}
