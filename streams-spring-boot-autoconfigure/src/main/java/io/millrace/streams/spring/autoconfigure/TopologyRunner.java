package io.millrace.streams.spring.autoconfigure;

import io.millrace.streams.KafkaStreams;
import io.millrace.streams.KafkaStreams.State;
import io.millrace.streams.Topology;
import io.millrace.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.StreamsFailedEvent;
import io.millrace.streams.spring.StreamsStateChangedEvent;
import io.millrace.streams.spring.TopologyStatus;
import io.millrace.streams.spring.TopologyStatus.Phase;
import io.millrace.streams.spring.autoconfigure.TopicProperties.WaitFor;
import io.millrace.streams.spring.autoconfigure.diagnostics.KnownFailures;
import io.millrace.streams.spring.autoconfigure.diagnostics.StreamsStartException;
import io.millrace.streams.state.HostInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Starts and stops one topology, each time with a new client, and starts it again after failures. Any thread may call it; the lock
 * guards the fields, and nobody waits for Kafka while holding it.
 */
final class TopologyRunner implements ManagedTopology {

    private static final Logger log = LoggerFactory.getLogger(TopologyRunner.class);

    private final TopologyPlan plan;
    private final ClientMaker clients;
    private final ApplicationEventPublisher events;
    private final ClientEnd end;

    private final Object lock = new Object();
    private final RestartBudget budget;
    private @Nullable KafkaStreams client;
    /** What ran before the client and has not ended yet, as far as is known. */
    private @Nullable KafkaStreams stillEnding;

    private @Nullable HostInfo address;
    private Map<String, Object> config;
    private int generation;
    private @Nullable Thread starter;
    private CompletableFuture<Void> started = CompletableFuture.completedFuture(null);
    private Phase phase = Phase.STOPPED;
    private Instant since = Instant.now();
    private boolean wasRunning;
    private @Nullable String waitingFor;
    private @Nullable Throwable failure;
    private @Nullable Instant nextRestart;
    private int restarts;
    /** Whether the client has ended before its start came to an end, which the start then answers for. */
    private boolean endedInStart;

    TopologyRunner(TopologyPlan plan, ClientMaker clients, ApplicationEventPublisher events) {
        this.plan = plan;
        this.clients = clients;
        this.events = events;
        this.end = new ClientEnd(plan.name(), plan.run().end());
        this.budget = new RestartBudget(plan.run().restart());
        this.config = plan.config();
    }

    @Override
    public String name() {
        return plan.name();
    }

    @Override
    public String applicationId() {
        return plan.applicationId();
    }

    @Override
    public Topology topology() {
        return plan.topology();
    }

    @Override
    public Map<String, Object> config() {
        synchronized (lock) {
            return config;
        }
    }

    boolean autoStartup() {
        return plan.run().autoStartup();
    }

    Duration closeTimeout() {
        return plan.run().end().timeout();
    }

    @Override
    public KafkaStreams client() {
        synchronized (lock) {
            if (client == null) {
                HostInfo reachedAt = clients.server().of(plan.config());
                Map<String, Object> made = clients.config(plan);
                client = clients.make(plan, new ClientObserver(generation + 1));
                generation++;
                address = reachedAt;
                config = made;
            }
            return client;
        }
    }

