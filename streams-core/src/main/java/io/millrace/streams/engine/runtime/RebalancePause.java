package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.time.Clock;
import java.util.function.BooleanSupplier;

/**
 * Whether commits wait for a rebalance. Between the moment the group counts its members anew and the moment a member hears of it, the group
 * refuses its positions, and a refused transaction is done again. Most rebalances are over in an instant, so it is better to wait; but one in
 * which a member is missing takes until the end of that member's session, and until then positions are taken as ever. Owned by the
 * worker's thread.
 */
final class RebalancePause implements BooleanSupplier {

    private static final long LONGEST_MS = 1_000;

    private final BooleanSupplier joining;
    private final Clock clock;
    private boolean waiting;
    private long sinceMs;

    /**
     * A pause that is not on.
     *
     * @param joining whether the member waits for its next assignment
     */
    RebalancePause(BooleanSupplier joining, Clock clock) {
        this.joining = joining;
        this.clock = clock;
    }

    @Override
    public boolean getAsBoolean() {
        if (!joining.getAsBoolean()) {
            waiting = false;
            return false;
        }
        long elapsedMs = clock.elapsedMs();
        if (!waiting) {
            waiting = true;
            sinceMs = elapsedMs;
        }
        return elapsedMs - sinceMs < LONGEST_MS;
    }
}
