package io.millrace.streams.spring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Starts the topologies after the web server is up, and stops them after it has answered its last request: requests may query
 * state to the end.
 */
final class StreamsLifecycle implements SmartLifecycle, ApplicationListener<ContextClosedEvent> {

    /**
     * Just below the phase in which a web server drains its requests, and above that in which it stops. Spelled out, because
     * there may be no web server on the class path.
     */
    static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 1024 - 1;

    private static final Logger log = LoggerFactory.getLogger(StreamsLifecycle.class);

    /**
     * How long a start may hold up the application to find out whether it fails at once. Starts that take longer, for want of a
     * broker or of topics, go on in the background.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final TopologyRunners topologies;
    private volatile boolean running;

    StreamsLifecycle(TopologyRunners topologies) {
        this.topologies = topologies;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public void start() {
        running = true;
        if (topologies.all().isEmpty()) {
            log.info("No stream topology is declared; annotate one with @StreamTopology");
            return;
        }
        try {
            List<CompletableFuture<Void>> starts = new ArrayList<>();
            for (TopologyRunner topology : topologies.all()) {
                if (topology.autoStartup()) {
                    starts.add(topology.startInBackground());
                }
            }
            awaitEarlyFailure(starts);
        } catch (RuntimeException e) {
            // A context that fails to start does not stop what was started.
            stopAll();
            throw e;
        }
    }

    private static void awaitEarlyFailure(List<CompletableFuture<Void>> starts) {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        for (CompletableFuture<Void> start : starts) {
            try {
                start.get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException | CancellationException e) {
                log.debug("A start goes on in the background, or was stopped meanwhile", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException failure
                        ? failure
                        : new IllegalStateException("A topology could not be started", e.getCause());
            }
        }
    }

    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        topologies.all().forEach(TopologyRunner::drain);
    }

    @Override
    public void stop() {
        stopAll();
    }

    @Override
    public void stop(Runnable callback) {
        Thread stopper = new Thread(
                () -> {
                    try {
                        stopAll();
                    } finally {
                        callback.run();
                    }
                },
                "streams-stop");
        stopper.start();
    }

    private void stopAll() {
        running = false;
        List<Thread> stoppers = new ArrayList<>();
        for (TopologyRunner topology : topologies.all()) {
            Thread stopper = new Thread(topology::stop, "streams-stop-" + topology.name());
            stopper.setDaemon(true);
            stopper.start();
            stoppers.add(stopper);
        }
        Duration longest = topologies.all().stream()
                .map(TopologyRunner::closeTimeout)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        long deadlineNanos = System.nanoTime() + longest.toNanos();
        for (Thread stopper : stoppers) {
            try {
                stopper.join(Math.max(1, (deadlineNanos - System.nanoTime()) / 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
