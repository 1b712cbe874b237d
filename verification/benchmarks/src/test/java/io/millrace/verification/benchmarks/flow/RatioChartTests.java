package io.millrace.verification.benchmarks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.verification.benchmarks.Spread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RatioChartTests {

    private static final List<Verdict> VERDICTS = List.of(
            new Verdict("copy", Spread.of(1.7), 1.5),
            new Verdict("count, 100k skewed keys; cache on", Spread.of(3.21), 4),
            new Verdict("foreign-key join; cache off", Spread.of(0.8), 2));

    @TempDir
    private Path directory;

    @Test
    void eachLineHasItsNameAndItsRatio() throws IOException {
        String chart = chart("chart.svg");

        assertThat(chart).startsWith("<?xml").contains("copy", "foreign-key join; cache off", "1.70", "3.21", "0.80");
    }

    @Test
    void theSameVerdictsMakeTheSameFile() throws IOException {
        assertThat(chart("one.svg")).isEqualTo(chart("other.svg"));
    }

    private String chart(String name) throws IOException {
        Path file = directory.resolve(name);
        RatioChart.write(VERDICTS, file);
        return Files.readString(file);
    }
}
