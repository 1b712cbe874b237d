package io.millrace.verification.benchmarks.state;

/** What the processor of a task shall do next, and what came of it. Used by the thread of the task. */
final class Assignment<S> {

    private S store;
    private Work<S> work;
    private long result;

    void storeIs(S opened) {
        store = opened;
    }

    void next(Work<S> assigned) {
        work = assigned;
    }

    void perform() {
        result = work.on(store);
    }

    long result() {
        return result;
    }
}
