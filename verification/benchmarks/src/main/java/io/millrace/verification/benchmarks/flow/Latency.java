package io.millrace.verification.benchmarks.flow;

import io.millrace.streams.broker.BrokerProcess;
import io.millrace.verification.benchmarks.Keys;
import io.millrace.verification.benchmarks.ScratchDirectory;
import io.millrace.verification.benchmarks.flow.program.Program;
import io.millrace.verification.benchmarks.flow.program.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * How long a record takes from when it was due to be sent, at a fixed rate, to when the result is read, read committed. A stall of the sender counts too.
 *
 * @param perSecond records a second
 * @param warmUp at first, not measured
 * @param measured after that
 */
record Latency(int perSecond, Duration warmUp, Duration measured) {

    private static final int PARTITIONS = 4;
    private static final int KEYS = 100_000;
    private static final long MILLIS_PER_SECOND = 1_000;
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration LAST = Duration.ofSeconds(30);
    /** Digits of the time that a value begins with. */
    private static final int DIGITS = 19;

    /**
     * What was measured.
     *
     * @param latencies in nanoseconds
     * @param missing results that did not come
     * @param figures of the process
     */
    record Result(Histogram latencies, long missing, ProcessFigures figures) {}

    Result of(Library library, Map<String, String> settings, BrokerProcess broker, String application)
            throws InterruptedException {
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
                return new Result(results.latencies, results.expected - results.read, process.end());
            }
        }
    }

    private long send(String bootstrapServers, String topic, long firstNanos) {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        int[] keys = Keys.skewed(KEYS, 5).draw(KEYS);
        String padding = Input.padded("", new Random(5)).substring(DIGITS);
        long sent = 0;
        long millis = warmUp.plus(measured).toMillis();
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            for (long millisecond = 0; millisecond < millis; millisecond++) {
                long due = firstNanos + TimeUnit.MILLISECONDS.toNanos(millisecond);
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                String value = String.format("%0" + DIGITS + "d", due) + padding;
                for (int i = 0; i < perSecond / MILLIS_PER_SECOND; i++) {
                    String key = Keys.key(keys[(int) (sent++ % KEYS)]);
                    var unused = producer.send(new ProducerRecord<>(topic, key, value));
                }
            }
        }
        return sent;
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
                    long due = Long.parseLong(record.value(), 0, DIGITS, 10);
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
