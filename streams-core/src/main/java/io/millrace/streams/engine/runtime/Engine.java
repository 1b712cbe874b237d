package io.millrace.streams.engine.runtime;

import io.millrace.streams.ClientInstanceIds;
import io.millrace.streams.CloseOptions.GroupMembershipOperation;
import io.millrace.streams.KafkaStreams.State;
import io.millrace.streams.KafkaStreams.StateListener;
import io.millrace.streams.KeyQueryMetadata;
import io.millrace.streams.StoreQueryParameters;
import io.millrace.streams.StreamsMetadata;
import io.millrace.streams.ThreadMetadata;
import io.millrace.streams.engine.query.QueryRouter;
import io.millrace.streams.engine.query.StoreDirectory;
import io.millrace.streams.engine.query.StoreFinder;
import io.millrace.streams.engine.restore.RestoreProgress;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.errors.StreamsUncaughtExceptionHandler;
import io.millrace.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.millrace.streams.processor.StandbyUpdateListener;
import io.millrace.streams.processor.StateRestoreListener;
import io.millrace.streams.processor.StreamPartitioner;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.query.StateQueryRequest;
import io.millrace.streams.query.StateQueryResult;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running application: its stream threads, their common life cycle, and the end of it. Called by user threads and by the worker
 * threads' last breath. The lock guards the table of workers; nobody waits for anything while holding it.
 */
public final class Engine {

    private static final Logger log = LoggerFactory.getLogger(Engine.class);

    private final Assembly assembly;
    private final Lifecycle lifecycle;
    private final StoreDirectory stores = new StoreDirectory();
    private final GlobalStores globals;
    private final Object lock = new Object();
    private final Map<Integer, WorkerThread> workers = new TreeMap<>();
    private volatile @Nullable StreamsUncaughtExceptionHandler uncaughtHandler;
    private volatile boolean paused;
    private boolean closing;
    private final AtomicInteger failedThreads = new AtomicInteger();

    /**
     * How far a store's partition is behind its changelog.
     *
     * @param position the next offset to restore; the end for a store that is up to date
     * @param end the offset after the last record of the changelog
     */
    public record ChangelogSpan(long position, long end) {}

    /**
     * Describes an application; nothing is started, and no client is opened but what the assembly opened.
     *
     * @param states told of every state at once, in their order; unlike the listener it must not call back
     */
    public Engine(Assembly assembly, Consumer<State> states) {
        this.assembly = assembly;
        this.globals = new GlobalStores(assembly, stores, this::globalsFailed);
        this.lifecycle = new Lifecycle("Client " + assembly.clientId(), states);
        assembly.publishClientMetrics(
                lifecycle::state,
                new Assembly.Threads(this::threadsAliveOrToCome, failedThreads::get),
                new BrokerWatch("Client " + assembly.clientId(), this::currentWorkers, assembly.clock()));
    }

    /** Where the client is in its life. */
    public State state() {
        return lifecycle.state();
    }

    /** Sets who is told of state changes; before the start only. */
    public void listen(@Nullable StateListener listener) {
        lifecycle.listen(listener);
    }

    /** Sets who is told of restores; before the start only. */
    public void listen(@Nullable StateRestoreListener listener) {
        requireCreated("A restore listener");
        assembly.restoreListener(listener);
    }

    /** Sets who is told of standby tasks; before the start only. */
    public void listen(@Nullable StandbyUpdateListener listener) {
        requireCreated("A standby update listener");
        assembly.standbyListener(listener);
    }

    /** Sets who decides when a stream thread fails; before the start only. */
    public void onUncaught(StreamsUncaughtExceptionHandler handler) {
        requireCreated("An uncaught exception handler");
        uncaughtHandler = handler;
    }

    private void requireCreated(String what) {
        if (state() != State.CREATED) {
            throw new IllegalStateException(
                    what + " can only be set before the client is started, but it is " + state());
        }
    }

