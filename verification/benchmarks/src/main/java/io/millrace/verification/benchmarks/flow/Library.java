package io.millrace.verification.benchmarks.flow;

import java.util.List;

/** What is measured. */
enum Library {
    KAFKA_STREAMS,
    MILLRACE,
    /** None: a consumer and a producer, and a map where state is needed. */
    FLOOR;

    static final List<Library> COMPARED = List.of(KAFKA_STREAMS, MILLRACE);
}
