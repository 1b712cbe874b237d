package io.millrace.streams.engine.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.engine.time.Clock;
import java.time.Duration;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class OutageTests {

    private final TwoClocks clock = new TwoClocks();
    private final Outage outage = new Outage(
            () -> "somebody waits",
            new RestoreWorker.Timing(Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofSeconds(30)),
            clock);

    @Test
    void nothingIsWaitedForAtFirst() {
        assertThat(outage.remainingMs()).isZero();
    }

    @Test
    void settingTheClockBackMakesNoWaitLonger() {
        outage.note(new TimeoutException("no answer"));

        clock.wallMs -= Duration.ofHours(1).toMillis();
        clock.elapsedMs += 60;
        assertThat(outage.remainingMs()).isEqualTo(40);

        clock.elapsedMs += 60;
        assertThat(outage.remainingMs()).isZero();
    }

    private static final class TwoClocks implements Clock {

        private long wallMs = 1_700_000_000_000L;
        private long elapsedMs = -5_000;

        @Override
        public long nowMs() {
            return wallMs;
        }

        @Override
        public long nanoTime() {
            return elapsedMs * 1_000_000;
        }
    }
}