    /** Fills the global stores and waits until they are; then starts the stream threads, and does not wait for them. */
    public void start() {
        if (!lifecycle.tryMove(State.REBALANCING)) {
            throw new IllegalStateException(
                    "The client is " + state() + " and cannot be started; a client is started once, make a new one");
        }
        lifecycle.tell();
        try {
            assembly.open();
            if (globals.fill()) {
                startWorkers();
            }
        } catch (RuntimeException e) {
            fail();
            throw e;
        }
    }

    private void startWorkers() {
        if (assembly.plan().subtopologies().isEmpty()) {
            // There are global stores and nothing else, for which no stream thread is needed.
            lifecycle.tryMove(State.RUNNING);
            lifecycle.tell();
            return;
        }
        for (int index = 1; index <= assembly.settings().threads(); index++) {
            startWorker(index);
        }
    }

    private WorkerThread startWorker(int index) {
        WorkerThread.Ending ending = new WorkerThread.Ending(
                this::workersChanged,
                (worker, failure) -> askHandler("Stream thread " + worker.name(), failure),
                this::workerEnded,
                this::applicationEnds);
        synchronized (lock) {
            if (closing) {
                throw new IllegalStateException("The client is closing and starts no more stream threads");
            }
            WorkerThread worker = assembly.startWorker(index, stores, ending);
            workers.put(index, worker);
            if (paused) {
                worker.post(new Mail.Pause());
            }
            return worker;
        }
    }

    /** Adds a stream thread; empty if the client does not run. Returns the thread's name. */
    public Optional<String> addThread() {
        synchronized (lock) {
            if (!state().isRunningOrRebalancing()) {
                log.warn("Cannot add a stream thread while the client is {}", state());
                return Optional.empty();
            }
            if (assembly.plan().subtopologies().isEmpty()) {
                log.warn("The topology has global stores only, so a stream thread has nothing to do");
                return Optional.empty();
            }
            int index = 1;
            while (workers.containsKey(index)) {
                index++;
            }
            return Optional.of(startWorker(index).name());
        }
    }

    /** Ends a stream thread and waits for its end; empty if there is none to end. Returns the thread's name. */
    public Optional<String> removeThread(@Nullable Duration timeout) {
        WorkerThread removed;
        synchronized (lock) {
            if (!state().isRunningOrRebalancing()) {
                return Optional.empty();
            }
            removed = workers.values().stream()
                    .filter(WorkerThread::isAlive)
                    .filter(worker -> !worker.isCurrent() || workers.size() == 1)
                    .reduce((first, second) -> second)
                    .orElse(null);
        }
        if (removed == null) {
            return Optional.empty();
        }
        removed.post(Mail.Stop.leaving());
        if (!removed.awaitEnd(timeout)) {
            throw new org.apache.kafka.common.errors.TimeoutException("Stream thread " + removed.name()
                    + " was told to end but did not within " + timeout + "; it will end when it can");
        }
        return Optional.of(removed.name());
    }

    /** Stops processing; the threads keep polling and keep their tasks. */
    public void pause() {
        paused = true;
        post(new Mail.Pause());
    }

    /** Processes again. */
    public void resume() {
        paused = false;
        post(new Mail.Resume());
    }

    /** Whether processing is paused. */
    public boolean isPaused() {
        return paused;
    }

    private void post(Mail mail) {
        currentWorkers().forEach(worker -> worker.post(mail));
    }

    private List<WorkerThread> currentWorkers() {
        synchronized (lock) {
            return new ArrayList<>(workers.values());
        }
    }

    /** A store that this instance hosts, for any thread to read. */
    public <T> T store(StoreQueryParameters<T> parameters) {
        return new StoreFinder(stores, assembly.storeNames()).find(parameters);
    }

    /** Takes a query to the partitions of a store that this instance hosts. */
    public <R> StateQueryResult<R> query(StateQueryRequest<R> request) {
        return new QueryRouter(stores, assembly.storeNames()).query(request);
    }

    /** Fails for a store that the topology does not have. */
    public void requireStore(String name) {
        new QueryRouter(stores, assembly.storeNames()).requireKnown(name);
    }

    /** The instances of the application that can be reached. */
    public Collection<StreamsMetadata> instances() {
        return assembly.instances().all();
    }

