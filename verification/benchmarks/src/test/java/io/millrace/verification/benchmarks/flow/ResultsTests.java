package io.millrace.verification.benchmarks.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTests {

    @TempDir
    private Path directory;

    @Test
    void aLineThatIsMeasuredAgainTakesThePlaceOfTheOldOne() throws IOException {
        Path file = directory.resolve("flow.tsv");
        Results results = Results.read(file);
        results.replace(
                "drain",
                "copy",
                List.of(run("copy", Library.KAFKA_STREAMS, 0, 4), run("copy", Library.MILLRACE, 0, 1)));
        results.replace("drain", "count", List.of(run("count", Library.KAFKA_STREAMS, 0, 9)));
        results.replace(
                "drain",
                "copy",
                List.of(run("copy", Library.KAFKA_STREAMS, 0, 6), run("copy", Library.MILLRACE, 0, 2)));

        results.write();

        Results read = Results.read(file);
        assertThat(read.of("drain", "copy").runs())
                .containsExactly(run("copy", Library.KAFKA_STREAMS, 0, 6), run("copy", Library.MILLRACE, 0, 2));
        assertThat(read.of("drain", "count").runs()).hasSize(1);
        assertThat(read.of("growth", "copy").measured()).isFalse();
    }

    @Test
    void linesThatThereAreNoMoreAreForgotten() throws IOException {
        Results results = Results.read(directory.resolve("flow.tsv"));
        results.replace("drain", "copy", List.of(run("copy", Library.MILLRACE, 0, 1)));
        results.replace("drain", "count", List.of(run("count", Library.MILLRACE, 0, 1)));

        results.keep("drain", List.of("count"));

        assertThat(results.of("drain", "copy").measured()).isFalse();
        assertThat(results.of("drain", "count").measured()).isTrue();
    }

    @Test
    void aRatioIsThatOfEachRound() {
        Compared line = new Compared(
                "copy",
                List.of(
                        run("copy", Library.KAFKA_STREAMS, 0, 4),
                        run("copy", Library.MILLRACE, 0, 1),
                        run("copy", Library.MILLRACE, 1, 2),
                        run("copy", Library.KAFKA_STREAMS, 1, 4),
                        run("copy", Library.KAFKA_STREAMS, 2, 9),
                        run("copy", Library.MILLRACE, 2, 3)));

        Verdict verdict = line.verdict(Figures::cpuSecondsPerMillion, 3.5);

        assertThat(verdict.ratioText()).isEqualTo("**3.00** (2.00..4.00)");
        assertThat(verdict.targetText()).isEqualTo("3.5 x, missed");
    }

    @Test
    void whatARunDoesNotShowIsNamed() {
        Figures figures = Figures.parse("NANOS=7 RECORDS=3");

        assertThat(figures).hasToString("RECORDS=3 NANOS=7");
        assertThatIllegalStateException()
                .isThrownBy(figures::p99Millis)
                .withMessageContaining("no P99_NANOS, but [RECORDS, NANOS]");
    }

    private static Run run(String line, Library library, int round, long cpuSeconds) {
        return new Run(
                "drain",
                line,
                library,
                round,
                new Figures(Map.of(Measure.CPU_NANOS, cpuSeconds * 1_000_000_000, Measure.RECORDS, 1_000_000L)));
    }
}
