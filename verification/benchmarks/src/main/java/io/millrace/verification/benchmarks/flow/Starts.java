package io.millrace.verification.benchmarks.flow;

import io.millrace.verification.benchmarks.flow.program.Program;
import java.util.List;

/** How long an application takes to begin. */
final class Starts implements Part<Workload> {

    /** Not slower. */
    private static final double TARGET = 1;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public List<Workload> lines() {
        return List.of(start("copy", Program.COPY), start("count", Program.COUNT));
    }

    private static Workload start(String name, Program program) {
        return new Workload(name, program, Input.ROWS, 1, Settings.cached(true), TARGET);
    }

    @Override
    public Figures measure(Workload workload, Library library, LoadedBroker broker) {
        return Drain.of(library, workload, broker, List.of());
    }

    @Override
    public String tables(List<Compared> results) {
        Table table = new Table(
                "start: ms to the first record processed",
                "pairs",
                "Kafka Streams",
                "Millrace",
                "floor",
                "ratio",
                "target",
                "ms to running");
        for (Compared line : results) {
            Verdict verdict = verdict(line);
            table.row(
                    line.line(),
                    line.rounds(),
                    line.text(Library.KAFKA_STREAMS, "%.0f", Figures::millisToFirst),
                    line.text(Library.MILLRACE, "%.0f", Figures::millisToFirst),
                    line.text(Library.FLOOR, "%.0f", Figures::millisToFirst),
                    verdict.ratioText(),
                    verdict.targetText(),
                    line.both("%.0f", Figures::millisToRunning));
        }
        return table.toString();
    }

    @Override
    public List<Verdict> verdicts(List<Compared> results) {
        return results.stream()
                .map(Starts::verdict)
                .map(verdict -> verdict.of("first record"))
                .toList();
    }

    private static Verdict verdict(Compared line) {
        return line.verdict(Figures::millisToFirst, TARGET);
    }
}
