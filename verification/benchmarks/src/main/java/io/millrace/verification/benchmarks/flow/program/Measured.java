package io.millrace.verification.benchmarks.flow.program;

/** A running application of either library. */
public interface Measured extends AutoCloseable {

    /** Starts it and waits until it runs. */
    void start() throws InterruptedException;

    /** How many records it has processed since it started. */
    long processed();

    /**
     * Queries its store.
     *
     * @param question what is asked
     * @param key of which, by its number
     * @param lastMillis the time of the last window
     * @return how many entries the answer had
     */
    default int ask(Question question, int key, long lastMillis) {
        throw new UnsupportedOperationException("It has no store to ask for " + question);
    }

    /** Commits, ends it and leaves its group. */
    @Override
    void close();
}
