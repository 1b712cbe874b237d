package io.millrace.streams.engine.simulation;

/** What a broker, or how a client uses it, can be made to get wrong, to show that it would be noticed. */
public enum BrokerDefect {
    /** A producer that was replaced may go on, and positions are taken from members that are none. */
    NO_FENCING,
    /** An abort is forgotten: what was sent is part of the next transaction. */
    SKIPPED_ABORT,
    /** Positions are committed at once, and outputs are sent later. */
    OFFSETS_BEFORE_OUTPUTS,
    /** A restore does not see that a key was deleted. */
    LOST_TOMBSTONE,
    /** A restore ends before the last records. */
    RESTORE_ENDS_EARLY,
    /** What was fetched last before partitions are revoked counts as processed. */
    LAST_BATCH_DROPPED_AT_REVOKE
}
