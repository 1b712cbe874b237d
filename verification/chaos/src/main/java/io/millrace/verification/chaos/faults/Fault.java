package io.millrace.verification.chaos.faults;

/** What happens to the instances or the broker. */
enum Fault {
    /** One instance is killed and starts again. */
    KILL,
    /** Two instances are killed at once. */
    KILL_TWO,
    /** An instance is killed, starts again, and is killed before it has its tasks. */
    KILL_AGAIN,
    /** The broker is killed. */
    BROKER_KILL,
    /** The broker is shut down. */
    BROKER_STOP,
    /** An instance stands still until its session and its transactions are over. */
    FREEZE,
    /** An instance is closed, and starts again. */
    LEAVE
}
