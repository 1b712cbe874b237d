package io.millrace.verification.benchmarks.flow;

import io.millrace.verification.benchmarks.flow.program.Program;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How the cost of a record grows with partitions, stores and keys. */
final class Growth implements Part<Growth.Step> {

    private static final int MOST_JUDGED_PARTITIONS = 100;
    private static final double FLAT = 0.15;

    /** What grows. Only keys may cost more: that is RocksDB's. */
    private enum Series {
        PARTITIONS,
        STORES,
        KEYS
    }

    /**
     * A step of it.
     *
     * @param series that begins with its first step
     * @param workload what runs
     */
    record Step(Series series, Workload workload) implements Line {

        @Override
        public String name() {
            return workload.name();
        }

        private boolean judged() {
            return series != Series.KEYS && workload.partitions() <= MOST_JUDGED_PARTITIONS;
        }
    }

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public List<Step> lines() {
        List<Step> steps = new ArrayList<>();
        for (int partitions : new int[] {1, 10, 100, 1_000}) {
            String name = "count, 100k skewed keys; cache on; " + partitions + " partitions";
            steps.add(counting(Series.PARTITIONS, name, Input.SKEWED, partitions));
        }
        steps.add(spread("processor, 100k skewed keys; cache on; 1 store", Program.ONE_STORE));
        steps.add(spread("processor, 100k skewed keys; cache on; 50 stores", Program.FIFTY_STORES));
        steps.add(counting(Series.KEYS, "count, 100k uniform keys; cache on", Input.UNIFORM_100K, 1));
        steps.add(counting(Series.KEYS, "count, 1M uniform keys; cache on", Input.UNIFORM_1M, 1));
        steps.add(counting(Series.KEYS, "count, 10M uniform keys; cache on", Input.UNIFORM_10M, 1));
        return steps;
    }

    private static Step counting(Series series, String name, Input input, int partitions) {
        return new Step(series, new Workload(name, Program.COUNT, input, partitions, Settings.cached(true), 1));
    }

    private static Step spread(String name, Program program) {
        return new Step(Series.STORES, Workload.of(name, program, true, 1));
    }

    @Override
    public Figures measure(Step step, Library library, LoadedBroker broker) {
        return Drain.of(library, step.workload(), broker, List.of());
    }

    @Override
    public String tables(List<Compared> results) {
        Table table = new Table(
                "CPU s per million records",
                "pairs",
                "Kafka Streams",
                "its growth",
                "Millrace",
                "its growth",
                "flat (to +15 %)",
                "ratio",
                "peak RSS, MB",
                "open files");
        Map<Series, Compared> first = new HashMap<>();
        for (Compared line : results) {
            Step step = line(line);
            Compared base = first.computeIfAbsent(step.series(), series -> line);
            double ours = growth(base, line, Library.MILLRACE);
            table.row(
                    line.line(),
                    line.rounds(),
                    line.text(Library.KAFKA_STREAMS, "%.2f", Figures::warmCpuSecondsPerMillion),
                    percent(growth(base, line, Library.KAFKA_STREAMS)),
                    line.text(Library.MILLRACE, "%.2f", Figures::warmCpuSecondsPerMillion),
                    percent(ours),
                    step.judged() ? met(ours <= FLAT) : "",
                    line.verdict(Figures::warmCpuSecondsPerMillion, 1).ratioText(),
                    line.both("%.0f", Figures::peakMegabytes),
                    line.both("%.0f", Figures::openFiles));
        }
        return table.toString();
    }

    @Override
    public List<Verdict> verdicts(List<Compared> results) {
        return List.of();
    }

    /** How much more it takes than in the first step that was measured. */
    private static double growth(Compared first, Compared line, Library library) {
        return line.of(library, Figures::warmCpuSecondsPerMillion).median()
                        / first.of(library, Figures::warmCpuSecondsPerMillion).median()
                - 1;
    }

    private static String percent(double growth) {
        return String.format(Locale.ROOT, "%+.0f %%", 100 * growth);
    }

    private static String met(boolean met) {
        return met ? "met" : "missed";
    }
}
