package io.millrace.verification.benchmarks.flow;

import io.millrace.streams.broker.BrokerProcess;
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
     * @param records how many the inputs of streams hold
     * @param options more options of the JVM
     */
    static ProcessFigures of(
            Library library,
            Workload workload,
            int records,
            BrokerProcess broker,
            String application,
            List<String> options) {
        Program program = workload.program();
        Input input = workload.input();
        Input other = Input.other(program);
        int partitions = workload.partitions();
        Topics topics = new Topics(input.topic(partitions), other.topic(partitions), application + "-output");
        broker.createTopic(topics.output(), 1);
        long expected = program.processed(input.records(records), other.records(records));
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