    /** The instances that host some of a store. */
    public Collection<StreamsMetadata> instances(String store) {
        return assembly.instances().hosting(store);
    }

    /** Where a key of a store is that is partitioned by default; null if there is no such store. */
    public <K> @Nullable KeyQueryMetadata find(String store, K key, Serializer<K> serializer) {
        return assembly.instances().find(store, key, serializer);
    }

    /** Where a key of a store is; null if there is no such store. */
    public <K> @Nullable KeyQueryMetadata find(String store, K key, StreamPartitioner<? super K, ?> partitioner) {
        return assembly.instances().find(store, key, partitioner);
    }

    /** How far the logged stores are behind their changelogs, by store and partition: those of these tasks, or of all. */
    public Map<String, Map<Integer, ChangelogSpan>> lags(@Nullable Collection<TaskId> only) {
        LocalLags lags = new LocalLags(assembly.plan());
        for (WorkerThread worker : currentWorkers()) {
            Map<TaskId, RestoreProgress> progress = worker.restoreProgress();
            for (TaskView task : worker.tasks()) {
                if (only == null || only.contains(task.id())) {
                    lags.add(task, progress.get(task.id()));
                }
            }
            Map<TaskId, RestoreProgress> followed = worker.followed();
            for (TaskView task : worker.standbys()) {
                if (only == null || only.contains(task.id())) {
                    lags.add(task, followed.get(task.id()));
                }
            }
        }
        return lags.ask(assembly.topics());
    }

    /** Under which ids the broker knows the metrics of the Kafka clients. */
    public ClientInstanceIds instanceIds(Duration timeout) {
        InstanceIds ids = new InstanceIds(timeout, assembly.clock().elapsedMs());
        currentWorkers().forEach(worker -> worker.ask(ids));
        globals.ask(ids);
        return ids.answers(ClientIds.admin(assembly.clientId()), assembly.topics()::instanceId);
    }

    /** The stream threads that were started and have not ended; a live, read-only view. */
    public List<Thread> streamThreads() {
        return new AbstractList<>() {
            @Override
            public Thread get(int index) {
                return startedThreads().get(index);
            }

            @Override
            public int size() {
                return startedThreads().size();
            }
        };
    }

    private List<Thread> startedThreads() {
        return currentWorkers().stream()
                .map(WorkerThread::thread)
                .filter(Objects::nonNull)
                .toList();
    }

    /** The threads there are. */
    public Set<ThreadMetadata> threads() {
        String admin = ClientIds.admin(assembly.clientId());
        return currentWorkers().stream().map(worker -> worker.metadata(admin)).collect(Collectors.toUnmodifiableSet());
    }

    /** The tasks of all threads. */
    public Collection<TaskView> tasks() {
        return currentWorkers().stream()
                .flatMap(worker -> worker.tasks().stream())
                .toList();
    }

    /** What the application is made of. */
    public Assembly assembly() {
        return assembly;
    }

    /** All metrics of the client. */
    public Map<MetricName, ? extends Metric> metrics() {
        return assembly.allMetrics();
    }

    private int threadsAliveOrToCome() {
        return state() == State.CREATED ? assembly.settings().threads() : aliveThreads();
    }

    private int aliveThreads() {
        return (int) currentWorkers().stream().filter(WorkerThread::isAlive).count();
    }

    private void workersChanged() {
        synchronized (lock) {
            if (!state().isRunningOrRebalancing() || workers.isEmpty()) {
                return;
            }
            boolean allRun = workers.values().stream()
                    .filter(WorkerThread::isAlive)
                    .allMatch(worker -> worker.state() == WorkerState.RUNNING);
            lifecycle.tryMove(allRun && aliveThreads() > 0 ? State.RUNNING : State.REBALANCING);
        }
        lifecycle.tell();
    }

