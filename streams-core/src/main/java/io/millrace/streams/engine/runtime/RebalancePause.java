package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.time.Clock;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * Whether commits wait for a rebalance. Between the moment the group counts its members anew and the moment a member hears of it, the group
 * refuses its positions, and a refused transaction is done again. Most rebalances are over in an instant, so it is better to wait; but one in
 * which a member is missing takes until the end of that member's session, and until then positions are taken as ever. Owned by the
 * worker's thread.
 */
final class RebalancePause implements BooleanSupplier {

    private static final long LONGEST_MS = 1_000;

    private static final int NONE = -1;

    private final BooleanSupplier joining;
    private final IntSupplier rounds;
    private final Clock clock;
    private int waitingFor = NONE;
    private long sinceMs;

    /**
     * A pause that is not on.
     *
     * @param joining whether the member waits for its next assignment
     * @param rounds how many it has had
     */
    RebalancePause(BooleanSupplier joining, IntSupplier rounds, Clock clock) {
        this.joining = joining;
        this.rounds = rounds;
        this.clock = clock;
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
        return elapsedMs - sinceMs < LONGEST_MS;
    }
}
