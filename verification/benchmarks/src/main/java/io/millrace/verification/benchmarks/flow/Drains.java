package io.millrace.verification.benchmarks.flow;

import java.util.List;
import java.util.Locale;

/** What a record costs in each workload. */
final class Drains implements Part<Workload> {

    /** No workload may be slower, nor take more memory. */
    private static final double NO_MORE = 1;

    @Override
    public String name() {
        return "drain";
    }

    @Override
    public List<Workload> lines() {
        return Workload.all();
    }

    @Override
    public Figures measure(Workload workload, Library library, LoadedBroker broker) {
        return Drain.of(library, workload, broker, List.of());
    }

    @Override
    public String tables(List<Compared> results) {
        return cpu(results) + "\n" + speed(results) + "\n" + memory(results) + "\n" + garbage(results);
    }

    @Override
    public List<Verdict> verdicts(List<Compared> results) {
        return results.stream().map(this::cpu).toList();
    }

    private Verdict cpu(Compared line) {
        return line.verdict(Figures::warmCpuSecondsPerMillion, line(line).target());
    }

    private Table cpu(List<Compared> results) {
        Table table = new Table(
                "CPU s per million records",
                "pairs",
                "records",
                "Kafka Streams",
                "Millrace",
                "floor",
                "ratio",
                "target",
                "with the start");
        for (Compared line : results) {
            Verdict verdict = cpu(line);
            table.row(
                    line.line(),
                    line.rounds(),
                    String.format(
                            Locale.ROOT,
                            "%,.0f",
                            line.of(Library.MILLRACE, Figures::records).median()),
                    line.text(Library.KAFKA_STREAMS, "%.2f", Figures::warmCpuSecondsPerMillion),
                    line.text(Library.MILLRACE, "%.2f", Figures::warmCpuSecondsPerMillion),
                    line.text(Library.FLOOR, "%.2f", Figures::warmCpuSecondsPerMillion),
                    verdict.ratioText(),
                    verdict.targetText(),
                    line.both("%.2f", Figures::cpuSecondsPerMillion));
        }
        return table;
    }

    private static Table speed(List<Compared> results) {
        Table table = new Table("records/s", "Kafka Streams", "Millrace", "floor", "ratio", "target");
        for (Compared line : results) {
            Verdict verdict = line.verdict(Figures::nanosPerRecord, NO_MORE);
            table.row(
                    line.line(),
                    line.text(Library.KAFKA_STREAMS, "%,.0f", Figures::recordsPerSecond),
                    line.text(Library.MILLRACE, "%,.0f", Figures::recordsPerSecond),
                    line.text(Library.FLOOR, "%,.0f", Figures::recordsPerSecond),
                    verdict.ratioText(),
                    verdict.targetText());
        }
        return table;
    }

    private static Table memory(List<Compared> results) {
        Table table = new Table("peak RSS, MB", "Kafka Streams", "Millrace", "ratio", "target", "open files");
        for (Compared line : results) {
            Verdict verdict = line.verdict(Figures::peakMegabytes, NO_MORE);
            table.row(
                    line.line(),
                    line.text(Library.KAFKA_STREAMS, "%.0f", Figures::peakMegabytes),
                    line.text(Library.MILLRACE, "%.0f", Figures::peakMegabytes),
                    verdict.ratioText(),
                    verdict.targetText(),
                    line.both("%.0f", Figures::openFiles));
        }
        return table;
    }

    private static Table garbage(List<Compared> results) {
        Table table = new Table("bytes allocated a record", "Kafka Streams", "Millrace", "floor", "ratio");
        for (Compared line : results) {
            table.row(
                    line.line(),
                    line.text(Library.KAFKA_STREAMS, "%,.0f", Figures::allocatedPerRecord),
                    line.text(Library.MILLRACE, "%,.0f", Figures::allocatedPerRecord),
                    line.text(Library.FLOOR, "%,.0f", Figures::allocatedPerRecord),
                    line.verdict(Figures::allocatedPerRecord, NO_MORE).ratioText());
        }
        return table;
    }
}
