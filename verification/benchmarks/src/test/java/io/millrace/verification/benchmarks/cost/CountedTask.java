package io.millrace.verification.benchmarks.cost;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.streams.Definitions;
import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.StreamsConfig;
import io.millrace.streams.engine.config.EngineSettings;
import io.millrace.streams.engine.log.RecordSink;
import io.millrace.streams.engine.metrics.EngineMetrics;
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
import io.millrace.streams.engine.state.heap.HeapBackend;
import io.millrace.streams.engine.state.rocks.RocksOpener;
import io.millrace.streams.engine.state.rocks.RocksResources;
import io.millrace.streams.engine.state.rocks.StoreTuning;
import io.millrace.streams.engine.task.ActiveTask;
import io.millrace.streams.engine.task.TaskServices;
import io.millrace.streams.engine.time.Clock;
import io.millrace.streams.processor.TaskId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.record.TimestampType;

/** A task on a real database, fed and committed as a worker does it. The clients are left out: what is sent is only counted. */
final class CountedTask implements AutoCloseable {

    private static final TaskId ID = new TaskId(0, 0);
    private static final long MEMORY = 256L << 20;
    private static final int KEYS = 500;
    private static final byte[] VALUE = "v".repeat(100).getBytes(UTF_8);

    /** How far apart in time records are. */
    private static final long STEP_MS = 10;

    private final Clock clock = new StandingClock();
    private final Sink sink = new Sink();
    private final EngineMetrics metrics = new EngineMetrics(new Metrics());
    private final RocksResources rocks = new RocksResources(MEMORY, MEMORY, 1);
    private final StateDirectory directory;
    private final ActiveTask task;
    private final List<TopicPartition> inputs;
    private final Map<TopicPartition, Long> offsets = new HashMap<>();
    private long timestampMs = 1_000_000;

    CountedTask(Workload workload, Path path) {
        StreamsBuilder builder = new StreamsBuilder();
        workload.build(builder);
        StreamsConfig config = config(workload, path);
        EngineSettings settings = EngineSettings.of(config);
        SubtopologyPlan plan = TopologyCompiler.compile(
                        Definitions.of(builder.build(), config), settings.applicationId())
                .subtopologies()
                .get(0);
        inputs = plan.sourceTopics().stream()
                .map(topic -> new TopicPartition(topic, 0))
                .sorted((one, other) -> one.topic().compareTo(other.topic()))
                .toList();
        directory =
                StateDirectory.open(settings.state().directory(), settings.applicationId(), clock, UUID::randomUUID);
        TaskServices services =
                new TaskServices(settings.tasks(), sink, clock, partition -> 0L, metrics, "counted", Map.of());
        task = new ActiveTask(
                ID,
                plan,
                new LinkedHashSet<>(inputs),
                services,
                directory.pathOf(ID).toFile());
        Emission emission = settings.tasks().holdsUpdatesBack() ? Emission.AS_ASKED : Emission.ON_EACH_WRITE;
        task.open(origins -> state(plan, emission, origins));
        task.start(Map.of());
    }

    private static StreamsConfig config(Workload workload, Path path) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "counted-" + workload);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:0");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, path.toString());
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, workload.cached() ? MEMORY : 0L);
        return new StreamsConfig(properties);
    }

    private TaskState state(SubtopologyPlan plan, Emission emission, OriginScope origins) {
        Map<String, ChangelogTarget> changelogs = new HashMap<>();
        plan.stores()
                .forEach(store -> changelogs.put(
                        store.name(), new ChangelogTarget(new TopicPartition(store.changelogTopic(), 0), true)));
        List<String> names = plan.stores().stream().map(store -> store.name()).toList();
        RocksOpener databases = new RocksOpener(
                directory,
                rocks,
                new StoreTuning(null, Map.of()),
                metrics,
                clock,
                new RocksOpener.Ages(RocksOpener.DEFAULT_FLUSH_AGE, Duration.ofMinutes(10)));
        return new TaskState(
                new TaskStateSettings(ID, changelogs, names, emission),
                new StateBackends(databases, id -> new HeapBackend()),
                origins,
                new BufferPool(MEMORY).join());
    }

    /** Records for each input, as a consumer would give them. */
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records(int each) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
        for (int i = 0; i < each; i++) {
            for (TopicPartition input : inputs) {
                records.computeIfAbsent(input, any -> new ArrayList<>()).add(record(input, "key-" + (i % KEYS)));
            }
            timestampMs += STEP_MS;
        }
        return records;
    }

    private ConsumerRecord<byte[], byte[]> record(TopicPartition input, String name) {
        byte[] key = name.getBytes(UTF_8);
        return new ConsumerRecord<>(
                input.topic(),
                input.partition(),
                offsets.merge(input, 1L, Long::sum) - 1,
                timestampMs,
                TimestampType.CREATE_TIME,
                key.length,
                VALUE.length,
                key,
                VALUE,
                new RecordHeaders(),
                Optional.empty());
    }

    /** Processes what was fetched, and commits. */
    void run(Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> fetched) {
        fetched.forEach(task::enqueue);
        while (task.process(256, clock.nowMs()) > 0) {
            // Until nothing is left.
        }
        if (!task.firstPositions().isEmpty()) {
            task.firstPositionsCommitted();
        }
        task.drain();
        task.positions(sink.ends);
        task.committed(sink.ends);
    }

    /** How many records were sent, and entries logged. */
    long sent() {
        return sink.sent;
    }

    @Override
    public void close() {
        task.close();
        rocks.close();
        metrics.close();
        directory.close();
    }

    private static final class StandingClock implements Clock {

        @Override
        public long nowMs() {
            return 1_000_000_000_000L;
        }

        @Override
        public long nanoTime() {
            return 1_000_000_000L;
        }
    }

    private static final class Sink implements RecordSink {

        private final Map<TopicPartition, Long> ends = new HashMap<>();
        private long sent;

        @Override
        public void send(ProducerRecord<byte[], byte[]> record, SendOrigin origin) {
            sent++;
        }

        @Override
        public void append(
                TopicPartition changelog, byte[] key, byte[] value, long timestampMs, Headers headers, TaskId task) {
            sent++;
            ends.put(changelog, sent);
        }

        @Override
        public int partitionCount(String topic) {
            return 1;
        }

        @Override
        public void close() {
            // Nothing to be closed.
        }
    }
}
