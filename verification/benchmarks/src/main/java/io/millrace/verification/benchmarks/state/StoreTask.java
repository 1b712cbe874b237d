package io.millrace.verification.benchmarks.state;

/** A task of either library with a processor and its store, driven by hand on the thread that made it. */
interface StoreTask<S> extends AutoCloseable {

    /** Lets the processor do some work, then commits the task. */
    long run(Work<S> work);

    /** Forgets what the log in memory has kept for a reader; not to be measured. */
    void forgetLog();

    @Override
    void close();
}
