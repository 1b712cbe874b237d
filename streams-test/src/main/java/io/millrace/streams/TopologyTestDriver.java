package io.millrace.streams;

import io.millrace.streams.engine.config.EngineSettings;
import io.millrace.streams.engine.config.TaskSettings;
import io.millrace.streams.engine.metrics.EngineMetrics;
import io.millrace.streams.engine.plan.ExecutionPlan;
import io.millrace.streams.engine.plan.GlobalPlan;
import io.millrace.streams.engine.plan.SubtopologyPlan;
import io.millrace.streams.engine.plan.TopologyCompiler;
import io.millrace.streams.engine.task.TaskServices;
import io.millrace.streams.engine.topology.TopologyBlueprint;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.SessionStore;
import io.millrace.streams.state.SessionStoreWithHeaders;
import io.millrace.streams.state.TimestampedKeyValueStore;
import io.millrace.streams.state.TimestampedKeyValueStoreWithHeaders;
import io.millrace.streams.state.TimestampedWindowStore;
import io.millrace.streams.state.TimestampedWindowStoreWithHeaders;
import io.millrace.streams.state.ValueAndTimestamp;
import io.millrace.streams.state.ValueTimestampHeaders;
import io.millrace.streams.state.VersionedKeyValueStore;
import io.millrace.streams.state.WindowStore;
import java.io.Closeable;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.Sensor.RecordingLevel;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a topology in a test: no broker, no threads, and the same engine as in production. A record that is piped in is processed
 * with everything it causes, through repartition topics too, before the call returns; then the driver commits.
 *
 * <pre>{@code
 * try (TopologyTestDriver driver = new TopologyTestDriver(topology, settings)) {
 *     TestInputTopic<String, String> in = driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
 *     TestOutputTopic<String, Long> out = driver.createOutputTopic("out", new StringDeserializer(), new LongDeserializer());
 *     in.pipeInput("ATL", "delayed");
 *     assertThat(out.readValue()).isEqualTo(1L);
 * }
 * }</pre>
 *
 * <p>Each topic has one partition, and the whole topology runs as task {@code 0_0}. Wall-clock time stands still until
 * {@link #advanceWallClockTime}; stream time follows the records. State is kept on the heap, also that of persistent stores. A
 * driver belongs to one thread and must be closed.
 */
public class TopologyTestDriver implements Closeable {

    private final ManualClock clock;
    private final EngineMetrics metrics;
    private final CapturedLog log;
    private final DriverTask task;
    private final ScratchDirectory directory;
    private boolean closed;

    /** Runs a topology with default settings, starting at the current time. */
    public TopologyTestDriver(Topology topology) {
        this(topology, new Properties());
    }

    /**
     * Runs a topology, starting at the current time.
     *
     * @param config settings as for {@link KafkaStreams}; application id and bootstrap servers may be left out
     */
    public TopologyTestDriver(Topology topology, Properties config) {
        this(topology, config, Instant.now());
    }

    /**
     * Runs a topology with default settings.
     *
     * @param initialWallClockTime the wall-clock time to start at
     */
    public TopologyTestDriver(Topology topology, Instant initialWallClockTime) {
        this(topology, new Properties(), initialWallClockTime);
    }

    /**
     * Runs a topology.
     *
     * @param config settings as for {@link KafkaStreams}; application id and bootstrap servers may be left out
     * @param initialWallClockTime the wall-clock time to start at
     */
    public TopologyTestDriver(Topology topology, Properties config, Instant initialWallClockTime) {
        StreamsConfig streamsConfig = completed(config);
        EngineSettings settings = EngineSettings.of(streamsConfig);
        TopologyBlueprint definition = topology.definition(streamsConfig);
        ExecutionPlan plan = TopologyCompiler.compile(definition, settings.applicationId());
        this.clock = new ManualClock(initialWallClockTime);
        this.log = new CapturedLog();
        this.directory = new ScratchDirectory(settings.state().directory().resolve(settings.applicationId()));
        this.metrics = new EngineMetrics(new Metrics(
                new MetricConfig()
                        .recordLevel(RecordingLevel.forName(
                                streamsConfig.getString(StreamsConfig.METRICS_RECORDING_LEVEL_CONFIG))),
                new DriverTime(clock)));
        this.task = start(plan.globals(), WholeTopology.of(definition, plan), settings.tasks());
    }

    private DriverTask start(GlobalPlan globalPlan, SubtopologyPlan whole, TaskSettings settings) {
        try {
            DriverGlobals globals = new DriverGlobals(globalPlan, services(settings, Map.of()), directory);
            return new DriverTask(whole, services(settings, globals.readOnlyStores()), globals, log, clock, directory);
        } catch (RuntimeException e) {
            metrics.close();
            directory.delete();
            throw e;
        }
    }

    private TaskServices services(TaskSettings settings, Map<String, StateStore> globals) {
        return new TaskServices(
                settings,
                log,
                clock,
                partition -> 0L,
                metrics,
                Thread.currentThread().getName(),
                globals);
    }

    private static StreamsConfig completed(Properties config) {
        Properties completed = new Properties();
        completed.put(StreamsConfig.APPLICATION_ID_CONFIG, "test-driver-" + UUID.randomUUID());
        completed.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:0");
        // A test sees what each record brings about, without waiting for the clock.
        completed.put(StreamsConfig.InternalConfig.EMIT_INTERVAL_MS_KSTREAMS_OUTER_JOIN_SPURIOUS_RESULTS_FIX, 0L);
        completed.putAll(config);
        return new QuietConfig(completed);
    }

    /** Does not log all settings each time a test starts. */
    private static final class QuietConfig extends StreamsConfig {

        QuietConfig(Properties settings) {
            super(settings, false);
        }
    }

    /** All metrics of the tasks and stores. */
    public Map<MetricName, ? extends Metric> metrics() {
        return metrics.metrics();
    }

    /**
     * Moves the wall clock on, calls the wall-clock punctuations that became due, once each, and processes what they cause.
     *
     * @throws IllegalArgumentException if the duration is negative
     */
    public void advanceWallClockTime(Duration advance) {
        Objects.requireNonNull(advance, "advance must not be null");
        if (advance.isNegative()) {
            throw new IllegalArgumentException("advance must not be negative, but is " + advance);
        }
        clock.advance(advance);
        task.punctuateWallClock();
    }

    /**
     * Makes a topic to write to. Its records get the wall-clock time of now, unless they have their own.
     *
     * @param topicName a topic the topology reads
     */
    public final <K extends @Nullable Object, V extends @Nullable Object> TestInputTopic<K, V> createInputTopic(
            String topicName, Serializer<K> keySerializer, Serializer<V> valueSerializer) {
        return createInputTopic(
                topicName, keySerializer, valueSerializer, Instant.ofEpochMilli(clock.nowMs()), Duration.ZERO);
    }

    /**
     * Makes a topic to write to.
     *
     * @param topicName a topic the topology reads
     * @param startTimestamp event time of the first record
     * @param autoAdvance by how much the event time of each next record is later; not negative
     */
    public final <K extends @Nullable Object, V extends @Nullable Object> TestInputTopic<K, V> createInputTopic(
            String topicName,
            Serializer<K> keySerializer,
            Serializer<V> valueSerializer,
            Instant startTimestamp,
            Duration autoAdvance) {
        return new TestInputTopic<>(this, topicName, keySerializer, valueSerializer, startTimestamp, autoAdvance);
    }

    /** Makes a topic to read from: an output topic, or an internal one under its full name. */
    public final <K extends @Nullable Object, V extends @Nullable Object> TestOutputTopic<K, V> createOutputTopic(
            String topicName, Deserializer<K> keyDeserializer, Deserializer<V> valueDeserializer) {
        return new TestOutputTopic<>(this, topicName, keyDeserializer, valueDeserializer);
    }

    /** The topics written to so far, internal ones included. */
    public final Set<String> producedTopicNames() {
        return new LinkedHashSet<>(log.topics());
    }

    void pipe(RawRecord record) {
        requireOpen();
        task.process(record);
    }

    @Nullable
    RawRecord takeOutput(String topic) {
        return log.take(topic);
    }

    int outputSize(String topic) {
        return log.size(topic);
    }

    /** All stores by name, as processors see them. */
    public Map<String, StateStore> getAllStateStores() {
        return task.stores();
    }

    /**
     * A store of a type of your own, as processors see it. Stores of the library's types have getters of their own.
     *
     * @return null if there is no such store
     * @throws IllegalArgumentException if the store is of one of the library's types
     */
    public @Nullable StateStore getStateStore(String name) throws IllegalArgumentException {
        StateStore store = task.stores().get(name);
        String access = store == null ? null : accessTo(store);
        if (access != null) {
            throw new IllegalArgumentException("Store " + name + " is a " + access);
        }
        return store;
    }

    /** What a store of one of the library's types is, and how to get it; null for a store of another type. */
    private static @Nullable String accessTo(StateStore store) {
        if (store instanceof TimestampedKeyValueStore) {
            return access("timestamped key-value store", "getTimestampedKeyValueStore");
        } else if (store instanceof VersionedKeyValueStore) {
            return access("versioned key-value store", "getVersionedKeyValueStore");
        } else if (store instanceof KeyValueStore) {
            return access("key-value store", "getKeyValueStore");
        } else if (store instanceof TimestampedWindowStore) {
            return access("timestamped window store", "getTimestampedWindowStore");
        } else if (store instanceof WindowStore) {
            return access("window store", "getWindowStore");
        } else if (store instanceof SessionStore) {
            return access("session store", "getSessionStore");
        }
        return null;
    }

    private static String access(String kind, String getter) {
        return kind + " and should be accessed via `" + getter + "()`";
    }

    /** A key-value store, without the timestamps and headers it may keep; null if there is none of that name and type. */
    @SuppressWarnings("unchecked") // the caller names the types
    public <K, V> @Nullable KeyValueStore<K, V> getKeyValueStore(String name) {
        StateStore store = task.stores().get(name);
        if (store instanceof TimestampedKeyValueStore) {
            return new KeyValueFacade<>(
                    (TimestampedKeyValueStore<K, V>) store, ShownAs.valuesOfTimestamped(clock::nowMs));
        }
        if (store instanceof TimestampedKeyValueStoreWithHeaders) {
            return new KeyValueFacade<>(
                    (TimestampedKeyValueStoreWithHeaders<K, V>) store, ShownAs.valuesOfHeaders(clock::nowMs));
        }
        return store instanceof KeyValueStore ? (KeyValueStore<K, V>) store : null;
    }

    /** A timestamped key-value store, without the headers it may keep; null if there is none of that name and type. */
    @SuppressWarnings("unchecked") // the caller names the types
    public <K, V> @Nullable KeyValueStore<K, ValueAndTimestamp<V>> getTimestampedKeyValueStore(String name) {
        StateStore store = task.stores().get(name);
        if (store instanceof TimestampedKeyValueStoreWithHeaders) {
            return new KeyValueFacade<>(
                    (TimestampedKeyValueStoreWithHeaders<K, V>) store, ShownAs.timestampedOfHeaders());
        }
        return store instanceof TimestampedKeyValueStore ? (TimestampedKeyValueStore<K, V>) store : null;
    }

    /** A timestamped key-value store with headers; null if there is none of that name and type. */
    @SuppressWarnings("unchecked") // the caller names the types
    public <K, V> @Nullable KeyValueStore<K, ValueTimestampHeaders<V>> getTimestampedKeyValueStoreWithHeaders(
            String name) {
        return (KeyValueStore<K, ValueTimestampHeaders<V>>) store(name, TimestampedKeyValueStoreWithHeaders.class);
    }

    /** A versioned key-value store; null if there is none of that name and type. */
    @SuppressWarnings("unchecked") // the caller names the types
    public <K, V> @Nullable VersionedKeyValueStore<K, V> getVersionedKeyValueStore(String name) {
        return (VersionedKeyValueStore<K, V>) store(name, VersionedKeyValueStore.class);
    }

    /** A window store, without the timestamps and headers it may keep; null if there is none of that name and type. */
    @SuppressWarnings("unchecked") // the caller names the types
    public <K, V> @Nullable WindowStore<K, V> getWindowStore(String name) {
        StateStore store = task.stores().get(name);
        if (store instanceof TimestampedWindowStore) {
            return new WindowFacade<>((TimestampedWindowStore<K, V>) store, ShownAs.valuesOfTimestamped(clock::nowMs));
        }
        if (store instanceof TimestampedWindowStoreWithHeaders) {
            return new WindowFacade<>(
                    (TimestampedWindowStoreWithHeaders<K, V>) store, ShownAs.valuesOfHeaders(clock::nowMs));
        }
        return store instanceof WindowStore ? (WindowStore<K, V>) store : null;
    }

    /** A timestamped window store, without the headers it may keep; null if there is none of that name and type. */
    @SuppressWarnings("unchecked") // the caller names the types
    public <K, V> @Nullable WindowStore<K, ValueAndTimestamp<V>> getTimestampedWindowStore(String name) {
        StateStore store = task.stores().get(name);
        if (store instanceof TimestampedWindowStoreWithHeaders) {
            return new WindowFacade<>((TimestampedWindowStoreWithHeaders<K, V>) store, ShownAs.timestampedOfHeaders());
        }
        return store instanceof TimestampedWindowStore ? (TimestampedWindowStore<K, V>) store : null;
    }

    /** A timestamped window store with headers; null if there is none of that name and type. */
    @SuppressWarnings("unchecked") // the caller names the types
    public <K, V> @Nullable WindowStore<K, ValueTimestampHeaders<V>> getTimestampedWindowStoreWithHeaders(String name) {
        return (WindowStore<K, ValueTimestampHeaders<V>>) store(name, TimestampedWindowStoreWithHeaders.class);
    }

    /** A session store, without the headers it may keep; null if there is none of that name and type. */
    @SuppressWarnings("unchecked") // the caller names the types
    public <K, V> @Nullable SessionStore<K, V> getSessionStore(String name) {
        StateStore store = task.stores().get(name);
        if (store instanceof SessionStoreWithHeaders) {
            return new SessionFacade<>((SessionStoreWithHeaders<K, V>) store, ShownAs.aggregatesOfHeaders());
        }
        return store instanceof SessionStore ? (SessionStore<K, V>) store : null;
    }

    /** A session store with headers; null if there is none of that name and type. */
    @SuppressWarnings("unchecked") // the caller names the types
    public <K, V> @Nullable SessionStoreWithHeaders<K, V> getSessionStoreWithHeaders(String name) {
        return (SessionStoreWithHeaders<K, V>) store(name, SessionStoreWithHeaders.class);
    }

    private <S> @Nullable S store(String name, Class<S> type) {
        StateStore store = task.stores().get(name);
        return type.isInstance(store) ? type.cast(store) : null;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("This driver is closed; make a new one.");
        }
    }

    /** Closes processors and stores and deletes what they left on the disk. What was written can still be read. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            task.close();
        } finally {
            metrics.close();
            directory.delete();
        }
    }
}
