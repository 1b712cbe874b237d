package io.millrace.verification.benchmarks.flow;

import io.millrace.verification.benchmarks.ScratchDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What each library adds to the start of an application of Spring Boot. */
final class SpringStarts implements Part<SpringStarts.Application> {

    /**
     * What is started.
     *
     * @param name what it is called in the table
     */
    record Application(String name) implements Line {

        @Override
        public List<Library> libraries() {
            return List.of(Library.values());
        }
    }

    @Override
    public String name() {
        return "spring";
    }

    @Override
    public List<Application> lines() {
        return List.of(new Application("a topology that copies"));
    }

    @Override
    public Figures measure(Application line, Library library, LoadedBroker broker) {
        broker.once(SpringApplicationStart.INPUT, () -> {
            broker.createTopic(SpringApplicationStart.INPUT, 1);
            broker.createTopic(SpringApplicationStart.OUTPUT, 1);
        });
        try (ScratchDirectory directory = ScratchDirectory.create()) {
            List<String> arguments = new ArrayList<>(List.of(
                    library.name(),
                    "--spring.application.name=" + broker.newApplication(),
                    "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                    "--spring.kafka.streams.state-dir=" + directory.path(),
                    "--spring.kafka.streams.properties.default.key.serde=" + Settings.TEXT,
                    "--spring.kafka.streams.properties.default.value.serde=" + Settings.TEXT,
                    "--spring.main.banner-mode=off",
                    "--streams.enabled=" + (library == Library.MILLRACE)));
            try (MeasuredProcess process = MeasuredProcess.start(SpringApplicationStart.class, arguments, List.of())) {
                return process.awaitEnd();
            }
        }
    }

    @Override
    public String tables(List<Compared> results) {
        Table table = new Table(
                "ms from main to started",
                "rounds",
                "Spring Boot alone",
                "with Kafka Streams",
                "with Millrace",
                "added by Kafka Streams",
                "added by Millrace");
        for (Compared line : results) {
            table.row(
                    line.line(),
                    line.rounds(),
                    line.text(Library.FLOOR, "%.0f", Figures::millisToRunning),
                    line.text(Library.KAFKA_STREAMS, "%.0f", Figures::millisToRunning),
                    line.text(Library.MILLRACE, "%.0f", Figures::millisToRunning),
                    added(line, Library.KAFKA_STREAMS),
                    added(line, Library.MILLRACE));
        }
        return table.toString();
    }

    private static String added(Compared line, Library library) {
        double with = line.of(library, Figures::millisToRunning).median();
        double without = line.of(Library.FLOOR, Figures::millisToRunning).median();
        return String.format(Locale.ROOT, "%.0f", with - without);
    }

    /** None: a start is of an application, not of a record. */
    @Override
    public List<Verdict> verdicts(List<Compared> results) {
        return List.of();
    }
}
