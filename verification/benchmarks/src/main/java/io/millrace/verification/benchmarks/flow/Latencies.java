package io.millrace.verification.benchmarks.flow;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How long a record takes at a fixed rate. */
final class Latencies implements Part<Latencies.Setting> {

    private static final Latency LATENCY = new Latency(20_000, Duration.ofSeconds(15), Duration.ofSeconds(20));

    /**
     * A guarantee.
     *
     * @param name what it is called in the table
     * @param config the same for both libraries
     * @param target how many times less the 99th percentile shall be
     */
    record Setting(String name, Map<String, String> config, double target) implements Line {}

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public List<Setting> lines() {
        return List.of(
                setting("at least once, linger 5 ms", Map.of("producer.linger.ms", "5"), 2),
                setting("exactly once", Map.of("processing.guarantee", "exactly_once_v2"), 1));
    }

    private static Setting setting(String name, Map<String, String> own, double target) {
        Map<String, String> all = Settings.with(Settings.cached(false), Map.of("commit.interval.ms", "100"));
        return new Setting(name, Settings.with(all, own), target);
    }

    @Override
    public Figures measure(Setting setting, Library library, LoadedBroker broker) throws InterruptedException {
        return LATENCY.of(library, setting.config(), broker);
    }

    @Override
    public String tables(List<Compared> results) {
        Table table = new Table(
                "guarantee",
                "pairs",
                "Kafka Streams: p50, p99 (ms)",
                "Millrace: p50, p99",
                "ratio of p50",
                "ratio of p99",
                "target",
                "CPU s per million",
                "missing");
        for (Compared line : results) {
            Verdict verdict = verdict(line);
            table.row(
                    line.line(),
                    line.rounds(),
                    both(line, Library.KAFKA_STREAMS),
                    both(line, Library.MILLRACE),
                    line.verdict(Figures::p50Millis, 1).ratioText(),
                    verdict.ratioText(),
                    verdict.targetText(),
                    line.both("%.2f", Figures::cpuSecondsPerMillion),
                    line.both("%.0f", Figures::missing));
        }
        return table.toString();
    }

    private static String both(Compared line, Library library) {
        return line.text(library, "%.1f", Figures::p50Millis) + ", " + line.text(library, "%.1f", Figures::p99Millis);
    }

    @Override
    public List<Verdict> verdicts(List<Compared> results) {
        return results.stream()
                .map(this::verdict)
                .map(verdict -> verdict.of("p99 latency"))
                .toList();
    }

    private Verdict verdict(Compared line) {
        return line.verdict(Figures::p99Millis, line(line).target());
    }
}
