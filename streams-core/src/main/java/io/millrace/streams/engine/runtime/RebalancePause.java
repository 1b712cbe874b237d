package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.kafka.ClientTimes;
import io.millrace.streams.engine.time.Clock;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * Whether commits wait for a rebalance. Between the moment the group counts its members anew and the moment a member hears of it, the group
 * refuses its positions, and a refused transaction is done again. So it is better to wait, as long as a rebalance takes in which every member
 * joins: members that are well hear of it with their next heartbeat. One in which a member is missing takes until the end of that member's
 * session, and until then positions are taken as ever. Owned by the worker's thread.
 */
final class RebalancePause implements BooleanSupplier {

    /** What members need to join once they have heard of it. */
    private static final long JOINING_MS = 1_000;

    private static final int NONE = -1;

    private final BooleanSupplier joining;
    private final IntSupplier rounds;
    private final Clock clock;
    private final long longestMs;
    private int waitingFor = NONE;
    private long sinceMs;

    /**
     * A pause that is not on.
     *
     * @param joining whether the member waits for its next assignment
     * @param rounds how many it has had
     * @param times how often members hear of the group, and how long a transaction may be open
     */
    RebalancePause(BooleanSupplier joining, IntSupplier rounds, Clock clock, ClientTimes times) {
        this.joining = joining;
        this.rounds = rounds;
        this.clock = clock;
        this.longestMs = Math.min(times.heartbeatMs() + JOINING_MS, times.transactionTimeoutMs() / 2);
    }

    @Override
    public boolean getAsBoolean() {
        if (!joining.getAsBoolean()) {
            return false;
        }
        int round = rounds.getAsInt();
        long elapsedMs = clock.elapsedMs();
        if (waitingFor != round) {
            waitingFor = round;
            sinceMs = elapsedMs;
        }
        return elapsedMs - sinceMs < longestMs;
    }
}
