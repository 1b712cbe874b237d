package io.millrace.streams.spring.autoconfigure;

import io.millrace.streams.KafkaStreams;
import io.millrace.streams.KafkaStreams.State;
import io.millrace.streams.Topology;
import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.StreamsStateChangedEvent;
import io.millrace.streams.spring.TopologyStatus;
import io.millrace.streams.spring.TopologyStatus.Phase;
import io.millrace.streams.spring.autoconfigure.TopicProperties.WaitFor;
import io.millrace.streams.spring.autoconfigure.diagnostics.KnownFailures;
import io.millrace.streams.spring.autoconfigure.diagnostics.StreamsStartException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Starts and stops one topology, each time with a new client. Any thread may call it; the lock guards the fields, and nobody waits
 * for Kafka while holding it.
 */
final class TopologyRunner implements ManagedTopology {

    private static final Logger log = LoggerFactory.getLogger(TopologyRunner.class);

    private final TopologyPlan plan;
    private final ClientMaker clients;
    private final ApplicationEventPublisher events;
    private final Object lock = new Object();
    private @Nullable KafkaStreams client;
    private int generation;
    private @Nullable Thread starter;
    private CompletableFuture<Void> started = CompletableFuture.completedFuture(null);
    private Phase phase = Phase.STOPPED;
    private Instant since = Instant.now();
    private boolean wasRunning;
    private @Nullable String waitingFor;
    private @Nullable Throwable failure;

    TopologyRunner(TopologyPlan plan, ClientMaker clients, ApplicationEventPublisher events) {
        this.plan = plan;
        this.clients = clients;
        this.events = events;
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
        return plan.config();
    }

    boolean autoStartup() {
        return plan.start().autoStartup();
    }

    @Override
    public KafkaStreams client() {
        synchronized (lock) {
            if (client == null) {
                client = clients.make(plan, new ClientObserver(++generation));
            }
            return client;
        }
    }

    @Override
    public TopologyStatus status() {
        synchronized (lock) {
            State state = client == null ? State.CREATED : client.state();
            boolean paused = client != null && client.isPaused();
            return new TopologyStatus(phase, state, since, paused, wasRunning, waitingFor, failure);
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
            KafkaStreams last = client;
            if (last != null && last.state() != State.CREATED) {
                last.close(Duration.ZERO);
                client = null;
            }
            KafkaStreams next = client();
            CompletableFuture<Void> done = new CompletableFuture<>();
            started = done;
            wasRunning = false;
            failure = null;
            move(Phase.WAITING);
            Thread thread = new Thread(() -> run(next, done), "streams-start-" + plan.name());
            thread.setDaemon(true);
            starter = thread;
            thread.start();
            return done;
        }
    }

    private void run(KafkaStreams next, CompletableFuture<Void> done) {
        try {
            if (plan.start().waitFor() == WaitFor.SOURCES) {
                new TopicWait(plan, this::waitFor).await();
            }
            synchronized (lock) {
                if (phase != Phase.WAITING || client != next) {
                    done.cancel(false);
                    return;
                }
                waitingFor = null;
                move(Phase.STARTED);
            }
            next.start();
            log.info("Started stream topology {} as {}", plan.name(), plan.applicationId());
            done.complete(null);
        } catch (InterruptedException e) {
            done.cancel(false);
        } catch (RuntimeException e) {
            failedToStart(next, e, done);
        }
    }

    private void failedToStart(KafkaStreams next, RuntimeException e, CompletableFuture<Void> done) {
        synchronized (lock) {
            if (client != next || phase == Phase.STOPPED) {
                done.cancel(false);
                return;
            }
            waitingFor = null;
            failure = e;
            move(Phase.FAILED);
        }
        StreamsStartException known = KnownFailures.explain(e);
        if (known == null) {
            log.error("Stream topology {} could not be started", plan.name(), e);
        } else {
            log.error(
                    "Stream topology {} could not be started. {} {}", plan.name(), known.description(), known.action());
        }
        done.completeExceptionally(e);
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
    public boolean stop(Duration timeout) {
        KafkaStreams ending;
        Thread starting;
        synchronized (lock) {
            ending = client;
            starting = starter;
            starter = null;
            waitingFor = null;
            move(Phase.STOPPED);
        }
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        if (starting != null) {
            starting.interrupt();
            try {
                starting.join(Math.max(1, timeout.toMillis()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        long leftNanos = Math.max(0, deadlineNanos - System.nanoTime());
        boolean ended = ending == null || ending.close(Duration.ofNanos(leftNanos));
        if (ended) {
            log.info("Stopped stream topology {}", plan.name());
        } else {
            log.warn(
                    "Stream topology {} did not end within {}; it goes on ending in the background",
                    plan.name(),
                    timeout);
        }
        return ended;
    }

    @Override
    public boolean awaitRunning(Duration timeout) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        synchronized (lock) {
            while (client == null || client.state() != State.RUNNING) {
                long leftMs = (deadlineNanos - System.nanoTime()) / 1_000_000;
                if (leftMs <= 0 || phase == Phase.FAILED) {
                    return false;
                }
                lock.wait(leftMs);
            }
            return true;
        }
    }

    private void stateChanged(int ofGeneration, State newState, State oldState) {
        synchronized (lock) {
            if (ofGeneration != generation) {
                return;
            }
            since = Instant.now();
            if (newState == State.RUNNING) {
                wasRunning = true;
            } else if (newState == State.ERROR) {
                phase = Phase.FAILED;
            }
            lock.notifyAll();
        }
        try {
            events.publishEvent(new StreamsStateChangedEvent(plan.name(), newState, oldState));
        } catch (RuntimeException e) {
            log.warn(
                    "A listener failed on the change of topology {} from {} to {}", plan.name(), oldState, newState, e);
        }
    }

    /** Observes the client of one start; what comes from an earlier client no longer counts. */
    private final class ClientObserver implements ClientMaker.Observer {

        private final int ofGeneration;

        private ClientObserver(int ofGeneration) {
            this.ofGeneration = ofGeneration;
        }

        @Override
        public void onChange(State newState, State oldState) {
            stateChanged(ofGeneration, newState, oldState);
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
    }
}
