package io.millrace.streams;

import io.millrace.streams.CloseOptions.GroupMembershipOperation;
import io.millrace.streams.engine.runtime.Assembly;
import io.millrace.streams.engine.runtime.Engine;
import io.millrace.streams.engine.runtime.Engine.ChangelogSpan;
import io.millrace.streams.engine.runtime.KafkaClock;
import io.millrace.streams.errors.StreamsNotStartedException;
import io.millrace.streams.errors.StreamsStoppedException;
import io.millrace.streams.errors.StreamsUncaughtExceptionHandler;
import io.millrace.streams.processor.StandbyUpdateListener;
import io.millrace.streams.processor.StateRestoreListener;
import io.millrace.streams.processor.StreamPartitioner;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.query.StateQueryRequest;
import io.millrace.streams.query.StateQueryResult;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * A running topology: reads from Kafka, keeps state, writes to Kafka, on threads of its own, and shares the work with all other
 * instances of the same {@value StreamsConfig#APPLICATION_ID_CONFIG}.
 *
 * <pre>{@code
 * KafkaStreams streams = new KafkaStreams(topology, properties);
 * Runtime.getRuntime().addShutdownHook(new Thread(streams::close));
 * streams.start();
 * }</pre>
 *
 * <p>All methods may be called by any thread. An instance is started once and closed once; to run again, make a new one.
 */
public class KafkaStreams implements AutoCloseable {

    private static final Duration FOREVER = Duration.ofMillis(Integer.MAX_VALUE);

    /** The prefix of the names of this instance's threads and Kafka clients. */
    protected final String clientId;

    /** The settings. */
    protected final StreamsConfig applicationConfigs;

    /** The stream threads that were started and have not ended; a live, read-only view. */
    protected final List<Thread> threads;

    /** The client that looks up and makes topics; closed with the instance. */
    protected final Admin adminClient;

    /** Where this instance is in its life; written by the engine only. */
    protected volatile State state = State.CREATED;

    private final Engine engine;

    /** Where an instance is in its life. */
    public enum State {
        /** Made, not started. */
        CREATED,
        /** Started; some task is not running yet, or partitions are being moved. */
        REBALANCING,
        /** All tasks of this instance run. */
        RUNNING,
        /** Closing because it was told to. */
        PENDING_SHUTDOWN,
        /** Closed. */
        NOT_RUNNING,
        /** Closing because something failed. */
        PENDING_ERROR,
        /** Closed after a failure. */
        ERROR;

        private Set<State> next() {
            return switch (this) {
                case CREATED -> Set.of(REBALANCING, PENDING_SHUTDOWN);
                case REBALANCING -> Set.of(RUNNING, PENDING_SHUTDOWN, PENDING_ERROR);
                case RUNNING -> Set.of(REBALANCING, RUNNING, PENDING_SHUTDOWN, PENDING_ERROR);
                case PENDING_SHUTDOWN -> Set.of(NOT_RUNNING);
                case PENDING_ERROR -> Set.of(ERROR);
                case NOT_RUNNING, ERROR -> Set.of();
            };
        }

        /** Whether {@link KafkaStreams#start()} was not called yet. */
        public boolean hasNotStarted() {
            return this == CREATED;
        }

        /** Whether the instance is at work. */
        public boolean isRunningOrRebalancing() {
            return this == RUNNING || this == REBALANCING;
        }

        /** Whether the instance is about to end. */
        public boolean isShuttingDown() {
            return this == PENDING_SHUTDOWN || this == PENDING_ERROR;
        }

        /** Whether the instance has ended. */
        public boolean hasCompletedShutdown() {
            return this == NOT_RUNNING || this == ERROR;
        }

        /** Whether the instance was started, or has ended without being started. */
        public boolean hasStartedOrFinishedShuttingDown() {
            return isRunningOrRebalancing() || hasCompletedShutdown();
        }

        /** Whether an instance in this state can come to be in the other one next. */
        public boolean isValidTransition(State newState) {
            return next().contains(newState);
        }
    }

    /** Told of changes of state, in their order, on the thread that caused them; should return quickly. */
    public interface StateListener {

        /**
         * @param newState the state now
         * @param oldState the state before
         */
        void onChange(State newState, State oldState);
    }

    /**
     * Makes an instance; nothing is started, and the broker is not asked for anything.
     *
     * @param topology what to run
     * @param props settings, see {@link StreamsConfig}
     * @throws io.millrace.streams.errors.StreamsException if the topology cannot be run
     * @throws org.apache.kafka.common.config.ConfigException if a setting is missing or wrong
     */
    public KafkaStreams(Topology topology, Properties props) {
        this(topology, new StreamsConfig(props));
    }

    /** Makes an instance with clients of the caller's making. */
    public KafkaStreams(Topology topology, Properties props, KafkaClientSupplier clientSupplier) {
        this(topology, new StreamsConfig(props), clientSupplier);
    }

    /** Makes an instance with a clock of the caller's. */
    public KafkaStreams(Topology topology, Properties props, Time time) {
        this(topology, new StreamsConfig(props), time);
    }

    /** Makes an instance with clients and a clock of the caller's. */
    public KafkaStreams(Topology topology, Properties props, KafkaClientSupplier clientSupplier, Time time) {
        this(topology, new StreamsConfig(props), clientSupplier, time);
    }

    /** Makes an instance from settings that were read already. */
    public KafkaStreams(Topology topology, StreamsConfig applicationConfigs) {
        this(topology, applicationConfigs, applicationConfigs.getKafkaClientSupplier());
    }

    /** Makes an instance from settings that were read already, with clients of the caller's making. */
    public KafkaStreams(Topology topology, StreamsConfig applicationConfigs, KafkaClientSupplier clientSupplier) {
        this(topology, applicationConfigs, clientSupplier, Time.SYSTEM);
    }

    /** Makes an instance from settings that were read already, with a clock of the caller's. */
    public KafkaStreams(Topology topology, StreamsConfig applicationConfigs, Time time) {
        this(topology, applicationConfigs, applicationConfigs.getKafkaClientSupplier(), time);
    }

    private KafkaStreams(Topology topology, StreamsConfig config, KafkaClientSupplier clients, Time time) {
        Assembly assembly = new Assembly(topology.definition(config), config, clients, new KafkaClock(time));
        this.clientId = assembly.clientId();
        this.applicationConfigs = config;
        this.adminClient = assembly.admin();
        this.engine = new Engine(assembly, next -> state = next);
        this.threads = engine.streamThreads();
    }

    /** Where this instance is in its life. */
    public State state() {
        return state;
    }

    /** Whether this instance is at work. */
    protected boolean isRunningOrRebalancing() {
        return state.isRunningOrRebalancing();
    }

    /** Whether this instance was started, or has ended. */
    protected boolean hasStartedOrFinishedShuttingDown() {
        return state.hasStartedOrFinishedShuttingDown();
    }

    /**
     * Fails unless this instance is at work.
     *
     * @throws StreamsNotStartedException before the start
     * @throws IllegalStateException once it is closing
     */
    protected void validateIsRunningOrRebalancing() {
        requireStarted();
        if (!isRunningOrRebalancing()) {
            throw new IllegalStateException("The client must run for this, but it is " + state + "; make a new one");
        }
    }

    /**
     * Sets who is told of changes of state.
     *
     * @param listener the listener, null for none
     * @throws IllegalStateException if the instance was started already
     */
    public void setStateListener(@Nullable StateListener listener) {
        engine.listen(listener);
    }

    /**
     * Sets who decides what follows when a stream thread fails; without one, the instance shuts down.
     *
     * @throws IllegalStateException if the instance was started already
     */
    public void setUncaughtExceptionHandler(StreamsUncaughtExceptionHandler userStreamsUncaughtExceptionHandler) {
        engine.onUncaught(Objects.requireNonNull(
                userStreamsUncaughtExceptionHandler, "The uncaught exception handler must not be null"));
    }

    /**
     * Sets who is told of the restore of every store; called on restore threads.
     *
     * @param globalStateRestoreListener the listener, null for none
     * @throws IllegalStateException if the instance was started already
     */
    public void setGlobalStateRestoreListener(@Nullable StateRestoreListener globalStateRestoreListener) {
        engine.listen(globalStateRestoreListener);
    }

    /**
     * Sets who is told of the standby tasks of this instance; called on restore threads.
     *
     * @param standbyListener the listener, null for none
     * @throws IllegalStateException if the instance was started already
     */
    public void setStandbyUpdateListener(@Nullable StandbyUpdateListener standbyListener) {
        engine.listen(standbyListener);
    }

    /** All metrics of this instance and of its Kafka clients, as there are now. The map cannot be changed. */
    public Map<MetricName, ? extends Metric> metrics() {
        return engine.metrics();
    }

    /**
     * Fills the global stores, if there are any, and waits until they were read to the ends of their topics; then
     * starts the stream threads and returns. The instance is {@link State#RUNNING} some time later.
     *
     * @throws IllegalStateException if the instance was started before
     * @throws io.millrace.streams.errors.StreamsException if the local state cannot be opened, for example because another process
     *     uses the same directory
     */
    public void start() {
        engine.start();
    }

    /**
     * Commits, closes everything, leaves the group, and returns when all that is done. Records in hand are processed to their end, however
     * long that takes. During a rebalance the last commit waits until the group takes it, for {@code heartbeat.interval.ms} and a second, at most
     * for half of {@code transaction.timeout.ms}; after that what was not committed is processed again. If brokers do not answer, the last commit
     * is given up after {@code request.timeout.ms}, and so is the close of each Kafka client.
     *
     * <p>A call on a thread of this instance, from a processor, a handler or a listener, returns at once, and the instance closes in the
     * background.
     */
    @Override
    public void close() {
        engine.close(FOREVER, GroupMembershipOperation.LEAVE_GROUP);
    }

    /**
     * Closes like {@link #close()}, but waits no longer than this; what is not closed by then goes on closing in the background.
     *
     * @param timeout how long to wait, zero not to wait
     * @return whether everything was closed in time; false on a thread of this instance
     * @throws IllegalArgumentException if the timeout is negative
     */
    public boolean close(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("The close timeout must not be negative, but it is " + timeout);
        }
        return engine.close(timeout, GroupMembershipOperation.LEAVE_GROUP);
    }

    /**
     * Closes as the options say. An instance that remains in the group keeps its partitions until its session times out, so that
     * it finds them again if it is back before; meanwhile nobody processes them. {@link #close()} and {@link #close(Duration)} leave
     * the group.
     *
     * @return whether everything was closed in time
     * @throws IllegalArgumentException if the timeout is negative
     */
    public boolean close(CloseOptions options) {
        Duration timeout = Objects.requireNonNull(options, "The close options must not be null")
                .timeout
                .orElse(FOREVER);
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("The close timeout must not be negative, but it is " + timeout);
        }
        return engine.close(timeout, options.operation);
    }

    /**
     * Deletes the local state of this application. What is logged comes back from the changelogs at the next start.
     *
     * @throws IllegalStateException if the instance runs
     */
    public void cleanUp() {
        engine.cleanUp();
    }

    /**
     * Adds a stream thread.
     *
     * @return the thread's name, empty if the instance does not run
     */
    public Optional<String> addStreamThread() {
        return engine.addThread();
    }

    /**
     * Ends one stream thread and waits for its end.
     *
     * @return the thread's name, empty if the instance does not run
     */
    public Optional<String> removeStreamThread() {
        return engine.removeThread(null);
    }

    /**
     * Ends one stream thread and waits for its end, no longer than this.
     *
     * @return the thread's name, empty if the instance does not run
     * @throws org.apache.kafka.common.errors.TimeoutException if the thread has not ended in time; it still will
     */
    public Optional<String> removeStreamThread(Duration timeout) {
        return engine.removeThread(timeout);
    }

    /** Stops processing on this instance; it keeps its partitions and its membership. Not remembered over a restart. */
    public void pause() {
        engine.pause();
    }

    /** Whether processing is paused on this instance. */
    public boolean isPaused() {
        return engine.isPaused();
    }

    /** Processes again after {@link #pause()}. */
    public void resume() {
        engine.resume();
    }

    /** Calls this with every stream thread there is, on the caller's thread. Returns how many there were. */
    protected int processStreamThread(Consumer<Thread> consumer) {
        List<Thread> current = List.copyOf(threads);
        current.forEach(consumer);
        return current.size();
    }

    /**
     * The ids under which the brokers know the metrics that the Kafka clients of this instance push, see KIP-714. Blocks for the
     * brokers' answers.
     *
     * @param timeout how long all of this may take
     * @throws IllegalArgumentException if the timeout is negative
     * @throws IllegalStateException if the instance does not run
     * @throws org.apache.kafka.common.errors.TimeoutException if not all ids are known in time
     */
    public ClientInstanceIds clientInstanceIds(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("The timeout must not be negative, but it is " + timeout);
        }
        if (!isRunningOrRebalancing()) {
            throw new IllegalStateException("The client must run to ask for its instance ids, but it is " + state);
        }
        return engine.instanceIds(timeout);
    }

    /**
     * All instances of the application, this one among them, and what they host; only those that have set
     * {@value StreamsConfig#APPLICATION_SERVER_CONFIG}. As of the last rebalance that this instance took part in.
     *
     * @throws StreamsNotStartedException before the start
     * @throws IllegalStateException once this instance is closing
     */
    public Collection<StreamsMetadata> metadataForAllStreamsClients() {
        validateIsRunningOrRebalancing();
        return engine.instances();
    }

    /**
     * The instances that host some partition of a store, active or standby; see {@link #metadataForAllStreamsClients()}.
     *
     * @return the instances; none if there is no such store
     */
    public Collection<StreamsMetadata> streamsMetadataForStore(String storeName) {
        validateIsRunningOrRebalancing();
        return engine.instances(storeName);
    }

    /**
     * The instance that hosts a key of a store whose input is partitioned the default way.
     *
     * @param keySerializer serialises the key as the producer of the store's input did
     * @return where the key is, {@link KeyQueryMetadata#NOT_AVAILABLE} if that is not known now, null if there is no such store
     * @throws StreamsNotStartedException before the start
     * @throws IllegalStateException once this instance is closing
     */
    public <K> @Nullable KeyQueryMetadata queryMetadataForKey(String storeName, K key, Serializer<K> keySerializer) {
        validateIsRunningOrRebalancing();
        return engine.find(storeName, key, keySerializer);
    }

    /**
     * The instance that hosts a key of a store whose input is partitioned in its own way.
     *
     * @param partitioner partitions as the producer of the store's input did; must give exactly one partition
     * @return where the key is, {@link KeyQueryMetadata#NOT_AVAILABLE} if that is not known now, null if there is no such store
     * @throws StreamsNotStartedException before the start
     * @throws IllegalStateException once this instance is closing
     */
    public <K> @Nullable KeyQueryMetadata queryMetadataForKey(
            String storeName, K key, StreamPartitioner<? super K, ?> partitioner) {
        validateIsRunningOrRebalancing();
        return engine.find(storeName, key, partitioner);
    }

    /**
     * How far the logged stores of this instance are behind their changelogs, by store and partition; zero for those that are not
     * being restored. Blocks for the broker's answer.
     *
     * @throws io.millrace.streams.errors.StreamsException if the broker does not tell the ends of the changelogs
     * @throws org.apache.kafka.common.errors.TimeoutException if it does not tell them in time
     */
    public Map<String, Map<Integer, LagInfo>> allLocalStorePartitionLags() {
        return lags(engine.lags(null));
    }

    /** Like {@link #allLocalStorePartitionLags()}, for the stores of these tasks only. */
    protected Map<String, Map<Integer, LagInfo>> allLocalStorePartitionLags(List<TaskId> tasksToCollectLagFor) {
        return lags(engine.lags(tasksToCollectLagFor));
    }

    private static Map<String, Map<Integer, LagInfo>> lags(Map<String, Map<Integer, ChangelogSpan>> spans) {
        Map<String, Map<Integer, LagInfo>> lags = new TreeMap<>();
        spans.forEach((store, partitions) -> {
            Map<Integer, LagInfo> byPartition = new TreeMap<>();
            partitions.forEach(
                    (partition, span) -> byPartition.put(partition, new LagInfo(span.position(), span.end())));
            lags.put(store, byPartition);
        });
        return lags;
    }

    /** The stream threads of this instance and their tasks, as of now; none before the start. */
    public Set<ThreadMetadata> metadataForLocalThreads() {
        return engine.threads();
    }

    /**
     * A view of the partitions of a store that this instance hosts; safe to use from any thread. It shows what was processed so far,
     * committed or not. The partitions are looked up at each read: a view can be had as soon as the client has started, and be kept. While
     * the store is not hosted here or cannot be read yet, reads fail with an
     * {@link io.millrace.streams.errors.InvalidStateStoreException}.
     *
     * @param storeQueryParameters which store, which partition, and as what
     * @param <T> type the store is read through
     * @throws StreamsNotStartedException before the start
     * @throws io.millrace.streams.errors.UnknownStateStoreException if the topology has no such store
     */
    public <T> T store(StoreQueryParameters<T> storeQueryParameters) {
        requireStarted();
        if (state.hasCompletedShutdown()) {
            throw new StreamsStoppedException(
                    "Store '" + storeQueryParameters.storeName() + "' cannot be read because the client is " + state);
        }
        return engine.store(storeQueryParameters);
    }

    /**
     * Asks the partitions of a store that this instance hosts, each for itself; see {@link StateQueryRequest}. A partition that cannot
     * answer tells why in its result.
     *
     * @throws io.millrace.streams.errors.UnknownStateStoreException if the topology has no such store
     * @throws StreamsNotStartedException before the start
     * @throws StreamsStoppedException once this instance is closing
     */
    public <R> StateQueryResult<R> query(StateQueryRequest<R> request) {
        engine.requireStore(request.getStoreName());
        requireStarted();
        if (!isRunningOrRebalancing()) {
            throw new StreamsStoppedException(
                    "Store '" + request.getStoreName() + "' cannot be queried because the client is " + state);
        }
        return engine.query(request);
    }

    private void requireStarted() {
        if (state.hasNotStarted()) {
            throw new StreamsNotStartedException("The client was not started; call start() first");
        }
    }
}
