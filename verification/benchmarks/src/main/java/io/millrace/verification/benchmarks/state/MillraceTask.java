package io.millrace.verification.benchmarks.state;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.engine.config.EngineSettings;
import io.millrace.streams.engine.kafka.ConsumerSource;
import io.millrace.streams.engine.kafka.OffsetCommit;
import io.millrace.streams.engine.kafka.OffsetReset;
import io.millrace.streams.engine.kafka.OffsetResets;
import io.millrace.streams.engine.kafka.ProducerSink;
import io.millrace.streams.engine.log.CommitProtocol;
import io.millrace.streams.engine.log.LogPosition;
import io.millrace.streams.engine.metrics.EngineMetrics;
import io.millrace.streams.engine.plan.ExecutionPlan;
import io.millrace.streams.engine.plan.StorePlan;
import io.millrace.streams.engine.plan.SubtopologyPlan;
import io.millrace.streams.engine.plan.TopologyCompiler;
import io.millrace.streams.engine.state.BufferPool;
import io.millrace.streams.engine.state.OriginScope;
import io.millrace.streams.engine.state.StateBackends;
import io.millrace.streams.engine.state.StateDirectory;
import io.millrace.streams.engine.state.TaskState;
import io.millrace.streams.engine.state.TaskStateSettings;
import io.millrace.streams.engine.state.TaskStateSettings.ChangelogTarget;
import io.millrace.streams.engine.state.TaskStateSettings.Emission;
import io.millrace.streams.engine.state.UncommittedBudget;
import io.millrace.streams.engine.state.heap.HeapBackend;
import io.millrace.streams.engine.state.rocks.RocksOpener;
import io.millrace.streams.engine.state.rocks.RocksResources;
import io.millrace.streams.engine.state.rocks.StoreTuning;
import io.millrace.streams.engine.task.ActiveTask;
import io.millrace.streams.engine.task.TaskServices;
import io.millrace.streams.engine.time.SystemClock;
import io.millrace.streams.engine.topology.SourceSpec;
import io.millrace.streams.engine.topology.TopologyDraft;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.StoreBuilder;
import io.millrace.streams.state.Stores;
import io.millrace.streams.state.WindowStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;

/**
 * A task of Millrace on a real database, committed as a worker commits it. Records go to a producer in memory, as they do with the
 * test driver of Kafka Streams.
 */
final class MillraceTask<S> implements StoreTask<S> {

    private static final TaskId ID = new TaskId(0, 0);
    private static final TopicPartition INPUT = new TopicPartition(StoreSetup.INPUT, 0);
    private static final byte[] NOTHING = new byte[0];

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final EngineMetrics metrics = new EngineMetrics(new Metrics());
    private final BufferPool buffers = new BufferPool(StoreSetup.ENTRIES_BYTES);
    private final UncommittedBudget budget = buffers.join();
    private final RocksResources rocks =
            new RocksResources(StoreSetup.NATIVE_BYTES / 2, StoreSetup.NATIVE_BYTES / 2, 1);
    private final StateDirectory directory;
    private final ProducerSink sink;
    private final CommitProtocol protocol;
    private final ActiveTask task;
    private final Assignment<S> assignment = new Assignment<>();
    private long offset;

    private MillraceTask(
            StoreSetup setup, IntFunction<StoreBuilder<?>> builders, Function<ProcessorContext<?, ?>, S> access) {
        EngineSettings settings = settings(setup);
        SystemClock clock = new SystemClock();
        directory =
                StateDirectory.open(settings.state().directory(), settings.applicationId(), clock, UUID::randomUUID);
        sink = new ProducerSink("benchmark", producer, settings.tasks().errors().production(), Duration.ofSeconds(10));
        protocol = new OffsetCommit(
                new ConsumerSource(
                        "benchmark",
                        new MockConsumer<>("none"),
                        new OffsetResets(Map.of(), List.of(), OffsetReset.EARLIEST),
                        Duration.ofSeconds(10),
                        clock),
                sink);
        ExecutionPlan plan = plan(setup, builders, () -> new Driven<>(assignment, access));
        SubtopologyPlan subtopology = plan.subtopologies().get(0);
        task = new ActiveTask(
                ID,
                subtopology,
                Set.of(INPUT),
                new TaskServices(settings.tasks(), sink, clock, partition -> 0L, metrics, "benchmark", Map.of()),
                directory.pathOf(ID).toFile());
        StateBackends backends = new StateBackends(
                new RocksOpener(
                        directory,
                        rocks,
                        new StoreTuning(null, Map.of()),
                        metrics,
                        clock,
                        new RocksOpener.Ages(RocksOpener.DEFAULT_FLUSH_AGE, Duration.ofMinutes(10))),
                id -> new HeapBackend());
        Emission emission = setup.cached() ? Emission.AS_ASKED : Emission.ON_EACH_WRITE;
        task.open(origins -> state(subtopology, emission, backends, origins));
        task.start(Map.of());
    }

