package io.millrace.verification.benchmarks.flow;

/** What a run shows. */
enum Measure {
    RECORDS,
    /** From before the start of the application to after its close. */
    NANOS,
    /** User and system time, without that of the compiler's threads. */
    CPU_NANOS,
    /** Processed when the application counts as warm. */
    WARM_RECORDS,
    /** Until then; a part of CPU_NANOS. */
    WARM_CPU_NANOS,
    ALLOCATED_BYTES,
    /** Before its close. */
    OPEN_FILES,
    /** The most resident memory. */
    PEAK_BYTES,
    /** From before its start until it said that it runs. */
    RUNNING_NANOS,
    /** From before its start until a record was processed. */
    FIRST_NANOS,
    P50_NANOS,
    P99_NANOS,
    /** Results that did not come. */
    MISSING,
    QUERIES
}
