package io.millrace.verification.benchmarks.flow;

import io.millrace.verification.benchmarks.ScratchDirectory;
import io.millrace.verification.benchmarks.flow.program.Program;
import io.millrace.verification.benchmarks.flow.program.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * How long a record takes from when it was due to be sent, at a fixed rate, to when the result is read, read committed. A stall of the sender counts too.
 *
 * @param perSecond records a second
 * @param warmUp at first, not measured
 * @param measured after that
 */
record Latency(int perSecond, Duration warmUp, Duration measured) {

    private static final int PARTITIONS = 4;
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration LAST = Duration.ofSeconds(30);
    private static final double MEDIAN = 50;
    private static final double LATE = 99;

    Figures of(Library library, Map<String, String> settings, LoadedBroker broker) throws InterruptedException {
        String application = broker.newApplication();
        Topics topics = new Topics(application + "-input", "unused", application + "-output");
        broker.createTopic(topics.input(), PARTITIONS);
        broker.createTopic(topics.output(), PARTITIONS);
        try (ScratchDirectory directory = ScratchDirectory.create()) {
            Map<String, String> config =
                    Settings.of(library, broker.bootstrapServers(), directory, application, settings);
            try (MeasuredProcess process =
                            MeasuredProcess.start(library, Program.LATEST.name(), topics, 0, config, List.of());
                    Results results = new Results(broker.bootstrapServers(), topics.output())) {
                long firstNanos = System.nanoTime();
                results.measureFrom(firstNanos + warmUp.toNanos());
                Thread reader = new Thread(results, "results");
                reader.start();
                long sent = send(broker.bootstrapServers(), topics.input(), firstNanos);
                results.expect(sent);
                reader.join();
                return process.end()
                        .with(Measure.P50_NANOS, results.latencies.getValueAtPercentile(MEDIAN))
                        .with(Measure.P99_NANOS, results.latencies.getValueAtPercentile(LATE))
                        .with(Measure.MISSING, sent - results.read);
            }
        }
    }

    private long send(String bootstrapServers, String topic, long firstNanos) {
        long millis = warmUp.plus(measured).toMillis();
        try (Sender sender = new Sender(bootstrapServers, topic, perSecond)) {
            return sender.send(firstNanos, System.currentTimeMillis(), millisecond -> millisecond < millis);
        }
    }

    /** Reads the results. */
    private static final class Results implements Runnable, AutoCloseable {

        private final KafkaConsumer<String, String> consumer;
        private final Histogram latencies = new Histogram(3);
        private volatile long expected = Long.MAX_VALUE;
        private volatile long measuredFromNanos;
        private long read;

        Results(String bootstrapServers, String topic) {
            consumer = new KafkaConsumer<>(
                    Map.of(
                            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                            bootstrapServers,
                            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                            "read_committed",
                            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                            "earliest"),
                    new StringDeserializer(),
                    new StringDeserializer());
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
        }

        void measureFrom(long nanos) {
            measuredFromNanos = nanos;
        }

        void expect(long records) {
            expected = records;
        }

        @Override
        public void run() {
            long lastNanos = System.nanoTime();
            while (read < expected && System.nanoTime() - lastNanos < LAST.toNanos()) {
                var records = consumer.poll(POLL);
                long nowNanos = System.nanoTime();
                for (ConsumerRecord<String, String> record : records) {
                    lastNanos = nowNanos;
                    read++;
                    long due = Sender.dueNanos(record.value());
                    if (due >= measuredFromNanos) {
                        latencies.recordValue(nowNanos - due);
                    }
                }
            }
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
