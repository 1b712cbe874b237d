package io.millrace.streams;

import io.millrace.streams.engine.runtime.Assembly;
import io.millrace.streams.engine.runtime.Engine;
import io.millrace.streams.engine.runtime.KafkaClock;
import io.millrace.streams.errors.StreamsNotStartedException;
import io.millrace.streams.errors.StreamsStoppedException;
import io.millrace.streams.errors.StreamsUncaughtExceptionHandler;
import io.millrace.streams.processor.StateRestoreListener;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
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
        this.engine = new Engine(new Assembly(topology.definition(config), config, clients, new KafkaClock(time)));
    }

    /** Where this instance is in its life. */
    public State state() {
        return engine.state();
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

    /** All metrics of this instance and of its Kafka clients; a live, read-only view. */
    public Map<MetricName, ? extends Metric> metrics() {
        return engine.metrics();
    }

    /**
     * Starts the stream threads and returns; the instance is {@link State#RUNNING} some time later.
     *
     * @throws IllegalStateException if the instance was started before
     * @throws io.millrace.streams.errors.StreamsException if the local state cannot be opened, for example because another process
     *     uses the same directory
     */
    public void start() {
        engine.start();
    }

    /** Commits, closes everything, leaves the group, and returns when all that is done. */
    @Override
    public void close() {
        engine.close(FOREVER);
    }

    /**
     * Closes like {@link #close()}, but waits no longer than this; what is not closed by then goes on closing in the background.
     *
     * @param timeout how long to wait, zero not to wait
     * @return whether everything was closed in time
     * @throws IllegalArgumentException if the timeout is negative
     */
    public boolean close(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("The close timeout must not be negative, but it is " + timeout);
        }
        return engine.close(timeout);
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

    /** The stream threads of this instance and their tasks, as of now. */
    public Set<ThreadMetadata> metadataForLocalThreads() {
        requireStarted();
        return engine.threads();
    }

    /**
     * A view of the partitions of a store that this instance hosts; safe to use from any thread. It shows what was processed so far,
     * committed or not.
     *
     * @param storeQueryParameters which store, which partition, and as what
     * @param <T> type the store is read through
     * @throws StreamsNotStartedException before the start
     * @throws io.millrace.streams.errors.UnknownStateStoreException if the topology has no such store
     * @throws io.millrace.streams.errors.InvalidStateStoreException if the store is not hosted here, or cannot be read yet
     */
    public <T> T store(StoreQueryParameters<T> storeQueryParameters) {
        requireStarted();
        if (engine.state().hasCompletedShutdown()) {
            throw new StreamsStoppedException("Store '" + storeQueryParameters.storeName()
                    + "' cannot be read because the client is " + engine.state());
        }
        return engine.store(storeQueryParameters);
    }

    private void requireStarted() {
        if (engine.state().hasNotStarted()) {
            throw new StreamsNotStartedException("The client was not started; call start() first");
        }
    }
}
