package io.millrace.streams.engine.operator.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.kstream.TimeWindow;
import io.millrace.streams.kstream.TimeWindows;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowsOfTimeTests {

    @ParameterizedTest
    @CsvSource({"10, 10", "10, 5", "10, 3", "12, 4", "1, 1", "7, 5"})
    void theyAreThoseOfEachTime(long sizeMs, long advanceMs) {
        TimeWindows windows =
                TimeWindows.ofSizeWithNoGrace(Duration.ofMillis(sizeMs)).advanceBy(Duration.ofMillis(advanceMs));
        WindowsOfTime<TimeWindow> remembered = new WindowsOfTime<>(windows);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long timestampMs = 0;
        for (int i = 0; i < 1_000; i++) {
            timestampMs = Math.max(0, timestampMs + random.nextInt(9) - 3);

            assertThat(remembered.of(timestampMs))
                    .as("windows of %s, seed %s", timestampMs, seed)
                    .containsExactlyEntriesOf(windows.windowsFor(timestampMs));
        }
    }
}
