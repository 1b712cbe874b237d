package io.millrace.streams.kstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sliding, session, join and unlimited windows, which are not aligned to the epoch. */
class RecordAlignedWindowsTests {

    private static final Duration TEN = Duration.ofMillis(10);
    private static final Duration NEGATIVE = Duration.ofMillis(-1);

    @Test
    void slidingWindowsKeepTimeDifferenceAndGrace() {
        SlidingWindows windows = SlidingWindows.ofTimeDifferenceAndGrace(TEN, Duration.ofMillis(3));

        assertThat(windows.timeDifferenceMs()).isEqualTo(10);
        assertThat(windows.gracePeriodMs()).isEqualTo(3);
        assertThat(windows)
                .isNotEqualTo(SlidingWindows.ofTimeDifferenceWithNoGrace(TEN))
                .isEqualTo(SlidingWindows.ofTimeDifferenceAndGrace(TEN, Duration.ofMillis(3)));
        assertThat(SlidingWindows.ofTimeDifferenceWithNoGrace(Duration.ZERO).timeDifferenceMs())
                .isZero();
    }

    @Test
    void slidingWindowsRefuseNegativeTimes() {
        assertThatThrownBy(() -> SlidingWindows.ofTimeDifferenceWithNoGrace(NEGATIVE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SlidingWindows.ofTimeDifferenceAndGrace(TEN, NEGATIVE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sessionWindowsKeepGapAndGrace() {
        SessionWindows windows = SessionWindows.ofInactivityGapAndGrace(TEN, Duration.ofMillis(3));

        assertThat(windows.inactivityGap()).isEqualTo(10);
        assertThat(windows.gracePeriodMs()).isEqualTo(3);
        assertThat(windows)
                .isNotEqualTo(SessionWindows.ofInactivityGapWithNoGrace(TEN))
                .isEqualTo(SessionWindows.ofInactivityGapAndGrace(TEN, Duration.ofMillis(3)));
        assertThat(SessionWindows.ofInactivityGapWithNoGrace(Duration.ZERO).inactivityGap())
                .isZero();
    }

    @Test
    void sessionWindowsRefuseNegativeTimes() {
        assertThatThrownBy(() -> SessionWindows.ofInactivityGapWithNoGrace(NEGATIVE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SessionWindows.ofInactivityGapAndGrace(TEN, NEGATIVE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void joinWindowsReachBothWays() {
        JoinWindows windows = JoinWindows.ofTimeDifferenceAndGrace(TEN, Duration.ofMillis(3));

        assertThat(windows.size()).isEqualTo(20);
        assertThat(windows.before(Duration.ofMillis(-5)))
                .hasToString("JoinWindows{beforeMs=-5, afterMs=10, graceMs=3}");
        assertThat(windows.after(Duration.ZERO)).hasToString("JoinWindows{beforeMs=10, afterMs=0, graceMs=3}");
        assertThat(windows).isEqualTo(JoinWindows.ofTimeDifferenceAndGrace(TEN, Duration.ofMillis(3)));
    }

    @Test
    void joinWindowsRefuseANegativeLength() {
        assertThatThrownBy(() -> JoinWindows.ofTimeDifferenceWithNoGrace(NEGATIVE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JoinWindows.ofTimeDifferenceWithNoGrace(TEN).before(Duration.ofMillis(-11)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-11 ms");
    }

    @Test
    void joinWindowsDoNotDivideTime() {
        assertThatThrownBy(() -> JoinWindows.ofTimeDifferenceWithNoGrace(TEN).windowsFor(5))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void theUnlimitedWindowHoldsAllFromItsStart() {
        UnlimitedWindows windows = UnlimitedWindows.of().startOn(Instant.ofEpochMilli(6));

        assertThat(windows.windowsFor(5)).isEmpty();
        assertThat(windows.windowsFor(6)).containsExactly(Map.entry(6L, new UnlimitedWindow(6)));
        assertThat(windows.gracePeriodMs()).isZero();
        assertThat(windows.size()).isEqualTo(Long.MAX_VALUE);
        assertThat(UnlimitedWindows.of()).isEqualTo(UnlimitedWindows.of().startOn(Instant.EPOCH));
    }

    @Test
    void theUnlimitedWindowRefusesAStartThatIsNoTime() {
        assertThatThrownBy(() -> UnlimitedWindows.of().startOn(Instant.ofEpochMilli(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> UnlimitedWindows.of().startOn(null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> UnlimitedWindows.of().startOn(Instant.MAX))
                .isInstanceOf(IllegalArgumentException.class)
                .hasCauseInstanceOf(ArithmeticException.class);
    }
}
