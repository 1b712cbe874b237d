package io.millrace.streams.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.engine.kafka.ClientTimes;
import io.millrace.streams.engine.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RebalancePauseTests {

    private final AtomicLong nowMs = new AtomicLong(5_000);
    private final AtomicInteger rounds = new AtomicInteger();
    private final AtomicBoolean joining = new AtomicBoolean();
    private final Clock clock = new Clock() {
        @Override
        public long nowMs() {
            return 0;
        }

        @Override
        public long nanoTime() {
            return nowMs.get() * 1_000_000L;
        }
    };
    private final RebalancePause pause =
            new RebalancePause(joining::get, rounds::get, clock, new ClientTimes(3_000, 10_000));

    @Test
    void isOffWhileTheMemberHasItsAssignment() {
        assertThat(pause.getAsBoolean()).isFalse();
    }

    @Test
    void lastsUntilEveryMemberCanHaveHeardOfTheRebalance() {
        joining.set(true);

        assertThat(pause.getAsBoolean()).isTrue();
        nowMs.addAndGet(3_999);
        assertThat(pause.getAsBoolean()).isTrue();
        nowMs.addAndGet(1);
        assertThat(pause.getAsBoolean()).isFalse();
    }

    @Test
    void endsLongBeforeTheTransactionDoes() {
        RebalancePause shorter = new RebalancePause(joining::get, rounds::get, clock, new ClientTimes(3_000, 2_000));
        joining.set(true);

        assertThat(shorter.getAsBoolean()).isTrue();
        nowMs.addAndGet(1_000);
        assertThat(shorter.getAsBoolean()).isFalse();
    }

    @Test
    void beginsAnewWithTheNextRebalance() {
        joining.set(true);
        assertThat(pause.getAsBoolean()).isTrue();
        nowMs.addAndGet(5_000);

        rounds.incrementAndGet(); // Nobody asked between the two.

        assertThat(pause.getAsBoolean()).isTrue();
    }
}
