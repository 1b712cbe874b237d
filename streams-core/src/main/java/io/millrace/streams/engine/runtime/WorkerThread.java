package io.millrace.streams.engine.runtime;

import io.millrace.streams.TaskMetadata;
import io.millrace.streams.ThreadMetadata;
import io.millrace.streams.engine.kafka.ConsumerSource;
import io.millrace.streams.engine.kafka.ProducerSink;
import io.millrace.streams.engine.log.LogPosition;
import io.millrace.streams.engine.plan.TopicSelection;
import io.millrace.streams.engine.query.HostedStore;
import io.millrace.streams.engine.query.HostedStore.Role;
import io.millrace.streams.engine.query.StoreDirectory;
import io.millrace.streams.engine.restore.RestoreProgress;
import io.millrace.streams.engine.task.ActiveTask;
import io.millrace.streams.engine.task.StandbyTask;
import io.millrace.streams.engine.task.TaskPhase;
import io.millrace.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.millrace.streams.processor.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a stream worker, and what other threads may know of it. Holds the one catch-all of the engine: whatever a step
 * throws ends the worker, and the engine decides what follows.
 */
final class WorkerThread implements WorkerObserver, LocalTasks.Tasks {

    private static final Logger log = LoggerFactory.getLogger(WorkerThread.class);

    /** How long a thread that failed waits for the group to hear that the application ends. */
    private static final Duration FAREWELL = Duration.ofSeconds(30);

    /** How long it stays when the others have been told. */
    private static final Duration FAREWELL_TO_SLOW_ONES = Duration.ofSeconds(3);

    private static final Duration FAREWELL_POLL = Duration.ofMillis(100);

    private final String name;
    private final Mailbox mailbox;
    private final StoreDirectory directory;
    private final Housekeeping housekeeping;
    private final Ending ending;
    private final Map<TopicPartition, Long> committed = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Long> fetched = new ConcurrentHashMap<>();
    private volatile WorkerState state = WorkerState.CREATED;
    private volatile List<TaskView> tasks = List.of();
    private volatile List<TaskView> standbys = List.of();
    /** What active and standby tasks have; touched by the worker's thread only. */
    private List<HostedStore> activeStores = List.of();

    private List<HostedStore> standbyStores = List.of();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Started started;

    /** The thread once it runs, and what other threads may ask of its clients. */
    private record Started(Thread thread, Equipment equipment) {}

    /**
     * Who is told of a worker's changes.
     *
     * @param stateChanged called on the worker's thread after each change of state
     * @param failed called on the worker's thread with what it failed on, before it closes anything; answers what is to follow
     * @param ended called on the worker's thread as the last thing it does, with the answer if it failed, or null
     * @param applicationEnds called on the worker's thread when a member of the group asked for the end of the whole application
     */
    record Ending(
            Runnable stateChanged,
            BiFunction<WorkerThread, Throwable, StreamThreadExceptionResponse> failed,
            BiConsumer<WorkerThread, @Nullable StreamThreadExceptionResponse> ended,
            Runnable applicationEnds) {}

    WorkerThread(String name, Mailbox mailbox, StoreDirectory directory, Housekeeping housekeeping, Ending ending) {
        this.name = name;
        this.mailbox = mailbox;
        this.directory = directory;
        this.housekeeping = housekeeping;
        this.ending = ending;
    }

    String name() {
        return name;
    }

    WorkerState state() {
        return state;
    }

    boolean isAlive() {
        return state != WorkerState.DEAD;
    }

    void post(Mail mail) {
        mailbox.post(mail);
    }

    /**
     * What a worker runs on.
     *
     * @param restores its restore worker, started already
     * @param membership what it tells the group
     * @param source its input
     * @param sink its output
     * @param resources closed at its end
     * @param topics what it reads
     */
    record Equipment(
            RestoreThread restores,
            WorkerMembership membership,
            ConsumerSource source,
            ProducerSink sink,
            AutoCloseable resources,
            TopicSelection topics) {}

    /** Starts the thread. */
    void start(StreamWorker worker, Equipment equipment) {
        Thread made = new Thread(() -> run(worker, equipment), name);
        started = new Started(made, equipment);
        made.start();
    }

    /** The thread, null before it is started. */
    @Nullable
    Thread thread() {
        Started now = started;
        return now == null ? null : now.thread();
    }

