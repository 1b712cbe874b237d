package io.millrace.streams.spring;

import io.millrace.streams.KafkaStreams;
import io.millrace.streams.Topology;
import java.time.Duration;
import java.util.Map;

/** A topology of the application, and what runs it. Safe for use by any thread. */
public interface ManagedTopology {

    /** Its name. */
    String name();

    /** The application id that it runs under: its consumer group, and the prefix of its internal topics. */
    String applicationId();

    /** What it does. */
    Topology topology();

    /** The configuration that it runs with; read-only. May hold secrets: never log or show it as it is. */
    Map<String, Object> config();

    /** The client that runs it now. Stopping and starting a topology makes a new client, so ask again rather than keep it. */
    KafkaStreams client();

    /** Where it is now. */
    TopologyStatus status();

    /** Starts it, in the background; returns at once. Nothing happens if it is started already. */
    void start();

    /**
     * Stops it, and waits for the end at most this long.
     *
     * @param timeout how long to wait
     * @return whether it has ended
     */
    boolean stop(Duration timeout);

    /** Stops it, and waits for the end as long as {@code streams.close-timeout} says; returns whether it has ended. */
    boolean stop();

    /**
     * Waits until it runs.
     *
     * @param timeout how long to wait
     * @return whether it runs
     * @throws InterruptedException if the waiting thread is interrupted
     */
    boolean awaitRunning(Duration timeout) throws InterruptedException;
}
