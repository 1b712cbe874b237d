package io.millrace.verification.benchmarks.state;

import java.util.Map;

/**
 * A line of the table.
 *
 * @param name what is done
 * @param method class and method of the benchmark
 * @param parameters its parameters, but for the library
 * @param target how many times better Millrace shall be
 * @param measure by what
 */
record Case(String name, String method, Map<String, String> parameters, double target, Measure measure) {

    /** What the target is about. */
    enum Measure {
        CPU,
        TIME
    }

    boolean restores() {
        return method.startsWith("RestoreBenchmark");
    }
}
