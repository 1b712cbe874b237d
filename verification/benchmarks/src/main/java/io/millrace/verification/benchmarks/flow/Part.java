package io.millrace.verification.benchmarks.flow;

import java.util.List;

/**
 * A part of the page.
 *
 * @param <L> what its lines are
 */
interface Part<L extends Line> {

    /** What it is called on the command line and in the page. */
    String name();

    List<L> lines();

    /** Runs an application of a library, in a JVM of its own. */
    Figures measure(L line, Library library, LoadedBroker broker) throws InterruptedException;

    /** What the page shows of the lines that have been measured. */
    String tables(List<Compared> results);

    /** What the chart shows of them. */
    List<Verdict> verdicts(List<Compared> results);

    /** The line of this name. */
    default L line(Compared results) {
        return lines().stream()
                .filter(line -> line.name().equals(results.line()))
                .findFirst()
                .orElseThrow();
    }
}
