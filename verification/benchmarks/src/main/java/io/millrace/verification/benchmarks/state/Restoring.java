package io.millrace.verification.benchmarks.state;

/** An application of either library, with the client for Kafka, whose store is restored when it starts. */
interface Restoring extends AutoCloseable {

    /** Starts it and waits until it runs. */
    void start() throws InterruptedException;

    /** The value of a key, by a query. */
    byte[] get(String key);

    /** Stops it, and leaves the group. */
    @Override
    void close();
}
