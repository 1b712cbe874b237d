package io.millrace.verification.benchmarks.flow;

/** What is measured. */
enum Library {
    KAFKA_STREAMS,
    MILLRACE
}
