package io.millrace.verification.benchmarks.state;

import io.millrace.verification.benchmarks.Spread;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** What came of one benchmark with both libraries. */
final class Comparison {

    private final Map<Library, List<Fork>> forks = new EnumMap<>(Library.class);

    /** What an operation took in one JVM. */
    private record Fork(double cpuMicros, double micros, double files) {}

    void add(Library library, RunResult result) {
        double operations = secondary(result, "operations");
        forks.computeIfAbsent(library, key -> new ArrayList<>())
                .add(new Fork(
                        secondary(result, "cpuNanos") / operations / 1_000,
                        secondary(result, "nanos") / operations / 1_000,
                        secondary(result, "files") / operations));
    }

    private static double secondary(RunResult result, String name) {
        Result<?> found = result.getSecondaryResults().get(name);
        return found.getScore();
    }

    static String table(Map<Case, Comparison> comparisons) {
        StringBuilder table = new StringBuilder();
        table.append(
                "| operation | Kafka Streams: CPU, time | Millrace: CPU, time | ratio of CPU | ratio of time | target"
                        + " |\n");
        table.append("|---|---|---|---|---|---|\n");
        comparisons.forEach((measured, comparison) -> table.append(comparison.row(measured)));
        return table.toString();
    }

    private String row(Case measured) {
        double cpu = median(Library.KAFKA_STREAMS, Fork::cpuMicros) / median(Library.MILLRACE, Fork::cpuMicros);
        double time = median(Library.KAFKA_STREAMS, Fork::micros) / median(Library.MILLRACE, Fork::micros);
        boolean byCpu = measured.measure() == Case.Measure.CPU;
        boolean met = (byCpu ? cpu : time) >= measured.target();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %s x%s |%n",
                measured.name(),
                cell(Library.KAFKA_STREAMS),
                cell(Library.MILLRACE),
                ratio(cpu, byCpu),
                ratio(time, !byCpu),
                number(measured.target()),
                met ? "" : ", missed");
    }

    private static String ratio(double ratio, boolean decides) {
        String text = String.format(Locale.ROOT, "%.2f", ratio);
        return decides ? "**" + text + "**" : text;
    }

    private String cell(Library library) {
        String cell = both(library, Fork::cpuMicros) + ", " + both(library, Fork::micros);
        double files = median(library, Fork::files);
        return files == 0 ? cell : cell + ", " + number(files) + " files";
    }

    private String both(Library library, ToDoubleFunction<Fork> measure) {
        Spread micros = spread(library, measure);
        double median = micros.median();
        if (median >= 1_000_000) {
            return micros.dividedBy(1_000_000).format("%.2f s");
        }
        return median >= 1_000 ? micros.dividedBy(1_000).format("%.1f ms") : micros.format("%.2f us");
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }

    private double median(Library library, ToDoubleFunction<Fork> measure) {
        return spread(library, measure).median();
    }

    private Spread spread(Library library, ToDoubleFunction<Fork> measure) {
        return Spread.of(forks.getOrDefault(library, List.of()).stream()
                .mapToDouble(measure)
                .toArray());
    }
}
