package io.millrace.verification.benchmarks.flow;

import io.millrace.verification.benchmarks.Spread;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What came of one workload with both libraries. */
final class Drains {

    static final String HEAD = """
            | workload | Kafka Streams: CPU s per million | Millrace | ratio | target | records/s | peak RSS, MB | open files | bytes a record |
            |---|---|---|---|---|---|---|---|---|
            """;

    private static final double MEGABYTE = 1 << 20;

    private final Map<Library, List<ProcessFigures>> runs = new EnumMap<>(Library.class);

    void add(Library library, ProcessFigures figures) {
        runs.computeIfAbsent(library, key -> new ArrayList<>()).add(figures);
    }

    String row(Workload workload) {
        Spread theirs = spread(Library.KAFKA_STREAMS, ProcessFigures::cpuSecondsPerMillion);
        Spread ours = spread(Library.MILLRACE, ProcessFigures::cpuSecondsPerMillion);
        double ratio = theirs.median() / ours.median();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | **%.2f** | %.1f x%s | %s | %s | %s | %s |%n",
                workload.name(),
                theirs.format("%.2f"),
                ours.format("%.2f"),
                ratio,
                workload.target(),
                ratio < workload.target() ? ", missed" : "",
                both("%,.0f", ProcessFigures::recordsPerSecond),
                both("%.0f", figures -> figures.peakBytes() / MEGABYTE),
                both("%.0f", ProcessFigures::openFiles),
                both("%.0f", ProcessFigures::allocatedPerRecord));
    }

    private String both(String format, ToDoubleFunction<ProcessFigures> measure) {
        return String.format(
                Locale.ROOT,
                format + " : " + format,
                spread(Library.KAFKA_STREAMS, measure).median(),
                spread(Library.MILLRACE, measure).median());
    }

    private Spread spread(Library library, ToDoubleFunction<ProcessFigures> measure) {
        return Spread.of(runs.getOrDefault(library, List.of()).stream()
                .mapToDouble(measure)
                .toArray());
    }
}
