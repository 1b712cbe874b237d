package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.simulation.BrokerDefect;
import org.jspecify.annotations.Nullable;

/** Something wrong, planted in the simulation to show that it is found. */
enum Defect {
    OFFSETS_BEFORE_OUTPUTS(BrokerDefect.OFFSETS_BEFORE_OUTPUTS),
    SKIPPED_ABORT(BrokerDefect.SKIPPED_ABORT),
    NO_FENCING(BrokerDefect.NO_FENCING),
    LOST_TOMBSTONE(BrokerDefect.LOST_TOMBSTONE),
    RESTORE_ENDS_EARLY(BrokerDefect.RESTORE_ENDS_EARLY),
    LAST_BATCH_DROPPED_AT_REVOKE(BrokerDefect.LAST_BATCH_DROPPED_AT_REVOKE),
    /** Stores are written before the commit. */
    STORE_BEFORE_COMMIT(null),
    /** A worker goes on with what was revoked. */
    LEAKED_TASK(null),
    /** A task's directory is not given back. */
    LEAKED_DIRECTORY(null),
    /** A batch reaches the disk in part. */
    TORN_BATCH(null),
    /** State is restored to the ends of the changelogs, whatever was committed. */
    RESTORED_BEYOND_THE_COMMIT(null);

    private final @Nullable BrokerDefect atBroker;

    Defect(@Nullable BrokerDefect atBroker) {
        this.atBroker = atBroker;
    }

    @Nullable
    BrokerDefect atBroker() {
        return atBroker;
    }
}