    private void workerEnded(WorkerThread worker, @Nullable StreamThreadExceptionResponse response) {
        int index;
        synchronized (lock) {
            index = workers.entrySet().stream()
                    .filter(entry -> entry.getValue() == worker)
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(-1);
            workers.remove(index);
        }
        if (response == null) {
            workersChanged();
            return;
        }
        failedThreads.incrementAndGet();
        if (response == StreamThreadExceptionResponse.REPLACE_THREAD && state().isRunningOrRebalancing()) {
            log.warn("Replacing stream thread {}", worker.name());
            try {
                startWorker(index);
                return;
            } catch (RuntimeException e) {
                log.error("Stream thread {} could not be replaced; the client shuts down", worker.name(), e);
            }
        }
        fail();
    }

    /** An instance of the application failed, and its user's handler ends all of them. */
    private void applicationEnds() {
        log.error(
                "Client {} shuts down, because the uncaught exception handler of an instance of the application asked"
                        + " for the end of all of them",
                assembly.clientId());
        fail();
    }

    /** Without global stores no task can go on, so whatever the handler answers, this is the end. */
    private void globalsFailed(String thread, Throwable failure) {
        StreamThreadExceptionResponse response = askHandler(thread, failure);
        if (response == StreamThreadExceptionResponse.REPLACE_THREAD) {
            log.warn("{} fills global stores and cannot be replaced; the client shuts down", thread);
        }
        fail();
    }

    private StreamThreadExceptionResponse askHandler(String thread, Throwable failure) {
        StreamsUncaughtExceptionHandler handler = uncaughtHandler;
        log.error("{} failed", thread, failure);
        if (handler == null) {
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        Throwable told = failure instanceof StreamsException
                ? failure
                : new StreamsException(thread + " failed: " + failure, failure);
        try {
            StreamThreadExceptionResponse response = handler.handle(told);
            if (response != null) {
                return response;
            }
            log.error("The uncaught exception handler answered null; the client shuts down");
        } catch (RuntimeException | Error e) { // Whatever it is, the thread must still be closed.
            log.error("The uncaught exception handler failed itself; the client shuts down", e);
        }
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /**
     * Commits, closes everything, leaves the group or stays a member of it, and ends; waits for the end at most this long, and goes on ending in the background after that.
     *
     * @return whether everything has ended
     */
    public boolean close(Duration timeout, GroupMembershipOperation membership) {
        shutDown(State.PENDING_SHUTDOWN, State.NOT_RUNNING, membership);
        if (globals.isCurrent() || currentWorkers().stream().anyMatch(WorkerThread::isCurrent)) {
            log.warn("The client was told to close by one of its own threads, which cannot wait for its own end: it"
                    + " closes in the background");
            return false;
        }
        try {
            return lifecycle.awaitEnd(timeout.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void fail() {
        shutDown(State.PENDING_ERROR, State.ERROR, GroupMembershipOperation.LEAVE_GROUP);
    }

    private void shutDown(State pending, State end, GroupMembershipOperation membership) {
        synchronized (lock) {
            if (closing) {
                return;
            }
            if (!lifecycle.tryMove(pending) && !state().isShuttingDown()) {
                return;
            }
            closing = true;
        }
        Thread closer = new Thread(() -> closeAll(end, membership), assembly.clientId() + "-close");
        closer.setDaemon(true);
        closer.start();
        lifecycle.tell(); // Last: the listener may wait for the end, or never come back.
    }

    private void closeAll(State end, GroupMembershipOperation membership) {
        List<WorkerThread> ending = currentWorkers();
        ending.forEach(worker -> worker.post(new Mail.Stop(membership)));
        boolean allEnded = new WorkerEnds(assembly.settings().requestTimeout(), assembly.clock()).await(ending);
        try {
            if (globals.close() && allEnded) { // Otherwise somebody has it all in use, in a process that ends.
                assembly.close();
            }
        } catch (RuntimeException e) {
            log.warn("Client {} did not close cleanly", assembly.clientId(), e);
        }
        lifecycle.tryMove(end);
        lifecycle.tell();
    }

    /** Deletes the local state; only while the client does not run. */
    public void cleanUp() {
        if (!state().hasNotStarted() && !state().hasCompletedShutdown()) {
            throw new IllegalStateException(
                    "Local state can only be deleted while the client does not run, but it is " + state());
        }
        assembly.wipeState();
    }
}
