package io.millrace.verification.benchmarks.flow.program;

/** A running application of either library. */
public interface Measured extends AutoCloseable {

    /** Starts it and waits until it runs. */
    void start() throws InterruptedException;

    /** How many records it has processed since it started. */
    long processed();

    /** Commits, ends it and leaves its group. */
    @Override
    void close();
}