    static StoreTask<KeyValues<Long>> counts(StoreSetup setup) {
        return new MillraceTask<>(
                setup,
                i -> Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(setup.store(i)), Serdes.String(), Serdes.Long()),
                context -> new KeyValuesOfStore<Long>(context.getStateStore(setup.store(0))));
    }

    static StoreTask<KeyValues<byte[]>> rows(StoreSetup setup) {
        return new MillraceTask<>(
                setup,
                i -> Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(setup.store(i)), Serdes.String(), Serdes.ByteArray()),
                context -> new KeyValuesOfStore<byte[]>(context.getStateStore(setup.store(0))));
    }

    static StoreTask<Windows> windows(StoreSetup setup) {
        return new MillraceTask<>(
                setup,
                i -> Stores.windowStoreBuilder(
                        Stores.persistentWindowStore(
                                setup.store(i),
                                Duration.ofMillis(StoreSetup.RETENTION_MS),
                                Duration.ofMillis(StoreSetup.WINDOW_MS),
                                false),
                        Serdes.String(),
                        Serdes.ByteArray()),
                context -> new WindowsOfStore(context.getStateStore(setup.store(0))));
    }

    private static EngineSettings settings(StoreSetup setup) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, StoreSetup.APPLICATION);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:0");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, setup.directory().toString());
        return EngineSettings.of(new StreamsConfig(properties));
    }

    private static ExecutionPlan plan(
            StoreSetup setup,
            IntFunction<StoreBuilder<?>> builders,
            ProcessorSupplier<byte[], byte[], Void, Void> processor) {
        TopologyDraft draft = new TopologyDraft();
        draft.addSource(new SourceSpec(
                "source",
                List.of(StoreSetup.INPUT),
                null,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                null,
                null));
        draft.addProcessor("processor", processor, List.of("source"));
        for (int i = 0; i < setup.stores(); i++) {
            StoreBuilder<?> builder = builders.apply(i);
            draft.addStateStore(
                    setup.cached() ? builder.withCachingEnabled() : builder.withCachingDisabled(),
                    List.of("processor"));
        }
        return TopologyCompiler.compile(draft.definition(), StoreSetup.APPLICATION);
    }

    private TaskState state(SubtopologyPlan plan, Emission emission, StateBackends backends, OriginScope origins) {
        Map<String, ChangelogTarget> changelogs = new HashMap<>();
        for (StorePlan store : plan.stores()) {
            TopicPartition changelog = new TopicPartition(store.changelogTopic(), ID.partition());
            changelogs.put(store.name(), new ChangelogTarget(changelog, true));
        }
        List<String> drainOrder = plan.stores().stream().map(StorePlan::name).toList();
        return new TaskState(new TaskStateSettings(ID, changelogs, drainOrder, emission), backends, origins, budget);
    }

    @Override
    public long run(Work<S> work) {
        assignment.next(work);
        long nowMs = System.currentTimeMillis();
        task.enqueue(INPUT, List.of(record(nowMs)));
        task.process(1, nowMs);
        if (budget.isSpent()) {
            throw new IllegalStateException("A worker would have committed earlier; make the work smaller");
        }
        commit();
        return assignment.result();
    }

    private ConsumerRecord<byte[], byte[]> record(long timestampMs) {
        return new ConsumerRecord<>(
                StoreSetup.INPUT,
                INPUT.partition(),
                offset++,
                timestampMs,
                TimestampType.CREATE_TIME,
                0,
                0,
                NOTHING,
                NOTHING,
                new RecordHeaders(),
                Optional.empty());
    }

    private void commit() {
        task.persistAged();
        Map<TopicPartition, LogPosition> first = task.firstPositions();
        if (!first.isEmpty()) {
            protocol.publish(ends -> first);
            task.firstPositionsCommitted();
        }
        task.drain();
        task.committed(protocol.publish(task::positions));
        producer.clear();
    }

    @Override
    public void forgetLog() {
        // Forgotten at each commit.
    }

    @Override
    public void close() {
        task.close();
        sink.close();
        rocks.close();
        metrics.close();
        directory.close();
    }

    /** The processor. */
    private static final class Driven<S> implements Processor<byte[], byte[], Void, Void> {

        private final Assignment<S> assignment;
        private final Function<ProcessorContext<?, ?>, S> access;

        Driven(Assignment<S> assignment, Function<ProcessorContext<?, ?>, S> access) {
            this.assignment = assignment;
            this.access = access;
        }

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            assignment.storeIs(access.apply(context));
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            assignment.perform();
        }
    }

    private record KeyValuesOfStore<V>(KeyValueStore<String, V> store) implements KeyValues<V> {

        @Override
        public V get(String key) {
            return store.get(key);
        }

        @Override
        public void put(String key, V value) {
            store.put(key, value);
        }

        @Override
        public long scan(String from, String to) {
            long sum = 0;
            try (var entries = store.range(from, to)) {
                while (entries.hasNext()) {
                    sum += entries.next().key.hashCode();
                }
            }
            return sum;
        }
    }

    private record WindowsOfStore(WindowStore<String, byte[]> store) implements Windows {

        @Override
        public void put(String key, byte[] value, long startMs) {
            store.put(key, value, startMs);
        }

        @Override
        public long fetch(String key, long fromMs, long toMs) {
            long sum = 0;
            try (var windows = store.fetch(key, fromMs, toMs)) {
                while (windows.hasNext()) {
                    sum += windows.next().key;
                }
            }
            return sum;
        }
    }
}
