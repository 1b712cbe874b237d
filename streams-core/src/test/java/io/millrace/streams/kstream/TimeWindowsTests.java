package io.millrace.streams.kstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeWindowsTests {

    private static final Duration TEN = Duration.ofMillis(10);
    private static final Duration TOO_LONG = Duration.ofSeconds(Long.MAX_VALUE);

    @Test
    void tumblesByDefault() {
        TimeWindows windows = TimeWindows.ofSizeAndGrace(TEN, Duration.ofMillis(3));

        assertThat(windows.size()).isEqualTo(10);
        assertThat(windows.sizeMs).isEqualTo(10);
        assertThat(windows.advanceMs).isEqualTo(10);
        assertThat(windows.gracePeriodMs()).isEqualTo(3);
        assertThat(TimeWindows.ofSizeWithNoGrace(TEN).gracePeriodMs()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "9, 0", "10, 10", "19, 10", "20, 20"})
    void aTimestampFallsIntoOneTumblingWindow(long timestamp, long start) {
        Map<Long, TimeWindow> windows = TimeWindows.ofSizeWithNoGrace(TEN).windowsFor(timestamp);

        assertThat(windows).containsExactly(Map.entry(start, new TimeWindow(start, start + 10)));
    }

    @Test
    void aTimestampFallsIntoSeveralHoppingWindowsEarliestFirst() {
        TimeWindows windows = TimeWindows.ofSizeWithNoGrace(TEN).advanceBy(Duration.ofMillis(4));

        assertThat(windows.windowsFor(3).keySet()).containsExactly(0L);
        assertThat(windows.windowsFor(10).keySet()).containsExactly(4L, 8L);
        assertThat(windows.windowsFor(13).keySet()).containsExactly(4L, 8L, 12L);
    }

    @Test
    void noWindowStartsBeforeTheEpoch() {
        assertThat(TimeWindows.ofSizeWithNoGrace(TEN).windowsFor(-1)).isEmpty();
    }

    @Test
    void advancingKeepsSizeAndGrace() {
        assertThat(TimeWindows.ofSizeAndGrace(TEN, Duration.ofMillis(3)).advanceBy(Duration.ofMillis(4)))
                .hasToString("TimeWindows{sizeMs=10, advanceMs=4, graceMs=3}");
    }

    @Test
    void refusesASizeThatIsNotPositive() {
        assertThatThrownBy(() -> TimeWindows.ofSizeWithNoGrace(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 ms");
        assertThatThrownBy(() -> TimeWindows.ofSizeWithNoGrace(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TimeWindows.ofSizeWithNoGrace(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"size\"");
        assertThatThrownBy(() -> TimeWindows.ofSizeWithNoGrace(TOO_LONG))
                .isInstanceOf(IllegalArgumentException.class)
                .hasCauseInstanceOf(ArithmeticException.class);
    }

    @Test
    void refusesANegativeGracePeriod() {
        assertThatThrownBy(() -> TimeWindows.ofSizeAndGrace(TEN, Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1 ms");
        assertThatThrownBy(() -> TimeWindows.ofSizeAndGrace(TEN, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"afterWindowEnd\"");
    }

    @Test
    void refusesAnAdvanceThatLeavesGapsOrStandsStill() {
        TimeWindows windows = TimeWindows.ofSizeWithNoGrace(TEN);

        assertThatThrownBy(() -> windows.advanceBy(Duration.ofMillis(11)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("11 ms");
        assertThatThrownBy(() -> windows.advanceBy(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> windows.advanceBy(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"advance\"");
    }

    @Test
    void isEqualByAllItsSettings() {
        assertThat(TimeWindows.ofSizeWithNoGrace(TEN))
                .isEqualTo(TimeWindows.ofSizeWithNoGrace(TEN).advanceBy(TEN))
                .hasSameHashCodeAs(TimeWindows.ofSizeWithNoGrace(TEN))
                .isNotEqualTo(TimeWindows.ofSizeAndGrace(TEN, TEN))
                .isNotEqualTo(TimeWindows.ofSizeWithNoGrace(TEN).advanceBy(Duration.ofMillis(5)));
    }
}
