package io.millrace.verification.benchmarks.flow;

import io.millrace.verification.benchmarks.flow.program.Program;
import java.util.List;

/** How fast an application gets through a backlog, from its start to its close. */
final class Throughput implements Part<Workload> {

    @Override
    public String name() {
        return "throughput";
    }

    @Override
    public List<Workload> lines() {
        return List.of(
                Workload.of("count, 100k skewed keys; cache on", Program.COUNT, true, 2.5),
                Workload.of("copy", Program.COPY, true, 1.2));
    }

    @Override
    public Figures measure(Workload workload, Library library, LoadedBroker broker) {
        return Drain.of(library, workload, broker, List.of());
    }

    @Override
    public String tables(List<Compared> results) {
        Table table = new Table("records/s", "pairs", "Kafka Streams", "Millrace", "floor", "ratio", "target");
        for (Compared line : results) {
            Verdict verdict = verdict(line);
            table.row(
                    line.line(),
                    line.rounds(),
                    line.text(Library.KAFKA_STREAMS, "%,.0f", Figures::recordsPerSecond),
                    line.text(Library.MILLRACE, "%,.0f", Figures::recordsPerSecond),
                    line.text(Library.FLOOR, "%,.0f", Figures::recordsPerSecond),
                    verdict.ratioText(),
                    verdict.targetText());
        }
        return table.toString();
    }

    @Override
    public List<Verdict> verdicts(List<Compared> results) {
        return results.stream()
                .map(this::verdict)
                .map(verdict -> verdict.of("records/s"))
                .toList();
    }

    private Verdict verdict(Compared line) {
        return line.verdict(Figures::nanosPerRecord, line(line).target());
    }
}
