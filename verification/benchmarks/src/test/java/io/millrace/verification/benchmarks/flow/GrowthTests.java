package io.millrace.verification.benchmarks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GrowthTests {

    private final Growth growth = new Growth();

    @Test
    void onlyWhatGetsDearerIsMissed() {
        String table = growth.tables(List.of(measured(0, 100), measured(1, 50), measured(2, 116)));

        assertThat(table.lines().filter(line -> line.contains("partitions")))
                .satisfiesExactly(
                        base -> assertThat(base).contains("| +0 % | met |"),
                        cheaper -> assertThat(cheaper).contains("| -50 % | met |"),
                        dearer -> assertThat(dearer).contains("| +16 % | missed |"));
    }

    private Compared measured(int step, long cpuSeconds) {
        String line = growth.lines().get(step).name();
        return new Compared(
                line,
                List.of(
                        new Run("growth", line, Library.KAFKA_STREAMS, 0, figures(cpuSeconds)),
                        new Run("growth", line, Library.MILLRACE, 0, figures(cpuSeconds))));
    }

    private static Figures figures(long cpuSeconds) {
        return new Figures(Map.of(
                Measure.RECORDS,
                1_000_000L,
                Measure.CPU_NANOS,
                cpuSeconds * 1_000_000_000L,
                Measure.WARM_RECORDS,
                0L,
                Measure.WARM_CPU_NANOS,
                0L,
                Measure.OPEN_FILES,
                100L,
                Measure.PEAK_BYTES,
                1L << 30));
    }
}
