package io.millrace.verification.chaos.faults.wire;

/** As the instance sees it. */
enum Direction {
    /** To the broker. */
    OUT,
    /** From the broker. */
    IN
}
