package io.millrace.streams.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackoffTests {

    private final Backoff backoff = new Backoff();

    @Test
    void waitsNotAtAllTheFirstTime() {
        assertThat(waitAfterLoss(1_000)).isZero();
    }

    @Test
    void waitsTwiceAsLongEachTimeUpToTenSeconds() {
        waitAfterLoss(0);

        assertThat(waitAfterLoss(0)).isEqualTo(100);
        assertThat(waitAfterLoss(0)).isEqualTo(200);
        assertThat(waitAfterLoss(0)).isEqualTo(400);
        for (int i = 0; i < 10; i++) {
            waitAfterLoss(0);
        }
        assertThat(waitAfterLoss(0)).isEqualTo(10_000);
    }

    @Test
    void beginsAnewAfterACommit() {
        waitAfterLoss(0);
        waitAfterLoss(0);

        backoff.over();

        assertThat(backoff.isWaiting(0)).isFalse();
        assertThat(waitAfterLoss(0)).isZero();
    }

    private long waitAfterLoss(long nowMs) {
        backoff.lost(nowMs);
        long waited = 0;
        while (backoff.isWaiting(nowMs + waited)) {
            waited += 100;
        }
        return waited;
    }
}
