package io.millrace.verification.benchmarks.flow;

import io.millrace.verification.benchmarks.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What came of the runs of one library under one setting. */
final class Latencies {

    static final String HEAD = """
            | guarantee | Kafka Streams: p50, p99 (ms) | Millrace: p50, p99 | ratio of p50 | ratio of p99 | CPU s per million | missing |
            |---|---|---|---|---|---|---|
            """;

    /**
     * A line of the table.
     *
     * @param name what it is called there
     * @param config the same for both libraries
     */
    record Setting(String name, Map<String, String> config) {}

    static final List<Setting> SETTINGS = List.of(
            new Setting(
                    "at least once, linger 5 ms",
                    Settings.with(
                            Settings.cached(false), Map.of("commit.interval.ms", "100", "producer.linger.ms", "5"))),
            new Setting(
                    "exactly once",
                    Settings.with(
                            Settings.cached(false),
                            Map.of("commit.interval.ms", "100", "processing.guarantee", "exactly_once_v2"))));

    private static final double NANOS_PER_MILLISECOND = 1e6;
    private static final double MEDIAN = 50;
    private static final double LATE = 99;

    private final List<Latency.Result> results = new ArrayList<>();

    void add(Latency.Result result) {
        results.add(result);
    }

    /** What the last run showed. */
    String last() {
        Latency.Result last = results.get(results.size() - 1);
        return String.format(
                Locale.ROOT,
                "p50 %.1f ms, p99 %.1f ms, %d missing, %s",
                millis(last, MEDIAN),
                millis(last, LATE),
                last.missing(),
                last.figures());
    }

    static String row(Setting setting, Map<Library, Latencies> results) {
        Latencies theirs = results.get(Library.KAFKA_STREAMS);
        Latencies ours = results.get(Library.MILLRACE);
        return String.format(
                Locale.ROOT,
                "| %s | %s, %s | %s, %s | %.2f | **%.2f** | %.2f : %.2f | %d : %d |%n",
                setting.name(),
                theirs.at(MEDIAN).format("%.1f"),
                theirs.at(LATE).format("%.1f"),
                ours.at(MEDIAN).format("%.1f"),
                ours.at(LATE).format("%.1f"),
                theirs.at(MEDIAN).median() / ours.at(MEDIAN).median(),
                theirs.at(LATE).median() / ours.at(LATE).median(),
                theirs.cpu(),
                ours.cpu(),
                theirs.missing(),
                ours.missing());
    }

    private Spread at(double percentile) {
        return spread(result -> millis(result, percentile));
    }

    private double cpu() {
        return spread(result -> result.figures().cpuSecondsPerMillion()).median();
    }

    private long missing() {
        return results.stream().mapToLong(Latency.Result::missing).sum();
    }

    private Spread spread(ToDoubleFunction<Latency.Result> measure) {
        return Spread.of(results.stream().mapToDouble(measure).toArray());
    }

    private static double millis(Latency.Result result, double percentile) {
        return result.latencies().getValueAtPercentile(percentile) / NANOS_PER_MILLISECOND;
    }
}
