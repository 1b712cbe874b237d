package io.millrace.verification.benchmarks.flow;

import io.millrace.verification.benchmarks.ScratchDirectory;
import io.millrace.verification.benchmarks.flow.program.Program;
import io.millrace.verification.benchmarks.flow.program.Topics;
import java.util.List;
import java.util.Map;

/** What it takes an application to process all that is in its topics, from its start to its close. */
final class Drain {

    private Drain() {}

    /**
     * Runs it.
     *
     * @param options more options of the JVM
     */
    static Figures of(Library library, Workload workload, LoadedBroker broker, List<String> options) {
        Program program = workload.program();
        Input input = workload.input();
        Input other = Input.other(program);
        String application = broker.newApplication();
        Topics topics = new Topics(
                broker.topic(input, workload.partitions()),
                program.joins() ? broker.topic(other, workload.partitions()) : "unused",
                application + "-output");
        broker.createTopic(topics.output(), 1);
        if (library == Library.FLOOR) {
            broker.createTopic(PlainLoop.changelog(topics), 1);
        }
        long expected = program.processed(input.records(broker.records()), other.records(broker.records()));
        try (ScratchDirectory directory = ScratchDirectory.create()) {
            Map<String, String> config =
                    Settings.of(library, broker.bootstrapServers(), directory, application, workload.settings());
            try (MeasuredProcess process =
                    MeasuredProcess.start(library, program.name(), topics, expected, config, options)) {
                return process.awaitEnd();
            }
        }
    }
}
