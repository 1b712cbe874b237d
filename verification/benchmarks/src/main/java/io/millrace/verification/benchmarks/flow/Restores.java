package io.millrace.verification.benchmarks.flow;

import io.millrace.verification.benchmarks.ScratchDirectory;
import io.millrace.verification.benchmarks.flow.program.Program;
import io.millrace.verification.benchmarks.flow.program.Topics;
import java.util.List;
import java.util.Map;

/** How long an application without local state takes until it runs, with all of a changelog restored. */
final class Restores implements Part<Restores.Changelog> {

    private static final String STORE = "rows";
    private static final double TARGET = 1.4;
    private static final int MILLION = 1_000_000;

    /**
     * What is restored.
     *
     * @param name what it is called in the table
     * @param keys each once, with a value of 100 bytes
     */
    record Changelog(String name, int keys) implements Line {

        @Override
        public List<Library> libraries() {
            return List.of(Library.values());
        }

        private String application() {
            return "restore-" + keys;
        }

        private String input() {
            return application() + "-input";
        }

        private String topic() {
            return application() + "-" + STORE + "-changelog";
        }

        private void load(LoadedBroker broker) {
            broker.createTopic(input(), 1);
            broker.createTopic(topic(), 1, Map.of("cleanup.policy", "compact"));
            Input.loadRows(broker.bootstrapServers(), topic(), keys);
        }
    }

    @Override
    public String name() {
        return "restore";
    }

    @Override
    public List<Changelog> lines() {
        return List.of(
                new Changelog("restore of 2M keys", 2 * MILLION), new Changelog("restore of 5M keys", 5 * MILLION));
    }

    @Override
    public Figures measure(Changelog changelog, Library library, LoadedBroker broker) {
        broker.once(changelog.topic(), () -> changelog.load(broker));
        Topics topics = new Topics(changelog.input(), changelog.topic(), "unused");
        try (ScratchDirectory directory = ScratchDirectory.create()) {
            Map<String, String> config = Settings.of(
                    library, broker.bootstrapServers(), directory, changelog.application(), Settings.cached(true));
            try (MeasuredProcess process =
                    MeasuredProcess.start(library, Program.TABLE.name(), topics, 0, config, List.of())) {
                return process.end();
            }
        } finally {
            if (library != Library.FLOOR) {
                broker.forget(changelog.application());
            }
        }
    }

    @Override
    public String tables(List<Compared> results) {
        Table table = new Table(
                "seconds from start to running",
                "pairs",
                "Kafka Streams",
                "Millrace",
                "reading alone",
                "ratio",
                "target",
                "CPU s",
                "peak RSS, MB");
        for (Compared line : results) {
            Verdict verdict = verdict(line);
            table.row(
                    line.line(),
                    line.rounds(),
                    line.text(Library.KAFKA_STREAMS, "%.2f", Figures::secondsToRunning),
                    line.text(Library.MILLRACE, "%.2f", Figures::secondsToRunning),
                    line.text(Library.FLOOR, "%.2f", Figures::secondsToRunning),
                    verdict.ratioText(),
                    verdict.targetText(),
                    line.both("%.2f", Figures::cpuSeconds),
                    line.both("%.0f", Figures::peakMegabytes));
        }
        return table.toString();
    }

    @Override
    public List<Verdict> verdicts(List<Compared> results) {
        return results.stream().map(Restores::verdict).toList();
    }

    private static Verdict verdict(Compared line) {
        return line.verdict(Figures::secondsToRunning, TARGET);
    }
}
