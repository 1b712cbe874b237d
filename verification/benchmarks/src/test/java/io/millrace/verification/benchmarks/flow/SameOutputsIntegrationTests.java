package io.millrace.verification.benchmarks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.broker.BrokerProcess;
import io.millrace.verification.benchmarks.ScratchDirectory;
import io.millrace.verification.benchmarks.flow.program.Measured;
import io.millrace.verification.benchmarks.flow.program.Program;
import io.millrace.verification.benchmarks.flow.program.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The benchmarks of whole applications, with little to do: both libraries come to the same. */
class SameOutputsIntegrationTests {

    private static final int RECORDS = 20_000;

    private static BrokerProcess broker;

    @BeforeAll
    static void load() {
        broker = BrokerProcess.builder().start();
        for (Input input : Input.values()) {
            input.load(broker, RECORDS, 1);
        }
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void theLastResultsOfAllKeysAreTheSame() throws Exception {
        ExecutorService few = Executors.newFixedThreadPool(4);
        Map<Program, List<Future<Map<String, String>>>> lasts = new EnumMap<>(Program.class);
        try {
            for (Program program : Program.values()) {
                List<Future<Map<String, String>>> both = new ArrayList<>();
                for (Library library : Library.values()) {
                    both.add(few.submit(() -> lastResults(library, program)));
                }
                lasts.put(program, both);
            }
            for (Map.Entry<Program, List<Future<Map<String, String>>>> both : lasts.entrySet()) {
                Map<String, String> theirs = both.getValue().get(0).get();
                assertThat(theirs).as(both.getKey().name()).isNotEmpty();
                assertThat(both.getValue().get(1).get())
                        .as(both.getKey().name())
                        .isEqualTo(theirs);
            }
        } finally {
            few.shutdownNow();
        }
    }

    private static Map<String, String> lastResults(Library library, Program program) throws Exception {
        String application = library + "-" + program;
        String output = application + "-output";
        broker.createTopic(output, 1);
        Topics topics = new Topics(Input.SKEWED.topic(1), Input.other(program).topic(1), output);
        long expected = program.processed(RECORDS, Input.other(program).records(RECORDS));
        try (ScratchDirectory directory = ScratchDirectory.create()) {
            Properties config = new Properties();
            config.putAll(
                    Settings.of(library, broker.bootstrapServers(), directory, application, Settings.cached(true)));
            try (Measured measured = RelocatingLoader.application(library, program.name(), topics, config)) {
                measured.start();
                Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> measured.processed() >= expected);
            }
        }
        return lastOfKeys(output);
    }

    @Test
    void aProcessProcessesAllAndTellsWhatItTook() {
        Workload copy = Workload.all().get(0);

        for (Library library : Library.values()) {
            ProcessFigures figures = Drain.of(library, copy, RECORDS, broker, "measured-" + library);

            assertThat(figures.records()).isEqualTo(RECORDS);
            assertThat(figures.cpuNanos()).isPositive();
            assertThat(figures.openFiles()).isPositive();
        }
    }

    @Test
    void everyResultIsTimed() throws InterruptedException {
        Latency latency = new Latency(1_000, Duration.ofMillis(500), Duration.ofMillis(500));

        for (Library library : Library.values()) {
            Latency.Result result =
                    latency.of(library, Latencies.SETTINGS.get(1).config(), broker, "timed-" + library);

            assertThat(result.missing()).isZero();
            assertThat(result.latencies().getTotalCount()).isEqualTo(500);
            assertThat(result.figures().records()).isEqualTo(1_000);
        }
    }

    private static Map<String, String> lastOfKeys(String topic) {
        Map<String, String> last = new HashMap<>();
        TopicPartition partition = new TopicPartition(topic, 0);
        Map<String, Object> config = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker.bootstrapServers(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                    last.put(record.key(), record.value());
                }
            }
        }
        return last;
    }
}