    /** Whether the caller runs on one of this worker's threads. */
    boolean isCurrent() {
        Started now = started;
        return now != null
                && (now.thread() == Thread.currentThread()
                        || now.equipment().restores().isCurrent());
    }

    /** Whether one of the worker's threads called {@link System#exit}, so that the worker will never end. Any thread may call. */
    boolean isExiting() {
        Started now = started;
        return now != null
                && (Exits.isExiting(now.thread()) || now.equipment().restores().isExiting());
    }

    /** Asks the worker's clients under which ids the broker knows their metrics. Any thread may call. */
    void ask(InstanceIds ids) {
        Started now = started;
        if (now == null) {
            return;
        }
        CompletableFuture<Uuid> consumer = new CompletableFuture<>();
        post(new Mail.TellInstanceId(ids.untilMs(), consumer));
        ids.consumer(ClientIds.consumer(name), consumer);
        ids.consumer(ClientIds.restoreConsumer(name), now.equipment().restores().askInstanceId(ids.timeout()));
        ids.producer(ClientIds.producer(name), now.equipment().sink()::instanceId);
    }

    @Override
    public Map<TaskId, RestoreProgress> restoreProgress() {
        Started now = started;
        return now == null ? Map.of() : now.equipment().restores().progress();
    }

    @Override
    public Map<TaskId, RestoreProgress> followed() {
        Started now = started;
        return now == null ? Map.of() : now.equipment().restores().followed();
    }

