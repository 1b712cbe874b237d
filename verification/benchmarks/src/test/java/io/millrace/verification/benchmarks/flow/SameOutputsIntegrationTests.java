package io.millrace.verification.benchmarks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.broker.BrokerProcess;
import io.millrace.verification.benchmarks.ScratchDirectory;
import io.millrace.verification.benchmarks.flow.program.Measured;
import io.millrace.verification.benchmarks.flow.program.Program;
import io.millrace.verification.benchmarks.flow.program.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.BytesDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each program with little input: both libraries come to the same. */
class SameOutputsIntegrationTests {

    /** One a millisecond: enough for a window of ten seconds to close. */
    private static final int RECORDS = 12_000;

    private static BrokerProcess broker;
    private static int applications;

    @BeforeAll
    static void load() {
        broker = BrokerProcess.builder().start();
        for (Input input : List.of(Input.SKEWED, Input.OTHER_STREAM, Input.ROWS)) {
            input.load(broker, RECORDS, 1);
        }
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TABLE")
    void theLastValueOfEachKeyIsTheSame(Program program) throws InterruptedException {
        Map<String, Bytes> theirs = outputs(Library.KAFKA_STREAMS, program);

        Map<String, Bytes> ours = outputs(Library.MILLRACE, program);

        assertThat(ours).isNotEmpty().isEqualTo(theirs);
    }

    @ParameterizedTest
    @EnumSource(names = {"COPY", "FILTER_MAP", "COUNT"})
    void theFloorComesToTheSame(Program program) throws InterruptedException {
        Map<String, Bytes> ours = outputs(Library.MILLRACE, program);

        Map<String, Bytes> floor = outputs(Library.FLOOR, program);

        assertThat(floor).isEqualTo(ours);
    }

    private static Map<String, Bytes> outputs(Library library, Program program) throws InterruptedException {
        String application = "same-" + program + "-" + library + "-" + ++applications;
        Input other = Input.other(program);
        Topics topics = new Topics(Input.SKEWED.topic(1), other.topic(1), application + "-output");
        broker.createTopic(topics.output(), 1);
        broker.createTopic(PlainLoop.changelog(topics), 1);
        try (ScratchDirectory directory = ScratchDirectory.create()) {
            Properties config = new Properties();
            config.putAll(
                    Settings.of(library, broker.bootstrapServers(), directory, application, Settings.cached(false)));
            try (Measured measured = RelocatingLoader.application(library, program.name(), topics, config)
                    .get()) {
                measured.start();
                FlowApplication.awaitDrained(
                        measured, program.processed(RECORDS, other.records(RECORDS)), program.sendsMore());
            }
        }
        return lastValues(topics.output());
    }

    private static Map<String, Bytes> lastValues(String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        Map<String, Bytes> last = new HashMap<>();
        try (KafkaConsumer<String, Bytes> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringDeserializer(),
                new BytesDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(FlowApplication.ENOUGH).forEach(record -> last.put(record.key(), record.value()));
            }
        }
        return last;
    }
}
