package io.millrace.verification.benchmarks.flow;

import io.millrace.verification.benchmarks.ScratchDirectory;
import io.millrace.verification.benchmarks.flow.program.Program;
import io.millrace.verification.benchmarks.flow.program.Question;
import io.millrace.verification.benchmarks.flow.program.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** What a query costs beside processing. */
final class Queries implements Part<Queries.Kind> {

    private static final int RECORDS_PER_SECOND = 5_000;

    /**
     * A kind of them.
     *
     * @param name what it is called in the table
     * @param question what is asked
     * @param program of the application that is asked
     * @param input what it has counted before
     * @param target how many times less processor time a query shall take
     */
    record Kind(String name, Question question, Program program, Input input, double target) implements Line {}

    @Override
    public String name() {
        return "queries";
    }

    @Override
    public List<Kind> lines() {
        return List.of(
                new Kind("point, 100k skewed keys", Question.POINT, Program.ASKED_COUNT, Input.SKEWED, 4),
                new Kind("point, 2M uniform keys", Question.POINT, Program.ASKED_COUNT, Input.UNIFORM, 4),
                new Kind("range of 100 keys of 100k", Question.RANGE, Program.ASKED_COUNT, Input.SKEWED, 1),
                new Kind("windows of a key in 100 s", Question.WINDOWS, Program.ASKED_TUMBLING_COUNT, Input.SKEWED, 1));
    }

    @Override
    public Figures measure(Kind kind, Library library, LoadedBroker broker) throws InterruptedException {
        String application = broker.newApplication();
        Topics topics = new Topics(broker.topic(kind.input(), 1), application + "-beside", application + "-output");
        broker.createTopic(topics.other(), 1);
        broker.createTopic(topics.output(), 1);
        long lastMillis = Input.lastMillis(broker.records());
        Map<String, String> settings =
                Settings.with(Settings.cached(true), new Asking(kind.question(), kind.input(), lastMillis).settings());
        try (ScratchDirectory directory = ScratchDirectory.create()) {
            Map<String, String> config =
                    Settings.of(library, broker.bootstrapServers(), directory, application, settings);
            try (MeasuredProcess process = MeasuredProcess.start(
                    library, kind.program().name(), topics, broker.records(), config, List.of())) {
                process.awaitLine(FlowApplication.DRAINED);
                return figuresBesideProcessing(process, broker.bootstrapServers(), topics.other(), lastMillis);
            }
        }
    }

    private static Figures figuresBesideProcessing(
            MeasuredProcess process, String bootstrapServers, String topic, long lastMillis)
            throws InterruptedException {
        AtomicBoolean asked = new AtomicBoolean();
        try (Sender sender = new Sender(bootstrapServers, topic, RECORDS_PER_SECOND)) {
            Thread sending =
                    new Thread(() -> sender.send(System.nanoTime(), lastMillis, millisecond -> !asked.get()), "sender");
            sending.start();
            try {
                return process.awaitEnd();
            } finally {
                asked.set(true);
                sending.join();
            }
        }
    }

    @Override
    public String tables(List<Compared> results) {
        Table table = new Table(
                "CPU us a query",
                "pairs",
                "Kafka Streams",
                "Millrace",
                "ratio",
                "target",
                "queries/s",
                "records beside");
        for (Compared line : results) {
            Verdict verdict = verdict(line);
            table.row(
                    line.line(),
                    line.rounds(),
                    line.text(Library.KAFKA_STREAMS, "%.2f", Figures::cpuMicrosPerQuery),
                    line.text(Library.MILLRACE, "%.2f", Figures::cpuMicrosPerQuery),
                    verdict.ratioText(),
                    verdict.targetText(),
                    line.both("%,.0f", Figures::queriesPerSecond),
                    line.both("%,.0f", Figures::records));
        }
        return table.toString();
    }

    @Override
    public List<Verdict> verdicts(List<Compared> results) {
        return results.stream()
                .map(this::verdict)
                .map(verdict -> verdict.of("query"))
                .toList();
    }

    private Verdict verdict(Compared line) {
        return line.verdict(Figures::cpuMicrosPerQuery, line(line).target());
    }
}