    /** Waits for the end of the worker, at most this long, or as long as it takes. Returns at once on the worker's own threads. */
    boolean awaitEnd(@Nullable Duration timeout) {
        if (isCurrent()) {
            return true;
        }
        try {
            if (timeout == null) {
                ended.await();
                return true;
            }
            return ended.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** How long ago the worker heard anything from the brokers. Any thread may call. */
    long brokerSilenceMs(long nowMs) {
        Started now = started;
        return now == null || !isAlive()
                ? 0
                : now.equipment()
                        .source()
                        .brokerSilenceMs(nowMs, now.equipment().membership().isJoining());
    }

    /** Whether the worker waits now for brokers to take what it did. Any thread may call. */
    boolean waitsForBrokers() {
        Started now = started;
        return now != null
                && (now.equipment().sink().isWaiting()
                        || now.equipment().source().isWaiting());
    }

    /** Waits no longer for brokers that do not take the worker's last commit. */
    void abandonCommit() {
        Started now = started;
        if (now != null) {
            now.equipment().sink().abandon();
            now.equipment().source().abandon();
        }
    }

    private void run(StreamWorker worker, Equipment equipment) {
        StreamThreadExceptionResponse failure = null;
        try {
            failure = work(worker, equipment);
            equipment.resources().close();
        } catch (Throwable e) { // The client has ended all the same, and whoever waits for its end must be told.
            log.warn("{} did not close cleanly", name, e);
        } finally {
            end(failure);
        }
    }

    /** Steps the worker to its end. Returns what is to follow if it failed, null if it was told to stop. */
    private @Nullable StreamThreadExceptionResponse work(StreamWorker worker, Equipment equipment) {
        try {
            worker.join(equipment.topics());
            boolean running = true;
            while (running) {
                running = worker.step();
            }
            worker.closeCleanly();
            return null;
        } catch (Throwable e) { // The root of the thread: whatever it is, it ends the worker, and the engine decides.
            StreamThreadExceptionResponse response = ending.failed().apply(this, e);
            try {
                worker.closeAfterFailure(
                        response == StreamThreadExceptionResponse.SHUTDOWN_APPLICATION
                                ? () -> tellOthersThatTheApplicationEnds(equipment)
                                : () -> {});
            } catch (RuntimeException | Error closing) {
                log.warn("{} did not close cleanly after it failed", name, closing);
            }
            return response;
        }
    }

    /** Tells all members of the group, by way of its leader, that the application ends. */
    private void tellOthersThatTheApplicationEnds(Equipment equipment) {
        WorkerMembership membership = equipment.membership();
        membership.askForTheEndOfTheApplication();
        long untilNanos = System.nanoTime() + FAREWELL.toNanos();
        boolean told = false;
        while (System.nanoTime() < untilNanos) {
            if (!told && membership.allWereToldOfTheEnd()) {
                // One that is slow in its round must find this member in the next.
                told = true;
                untilNanos = System.nanoTime() + FAREWELL_TO_SLOW_ONES.toNanos();
            }
            if (!told && !membership.isJoining()) {
                // A round that was under way already did not hear of it: it takes another.
                equipment.source().requestRebalance("the application shall end");
            }
            equipment.source().poll(FAREWELL_POLL);
        }
        if (!told) {
            log.warn("{} could not tell the other instances within {} that the application ends", name, FAREWELL);
        }
    }

    private void end(@Nullable StreamThreadExceptionResponse failure) {
        try {
            directory.publish(name, List.of());
            tasks = List.of();
            standbys = List.of();
            stateChanged(WorkerState.PENDING_SHUTDOWN);
            stateChanged(WorkerState.DEAD);
        } finally {
            state = WorkerState.DEAD;
            ended.countDown();
            ending.ended().accept(this, failure);
        }
    }

    @Override
    public void stateChanged(WorkerState to) {
        if (state == to || !state.canBecome(to)) {
            return;
        }
        log.debug("{} goes from {} to {}", name, state, to);
        state = to;
        ending.stateChanged().run();
    }

    @Override
    public void tasksChanged(Collection<ActiveTask> changed) {
        List<TaskView> views = new ArrayList<>();
        List<HostedStore> stores = new ArrayList<>();
        for (ActiveTask task : changed) {
            views.add(new TaskView(task.id(), task.inputs(), task.phase()));
            Role role = task.phase() == TaskPhase.RUNNING ? Role.RUNNING : Role.RESTORING;
            task.stores().values().forEach(store -> stores.add(new HostedStore(task.id(), store, role)));
        }
        Set<TopicPartition> inputs = new HashSet<>();
        views.forEach(view -> inputs.addAll(view.inputs()));
        committed.keySet().retainAll(inputs);
        fetched.keySet().retainAll(inputs);
        tasks = List.copyOf(views);
        activeStores = stores;
        publishStores();
    }

    @Override
    public void standbysChanged(Collection<StandbyTask> changed) {
        List<TaskView> views = new ArrayList<>();
        List<HostedStore> stores = new ArrayList<>();
        for (StandbyTask task : changed) {
            views.add(new TaskView(task.id(), task.inputs(), TaskPhase.RESTORING));
            task.stores().values().forEach(store -> stores.add(new HostedStore(task.id(), store, Role.STANDBY)));
        }
        standbys = List.copyOf(views);
        standbyStores = stores;
        publishStores();
    }

    private void publishStores() {
        List<HostedStore> stores = new ArrayList<>(activeStores);
        stores.addAll(standbyStores);
        directory.publish(name, stores);
    }

    @Override
    public void toldThatTheApplicationEnds() {
        ending.applicationEnds().run();
    }

    @Override
    public void fetched(TopicPartition input, long lastOffset) {
        fetched.put(input, lastOffset);
    }

    @Override
    public void committed(Map<TopicPartition, LogPosition> inputs) {
        inputs.forEach((partition, position) -> committed.put(partition, position.offset()));
        housekeeping.committed(inputs);
    }

    @Override
    public List<TaskView> tasks() {
        return tasks;
    }

    @Override
    public List<TaskView> standbys() {
        return standbys;
    }

    /** What the API tells of a thread. */
    ThreadMetadata metadata(String adminClientId) {
        Set<TaskMetadata> active =
                tasks.stream().map(task -> task.metadata(committed, fetched)).collect(Collectors.toUnmodifiableSet());
        Set<TaskMetadata> standby =
                standbys.stream().map(TaskView::standbyMetadata).collect(Collectors.toUnmodifiableSet());
        return new ThreadView(state.name(), name, active, standby, adminClientId);
    }

    private record ThreadView(
            String threadState,
            String threadName,
            Set<TaskMetadata> activeTasks,
            Set<TaskMetadata> standbyTasks,
            String adminClientId)
            implements ThreadMetadata {

        @Override
        public String consumerClientId() {
            return ClientIds.consumer(threadName);
        }

        @Override
        public String restoreConsumerClientId() {
            return ClientIds.restoreConsumer(threadName);
        }

        @Override
        public Set<String> producerClientIds() {
            return Set.of(ClientIds.producer(threadName));
        }
    }
}
