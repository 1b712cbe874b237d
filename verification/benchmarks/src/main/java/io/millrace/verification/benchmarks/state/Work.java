package io.millrace.verification.benchmarks.state;

/** What a processor does with its store for one input record; returns a number that depends on all that it read. */
@FunctionalInterface
interface Work<S> {

    long on(S store);
}
