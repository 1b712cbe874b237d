package io.millrace.streams.engine.runtime;

import java.util.Set;

/** The life of a stream worker. The names are those shown for a thread by the API. */
enum WorkerState {
    CREATED,
    STARTING,
    PARTITIONS_REVOKED,
    PARTITIONS_ASSIGNED,
    RUNNING,
    PENDING_SHUTDOWN,
    DEAD;

    private Set<WorkerState> next() {
        return switch (this) {
            case CREATED -> Set.of(STARTING, PENDING_SHUTDOWN, DEAD);
            case STARTING, PARTITIONS_REVOKED, PARTITIONS_ASSIGNED, RUNNING ->
                Set.of(PARTITIONS_REVOKED, PARTITIONS_ASSIGNED, RUNNING, PENDING_SHUTDOWN);
            case PENDING_SHUTDOWN -> Set.of(DEAD);
            case DEAD -> Set.of();
        };
    }

    boolean canBecome(WorkerState state) {
        return next().contains(state);
    }
}
