package io.millrace.verification.benchmarks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowReportTests {

    @TempDir
    private Path directory;

    @Test
    void tablesAreWrittenOfWhatHasBeenMeasured() throws Exception {
        Path page = directory.resolve("flow.md");
        Files.writeString(page, "# Flow\n\n<!-- drain -->\n\nold\n\n<!-- end of drain -->\n\nThe end.\n");
        keepRuns("drain", "copy");

        FlowReport.main(new String[] {page.toString(), "tables", "0", "0", "", ""});

        assertThat(page)
                .content()
                .startsWith("# Flow\n\n<!-- drain -->\n\n| CPU s per million records |")
                .contains(
                        "| copy | 1 | 1,000,000 | 2.00 (+0 %..+0 %) | 1.00 (+0 %..+0 %) |  | **2.00** (2.00..2.00) | 1.5 x, met | 4.00 : 2.00 |")
                .contains("<!-- end of drain -->\n\nThe end.\n", "](flow.svg)")
                .doesNotContain("old", "restore");
        assertThat(directory.resolve("flow.svg")).content().contains("copy", "2.00");
    }

    private void keepRuns(String part, String line) throws IOException {
        Results results = Results.read(directory.resolve("flow.tsv"));
        results.replace(
                part,
                line,
                List.of(
                        new Run(part, line, Library.KAFKA_STREAMS, 0, figures(4)),
                        new Run(part, line, Library.MILLRACE, 0, figures(2))));
        results.write();
    }

    private static Figures figures(long cpuSeconds) {
        return new Figures(Map.of(
                Measure.RECORDS, 1_000_000L,
                Measure.NANOS, 1_000_000_000L,
                Measure.CPU_NANOS, cpuSeconds * 1_000_000_000L,
                Measure.WARM_RECORDS, 500_000L,
                Measure.WARM_CPU_NANOS, cpuSeconds * 750_000_000L,
                Measure.ALLOCATED_BYTES, 1_000_000L,
                Measure.OPEN_FILES, 100L,
                Measure.PEAK_BYTES, 1L << 30));
    }
}