    @Override
    public TopologyStatus status() {
        synchronized (lock) {
            State state = client == null ? State.CREATED : client.state();
            boolean paused = client != null && client.isPaused();
            return new TopologyStatus(
                    phase, state, since, paused, wasRunning, waitingFor, failure, nextRestart, restarts);
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // A failure shows in the status and in the log.
    public void start() {
        startInBackground();
    }

    /** Starts; what is returned completes when the client was started, which may take as long as its topics do. */
    CompletableFuture<Void> startInBackground() {
        synchronized (lock) {
            if (phase == Phase.WAITING || phase == Phase.STARTED || phase == Phase.DRAINING) {
                return started;
            }
            if (starter != null && starter != Thread.currentThread()) {
                // It waits for the time of a restart, which this start makes needless.
                starter.interrupt();
            }
            budget.reset();
            return launch(plan.run().cleanupFirst(), false);
        }
    }

    /** Begins a start on a thread of its own; the caller holds the lock. */
    private CompletableFuture<Void> launch(boolean cleanup, boolean again) {
        KafkaStreams last = client;
        boolean replaced = last != null && (last.state() != State.CREATED || !isReachedAsNow());
        if (replaced) {
            client = null;
        }
        KafkaStreams next;
        try {
            next = client();
        } catch (RuntimeException e) {
            // What ran has to be ended still.
            client = last;
            throw e;
        }
        if (replaced && stillEnding == null) {
            stillEnding = last;
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        started = done;
        wasRunning = false;
        endedInStart = false;
        failure = null;
        nextRestart = null;
        move(Phase.WAITING);
        Start start = new Start(next, stillEnding, cleanup, again, done);
        starter = inBackground("streams-start-", () -> run(start));
        return done;
    }

    /**
     * A start that is under way.
     *
     * @param client what is started
     * @param last what ran before and may not have ended yet, null if nothing did
     * @param cleanup whether to delete the local state first
     * @param again whether it follows a failure
     * @param done completed when the client was started
     */
    private record Start(
            KafkaStreams client,
            @Nullable KafkaStreams last,
            boolean cleanup,
            boolean again,
            CompletableFuture<Void> done) {}

    private Thread inBackground(String name, Runnable work) {
        Thread thread = new Thread(work, name + plan.name());
        thread.setDaemon(true);
        // What the client starts looks up the application's classes as this thread does, whoever asked for the start.
        thread.setContextClassLoader(clients.beans().classLoader());
        thread.start();
        return thread;
    }

    /** A client that was asked for before the web server was up tells the others no address, or not the right one. */
    private boolean isReachedAsNow() {
        boolean same = Objects.equals(address, clients.server().of(plan.config()));
        if (!same) {
            log.warn(
                    "The client of stream topology {} was used before the web server was up, and is replaced;"
                            + " set it up with a StreamsClientCustomizer",
                    plan.name());
        }
        return same;
    }

    private void run(Start start) {
        try {
            if (start.last() != null) {
                // Two clients cannot have the same state.
                endBefore(start.last());
            }
            if (plan.run().topics().waitFor() == WaitFor.SOURCES) {
                new TopicWait(plan, this::waitFor).await();
            }
            if (start.cleanup()) {
                start.client().cleanUp();
            }
            synchronized (lock) {
                if (phase != Phase.WAITING || client != start.client()) {
                    start.done().cancel(false);
                    return;
                }
                waitingFor = null;
                move(Phase.STARTED);
            }
            start.client().start();
            log.info("Started stream topology {} as {}", plan.name(), plan.applicationId());
            publish(hasStarted(start));
        } catch (InterruptedException e) {
            start.done().cancel(false);
        } catch (RuntimeException e) {
            failedToStart(start, e);
        }
    }

    private void endBefore(KafkaStreams last) {
        if (!last.close(closeTimeout())) {
            throw new StreamsStartException(
                    "Stream topology '" + plan.name() + "' cannot be started: its old client is still ending, after "
                            + closeTimeout() + ".",
                    "Start it again when a record that is still being processed is done, or raise"
                            + " streams.close-timeout.",
                    null);
        }
        synchronized (lock) {
            if (stillEnding == last) {
                stillEnding = null;
            }
        }
    }

    private @Nullable StreamsFailedEvent hasStarted(Start start) {
        synchronized (lock) {
            start.done().complete(null);
            return client == start.client() && endedInStart ? failed(null, false) : null;
        }
    }

    private void failedToStart(Start start, RuntimeException e) {
        synchronized (lock) {
            if (client != start.client() || phase == Phase.STOPPED) {
                start.done().cancel(false);
                return;
            }
            if (phase == Phase.FAILED) {
                // The handler was asked about the same failure, and what it said has been done.
                start.done().completeExceptionally(e);
                return;
            }
        }
        log(e, "could not be started");
        publish(failed(e, start.again()));
        start.done().completeExceptionally(e);
    }

    private void log(Throwable e, String what) {
        StreamsStartException known = KnownFailures.explain(e);
        if (known == null) {
            log.error("Stream topology {} {}", plan.name(), what, e);
        } else {
            log.error("Stream topology {} {}. {} {}", plan.name(), what, known.description(), known.action());
        }
    }

    /**
     * A failure has ended the topology: starts it again after a while, if it may and there are restarts left. Returns what is to
     * be published if it is given up, else null.
     */
    private @Nullable StreamsFailedEvent failed(@Nullable Throwable cause, boolean mayRestart) {
        synchronized (lock) {
            if (phase == Phase.STOPPED) {
                return null;
            }
            boolean draining = phase == Phase.DRAINING;
            Throwable reason = cause != null ? cause : failure;
            if (reason == null) {
                reason = new IllegalStateException("Another instance has ended the whole application");
            }
            failure = reason;
            waitingFor = null;
            move(Phase.FAILED);
            if (draining) {
                return null;
            }
            Duration pause = mayRestart ? budget.failed(System.nanoTime()) : null;
            if (pause == null) {
                log.error("Stream topology {} has failed and is not started again by itself", plan.name());
                return new StreamsFailedEvent(plan.name(), reason);
            }
            log.warn("Stream topology {} is started again in {}, restart {}", plan.name(), pause, budget);
            nextRestart = Instant.now().plus(pause);
            int ofGeneration = generation;
            starter = inBackground("streams-restart-", () -> restartAfter(pause, ofGeneration));
            return null;
        }
    }

    private void restartAfter(Duration pause, int ofGeneration) {
        try {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        } catch (InterruptedException e) {
            return;
        }
        try {
            synchronized (lock) {
                if (phase != Phase.FAILED || generation != ofGeneration || nextRestart == null) {
                    return;
                }
                restarts++;
                started = launch(false, true);
            }
        } catch (RuntimeException e) {
            log(e, "could not be started");
            publish(failed(e, true));
        }
    }

    private void waitFor(String what) {
        synchronized (lock) {
            waitingFor = what;
        }
    }

    private void move(Phase next) {
        phase = next;
        since = Instant.now();
        lock.notifyAll();
    }

    /** The application begins to shut down: still at work, but no longer to be relied upon. */
    void drain() {
        synchronized (lock) {
            if (phase == Phase.STARTED) {
                move(Phase.DRAINING);
            }
        }
    }

    @Override
    public boolean stop() {
        return stop(closeTimeout());
    }

    @Override
    public boolean stop(Duration timeout) {
        KafkaStreams ending;
        Thread starting;
        synchronized (lock) {
            ending = client;
            starting = starter;
            starter = null;
            waitingFor = null;
            nextRestart = null;
            move(Phase.STOPPED);
        }
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        if (starting != null && starting != Thread.currentThread()) {
            starting.interrupt();
            try {
                starting.join(Math.max(1, timeout.toMillis()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        long leftNanos = Math.max(0, deadlineNanos - System.nanoTime());
        return ending == null || end.close(ending, Duration.ofNanos(leftNanos));
    }

    @Override
    public boolean awaitRunning(Duration timeout) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        synchronized (lock) {
            while (client == null || client.state() != State.RUNNING) {
                long leftMs = (deadlineNanos - System.nanoTime()) / 1_000_000;
                if (leftMs <= 0 || (phase == Phase.FAILED && nextRestart == null)) {
                    return false;
                }
                lock.wait(leftMs);
            }
            return true;
        }
    }

    private void publish(@Nullable Object event) {
        if (event == null) {
            return;
        }
        try {
            events.publishEvent(event);
        } catch (RuntimeException e) {
            log.warn("A listener failed on {}", event, e);
        }
    }

    /** Observes the client of one start; what comes from an earlier client no longer counts. */
    private final class ClientObserver implements ClientMaker.Observer {

        private final int ofGeneration;
        /** What was answered to failures that it has not got over, the gravest of them; guarded by the lock. */
        private @Nullable StreamThreadExceptionResponse answer;

        private ClientObserver(int ofGeneration) {
            this.ofGeneration = ofGeneration;
        }

        @Override
        public void onChange(State newState, State oldState) {
            StreamsFailedEvent givenUp;
            synchronized (lock) {
                if (ofGeneration != generation) {
                    return;
                }
                since = Instant.now();
                if (newState == State.RUNNING) {
                    wasRunning = true;
                    budget.running(System.nanoTime());
                    if (answer == StreamThreadExceptionResponse.REPLACE_THREAD) {
                        // It got over the failure, which is not why it may end some day.
                        answer = null;
                        failure = null;
                    }
                }
                lock.notifyAll();
                givenUp = newState == State.ERROR ? ended() : null;
            }
            publish(new StreamsStateChangedEvent(plan.name(), newState, oldState));
            publish(givenUp);
        }

        /** The client has ended in error. A start that throws brings it there too, and tells more about it. */
        private @Nullable StreamsFailedEvent ended() {
            if (phase == Phase.FAILED) {
                return null;
            }
            if (answer == null && !started.isDone()) {
                endedInStart = true;
                return null;
            }
            // An application that is to end on all instances must not come back on one of them.
            return failed(null, answer != null && answer != StreamThreadExceptionResponse.SHUTDOWN_APPLICATION);
        }

        @Override
        public void threadFailed(Throwable thrown) {
            synchronized (lock) {
                if (ofGeneration == generation) {
                    failure = thrown;
                }
            }
            StreamsStartException known = KnownFailures.explain(thrown);
            if (known != null) {
                log.error(
                        "A thread of stream topology {} failed. {} {}",
                        plan.name(),
                        known.description(),
                        known.action());
            }
        }

        @Override
        public void decided(StreamThreadExceptionResponse response) {
            synchronized (lock) {
                if (answer == null || response.compareTo(answer) > 0) {
                    answer = response;
                }
            }
        }
    }
}
