package io.millrace.sample;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Replays the quarter: publishes the airports, then the report of each flight when its time has come.
 *
 * <p>A report is sent at departure plus delay, and its record carries the departure as timestamp. So event time jumps
 * back and forth, by up to eight hours.
 *
 * <p>After a restart, a crash or a failed send, the feeder reads back which flights the topic holds and goes on with the
 * others. The producer is idempotent, so a retry within a run leaves no second copy; together each flight is published
 * once, and those of an airport in the order of their reports: within a run no send is given up, and a crash loses
 * nothing but the end. One feeder at a time may run.
 *
 * <p>A thread of its own does the work; the rest may be called from any thread.
 */
@Component
class FlightFeeder implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(FlightFeeder.class);
    private static final long RETRY_PAUSE_MS = 1_000;
    private static final long STOP_TIMEOUT_MS = 10_000;

    /** What stands for the number of a report that is none; those of flights begin at 1. */
    private static final int NO_FLIGHT = 0;

    /** Airports are older than every flight, so a join in the order of event time meets them first. */
    private static final Instant BEFORE_ALL_FLIGHTS = Instant.parse("2000-12-31T00:00:00Z");

    private final SourceFiles files;
    private final PublishedKeys publishedKeys;
    private final KafkaAdmin admin;
    private final KafkaTemplate<String, String> kafka;
    private final JsonMapper json;
    private final double speedup;
    private final boolean feeds;
    private volatile Replay replay = new Replay(0, 0, false);
    private @Nullable Run run;

    FlightFeeder(
            SourceFiles files,
            PublishedKeys publishedKeys,
            KafkaAdmin admin,
            KafkaTemplate<String, String> kafka,
            JsonMapper json,
            FlightBoardProperties properties) {
        this.files = files;
        this.publishedKeys = publishedKeys;
        this.admin = admin;
        this.kafka = kafka;
        this.json = json;
        this.speedup = properties.speedup();
        this.feeds = properties.feed();
    }

    /** How far the replay has come. */
    Replay replay() {
        return replay;
    }

    private synchronized void countConfirmed() {
        replay = replay.plusOne();
    }

    @Override
    public boolean isAutoStartup() {
        return feeds;
    }

    @Override
    public synchronized void start() {
        if (run == null) {
            run = new Run();
            run.start();
        }
    }

    @Override
    public synchronized void stop() {
        if (run != null) {
            run.end();
            run = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return run != null;
    }

    /** One start-to-stop of the feeder, and its thread. */
    private final class Run extends Thread {

        private final CountDownLatch ended = new CountDownLatch(1);

        Run() {
            super("flight-feeder");
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                boolean done = false;
                while (!done && !pausedUntilEnd(0)) {
                    done = attempt();
                    if (!done) {
                        pausedUntilEnd(TimeUnit.MILLISECONDS.toNanos(RETRY_PAUSE_MS));
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void end() {
            ended.countDown();
            try {
                join(STOP_TIMEOUT_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private boolean attempt() throws InterruptedException {
            try {
                if (!admin.initialize()) {
                    return false;
                }
                publishAirports();
                return publishFlights();
            } catch (RuntimeException e) {
                log.warn("The replay was interrupted; it goes on where the topic ends.", e);
                return false;
            }
        }

        private void publishAirports() {
            Set<String> known = publishedKeys.in(Topics.AIRPORTS, published -> published.key());
            ConfirmedSends sends = new ConfirmedSends(kafka, json, () -> {});
            for (Airport airport : files.airports()) {
                if (!known.contains(airport.iata())) {
                    sends.send(Topics.AIRPORTS, BEFORE_ALL_FLIGHTS, airport.iata(), airport);
                }
            }
            sends.awaitAll();
        }

        private boolean publishFlights() throws InterruptedException {
            Set<Integer> known = publishedKeys.in(Topics.FLIGHTS, this::number);
            known.remove(NO_FLIGHT);
            List<Flight> all = files.flights();
            List<Flight> missing = all.stream()
                    .filter(flight -> !known.contains(flight.number()))
                    .toList();
            replay = new Replay(all.size(), known.size(), missing.isEmpty());
            log.info("Replaying {} of {} flights.", missing.size(), all.size());
            ConfirmedSends sends = new ConfirmedSends(kafka, json, FlightFeeder.this::countConfirmed);
            long startedNanos = System.nanoTime();
            for (Flight flight : missing) {
                long dueNanos = startedNanos + nanosBetween(missing.get(0), flight);
                if (pausedUntilEnd(dueNanos - System.nanoTime())) {
                    return true;
                }
                sends.send(Topics.FLIGHTS, flight.departure(), flight.origin(), flight);
            }
            sends.awaitAll();
            log.info("All {} flights are published.", all.size());
            return true;
        }

        private int number(ConsumerRecord<String, String> published) {
            try {
                Flight flight = json.readValue(published.value(), Flight.class);
                return flight == null ? NO_FLIGHT : flight.number();
            } catch (JacksonException e) {
                return NO_FLIGHT;
            }
        }

        private long nanosBetween(Flight first, Flight next) {
            double elapsedMs = next.reported().toEpochMilli() - first.reported().toEpochMilli();
            return (long) (elapsedMs * TimeUnit.MILLISECONDS.toNanos(1) / speedup);
        }

        /** Waits; answers whether the feeder has been stopped meanwhile. */
        private boolean pausedUntilEnd(long nanos) throws InterruptedException {
            return ended.await(nanos, TimeUnit.NANOSECONDS);
        }
    }
}
