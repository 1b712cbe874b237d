package io.millrace.streams.processor.api;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.StreamsMetrics;
import io.millrace.streams.engine.metrics.EngineMetrics;
import io.millrace.streams.processor.Cancellable;
import io.millrace.streams.processor.PunctuationType;
import io.millrace.streams.processor.Punctuator;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.StateStoreContext;
import io.millrace.streams.processor.TaskId;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.Sensor.RecordingLevel;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * A context for testing a processor by itself: it captures what the processor forwards, schedules and commits, and the test sets
 * the times and the record metadata that the processor sees. Stores are initialised with {@link #getStateStoreContext()}.
 *
 * <pre>{@code
 * MockProcessorContext<String, Long> context = new MockProcessorContext<>();
 * processor.init(context);
 * processor.process(new Record<>("key", "value", 0L));
 * assertThat(context.forwarded()).hasSize(1);
 * }</pre>
 *
 * Not safe for use by several threads.
 *
 * @param <KForward> type of the keys that are forwarded
 * @param <VForward> type of the values that are forwarded
 */
public class MockProcessorContext<KForward, VForward> implements ProcessorContext<KForward, VForward> {

    private final StreamsConfig config;
    private final Map<String, Object> configs;
    private final TaskId taskId;
    private final @Nullable File stateDir;
    private final StreamsMetrics metrics =
            new EngineMetrics(new Metrics(new MetricConfig().recordLevel(RecordingLevel.DEBUG)));

    private final Map<String, StateStore> stores = new HashMap<>();
    private final List<CapturedPunctuator> punctuators = new ArrayList<>();
    private final List<CapturedForward<? extends KForward, ? extends VForward>> forwards = new ArrayList<>();

    private @Nullable RecordMetadata metadata;
    private @Nullable Long systemTimeMs;
    private @Nullable Long streamTimeMs;
    private boolean committed;

    /** Creates a context of task 0_0 without a configuration or a state directory. */
    public MockProcessorContext() {
        this(new Properties());
    }

    /**
     * Creates a context of task 0_0 without a state directory.
     *
     * @param config configuration of the application; may lack the required settings
     */
    public MockProcessorContext(Properties config) {
        this(config, new TaskId(0, 0), null);
    }

    /**
     * Creates a context.
     *
     * @param config configuration of the application; may lack the required settings
     * @param taskId task that the processor sees
     * @param stateDir where a store may keep files, null if none does; stores of this library keep theirs in memory under test
     */
    public MockProcessorContext(Properties config, TaskId taskId, @Nullable File stateDir) {
        Properties complete = new Properties();
        complete.putAll(config);
        complete.putIfAbsent(StreamsConfig.APPLICATION_ID_CONFIG, "dummy-mock-app-id");
        complete.putIfAbsent(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "dummy-mock-bootstrap-host:0");
        this.config = new StreamsConfig(complete);
        this.configs = new HashMap<>(this.config.originals());
        this.configs.putAll(this.config.values());
        this.taskId = taskId;
        this.stateDir = stateDir;
    }

    @Override
    public String applicationId() {
        return config.getString(StreamsConfig.APPLICATION_ID_CONFIG);
    }

    @Override
    public TaskId taskId() {
        return taskId;
    }

    @Override
    public Map<String, Object> appConfigs() {
        return new HashMap<>(configs);
    }

    @Override
    public Map<String, Object> appConfigsWithPrefix(String prefix) {
        return config.originalsWithPrefix(prefix);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if {@link #setCurrentSystemTimeMs} was not called
     */
    @Override
    public long currentSystemTimeMs() {
        if (systemTimeMs == null) {
            throw new IllegalStateException("System time must be set before use via setCurrentSystemTimeMs().");
        }
        return systemTimeMs;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if {@link #setCurrentStreamTimeMs} was not called
     */
    @Override
    public long currentStreamTimeMs() {
        if (streamTimeMs == null) {
            throw new IllegalStateException("Stream time must be set before use via setCurrentStreamTimeMs().");
        }
        return streamTimeMs;
    }

    @Override
    public Serde<?> keySerde() {
        return config.defaultKeySerde();
    }

    @Override
    public Serde<?> valueSerde() {
        return config.defaultValueSerde();
    }

    /**
     * {@inheritDoc}
     *
     * @throws NullPointerException if the context was created without one
     */
    @Override
    public File stateDir() {
        return Objects.requireNonNull(
                stateDir,
                "This context has no state directory; give one to its constructor, or use a store that keeps no"
                        + " files.");
    }

    @Override
    public StreamsMetrics metrics() {
        return metrics;
    }

    /**
     * Sets where the record in hand came from.
     *
     * @param topic its topic
     * @param partition its partition
     * @param offset its offset
     */
    public void setRecordMetadata(String topic, int partition, long offset) {
        metadata = new SetMetadata(topic, partition, offset);
    }

    /**
     * Sets the wall clock.
     *
     * @param currentSystemTimeMs epoch milliseconds
     */
    public void setCurrentSystemTimeMs(long currentSystemTimeMs) {
        systemTimeMs = currentSystemTimeMs;
    }

    /**
     * Sets the stream time.
     *
     * @param currentStreamTimeMs epoch milliseconds
     */
    public void setCurrentStreamTimeMs(long currentStreamTimeMs) {
        streamTimeMs = currentStreamTimeMs;
    }

    @Override
    public Optional<RecordMetadata> recordMetadata() {
        return Optional.ofNullable(metadata);
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"}) // Null if there is no such store.
    public <S extends StateStore> S getStateStore(String name) {
        return (S) stores.get(name);
    }

    /**
     * Adds a store for the processor to find. One that is initialised with {@link #getStateStoreContext()} is added by that.
     *
     * @param stateStore the store
     * @param <S> its type
     */
    public <S extends StateStore> void addStateStore(S stateStore) {
        stores.put(stateStore.name(), stateStore);
    }

    @Override
    public Cancellable schedule(Duration interval, PunctuationType type, Punctuator callback) {
        return captured(new CapturedPunctuator(null, interval, type, callback));
    }

    @Override
    public Cancellable schedule(Instant startTime, Duration interval, PunctuationType type, Punctuator callback) {
        return captured(new CapturedPunctuator(startTime, interval, type, callback));
    }

    private Cancellable captured(CapturedPunctuator punctuator) {
        punctuators.add(punctuator);
        return punctuator::cancel;
    }

    /**
     * Returns what was scheduled; nothing runs by itself.
     *
     * @return a copy, in the order of the calls, cancelled ones included
     */
    public List<CapturedPunctuator> scheduledPunctuators() {
        return new ArrayList<>(punctuators);
    }

    @Override
    public <K extends KForward, V extends VForward> void forward(Record<K, V> record) {
        forward(record, null);
    }

    @Override
    public <K extends KForward, V extends VForward> void forward(Record<K, V> record, @Nullable String childName) {
        forwards.add(new CapturedForward<>(record, Optional.ofNullable(childName)));
    }

    /**
     * Returns what was forwarded.
     *
     * @return a copy, in the order of the calls
     */
    public List<CapturedForward<? extends KForward, ? extends VForward>> forwarded() {
        return new ArrayList<>(forwards);
    }

    /**
     * Returns what was forwarded to a child: by its name, or to all children.
     *
     * @param childName name of the child
     * @return a copy, in the order of the calls
     */
    public List<CapturedForward<? extends KForward, ? extends VForward>> forwarded(String childName) {
        List<CapturedForward<? extends KForward, ? extends VForward>> found = new ArrayList<>();
        for (CapturedForward<? extends KForward, ? extends VForward> forward : forwards) {
            if (forward.childName().isEmpty() || forward.childName().get().equals(childName)) {
                found.add(forward);
            }
        }
        return found;
    }

    /** Forgets what was forwarded. */
    public void resetForwards() {
        forwards.clear();
    }

    @Override
    public void commit() {
        committed = true;
    }

    /**
     * Tells whether a commit was asked for.
     *
     * @return true if so, since the start or the last reset
     */
    public boolean committed() {
        return committed;
    }

    /** Forgets that a commit was asked for. */
    public void resetCommit() {
        committed = false;
    }

    /**
     * Returns the context to initialise stores with: {@code store.init(context.getStateStoreContext(), store)}. The store is then
     * found by {@link #getStateStore}, and keeps its contents in memory; a changelog is not written.
     *
     * @return the context
     */
    public StateStoreContext getStateStoreContext() {
        return new MockStoreContext(this, this::addStateStore);
    }

    private record SetMetadata(String topic, int partition, long offset) implements RecordMetadata {}

    /**
     * A punctuation that the processor scheduled. The test calls it, when it sees fit.
     */
    public static final class CapturedPunctuator {

        private final @Nullable Instant startTime;
        private final Duration interval;
        private final PunctuationType type;
        private final Punctuator punctuator;
        private boolean cancelled;

        private CapturedPunctuator(
                @Nullable Instant startTime, Duration interval, PunctuationType type, Punctuator punctuator) {
            this.startTime = startTime;
            this.interval = interval;
            this.type = type;
            this.punctuator = punctuator;
        }

        /**
         * Returns when it is due first.
         *
         * @return the time, null if the processor gave none
         */
        public @Nullable Instant getStartTime() {
            return startTime;
        }

        /**
         * Returns how often it is due.
         *
         * @return the interval
         */
        public Duration getInterval() {
            return interval;
        }

        /**
         * Returns by which clock it is due.
         *
         * @return the clock
         */
        public PunctuationType getType() {
            return type;
        }

        /**
         * Returns what to call.
         *
         * @return the punctuator
         */
        public Punctuator getPunctuator() {
            return punctuator;
        }

        /** Cancels it, as the processor can. */
        public void cancel() {
            cancelled = true;
        }

        /**
         * Tells whether it was cancelled.
         *
         * @return true if so
         */
        public boolean cancelled() {
            return cancelled;
        }
    }

    /**
     * A record that the processor forwarded.
     *
     * @param <K> type of the key
     * @param <V> type of the value
     */
    public static final class CapturedForward<K, V> {

        private final Record<K, V> record;
        private final Optional<String> childName;

        /**
         * Creates what is captured of a record forwarded to all children.
         *
         * @param record the record
         */
        public CapturedForward(Record<K, V> record) {
            this(record, Optional.empty());
        }

        /**
         * Creates what is captured of a record.
         *
         * @param record the record
         * @param childName name of the child it is forwarded to, empty for all
         * @throws NullPointerException if the record or the optional is null
         */
        public CapturedForward(Record<K, V> record, Optional<String> childName) {
            this.record = Objects.requireNonNull(record, "record cannot be null");
            this.childName = Objects.requireNonNull(childName, "childName cannot be null; give an empty Optional");
        }

        /**
         * Returns the child it was forwarded to.
         *
         * @return its name, empty for all children
         */
        public Optional<String> childName() {
            return childName;
        }

        /**
         * Returns the record.
         *
         * @return the record itself, not a copy
         */
        public Record<K, V> record() {
            return record;
        }

        @Override
        public String toString() {
            return "CapturedForward{record=" + record + ", childName=" + childName + "}";
        }

        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof CapturedForward<?, ?> other
                    && record.equals(other.record)
                    && childName.equals(other.childName);
        }

        @Override
        public int hashCode() {
            return Objects.hash(record, childName);
        }
    }
}
