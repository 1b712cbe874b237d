package io.millrace.verification.benchmarks.flow;

import io.millrace.verification.benchmarks.flow.program.Measured;
import io.millrace.verification.benchmarks.flow.program.Program;
import io.millrace.verification.benchmarks.flow.program.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What a program costs at the least: a loop of a consumer and a producer, with the settings for clients that both libraries have, and a
 * hash map of counts. They are sent to a changelog too, with a cache when the loop commits, and never restored. One thread.
 */
final class PlainLoop implements Measured {

    private static final Set<Program> DONE = Set.of(Program.COPY, Program.FILTER_MAP, Program.COUNT);
    private static final int KEY_LENGTH = 16;
    private static final Duration POLL = Duration.ofMillis(100);
    private static final String COMMIT_MILLIS = "30000";
    private static final String COMMIT_MILLIS_EXACTLY_ONCE = "100";
    private static final long NANOS_PER_MILLISECOND = 1_000_000;

    private final Program program;
    private final Topics topics;
    private final boolean exactlyOnce;
    private final boolean cached;
    private final long commitNanos;
    private final KafkaConsumer<String, String> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final StringSerializer text = new StringSerializer();
    private final LongSerializer number = new LongSerializer();
    private final Map<String, Long> counts = new HashMap<>();
    private final Set<String> changed = new HashSet<>();
    private final Thread thread = new Thread(this::run, "plain-loop");
    private final CountDownLatch assigned = new CountDownLatch(1);
    private boolean uncommitted;
    private volatile long processed;
    private volatile boolean closing;

    PlainLoop(Program program, Topics topics, Properties config) {
        if (!does(program)) {
            throw new IllegalArgumentException("There is no plain loop of " + program + ", but of " + DONE);
        }
        this.program = program;
        this.topics = topics;
        exactlyOnce = "exactly_once_v2".equals(config.getProperty("processing.guarantee"));
        cached = !"0".equals(config.getProperty("statestore.cache.max.bytes"));
        commitNanos = NANOS_PER_MILLISECOND
                * Long.parseLong(config.getProperty(
                        "commit.interval.ms", exactlyOnce ? COMMIT_MILLIS_EXACTLY_ONCE : COMMIT_MILLIS));
        consumer = consumer(config);
        producer = producer(config);
    }

    private KafkaConsumer<String, String> consumer(Properties config) {
        Map<String, Object> own = new HashMap<>();
        own.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.getProperty("bootstrap.servers"));
        own.put(ConsumerConfig.GROUP_ID_CONFIG, config.getProperty("application.id"));
        own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        own.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000);
        own.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, exactlyOnce ? "read_committed" : "read_uncommitted");
        return new KafkaConsumer<>(own, new StringDeserializer(), new StringDeserializer());
    }

    private KafkaProducer<byte[], byte[]> producer(Properties config) {
        Map<String, Object> own = new HashMap<>();
        own.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, config.getProperty("bootstrap.servers"));
        own.put(ProducerConfig.LINGER_MS_CONFIG, 100);
        if (exactlyOnce) {
            own.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, config.getProperty("application.id"));
        }
        return new KafkaProducer<>(own, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Whether there is one of this program. */
    static boolean does(Program program) {
        return DONE.contains(program);
    }

    static String changelog(Topics topics) {
        return topics.output() + "-changelog";
    }

    @Override
    public void start() throws InterruptedException {
        thread.start();
        assigned.await();
    }

    @Override
    public long processed() {
        if (!thread.isAlive()) {
            throw new IllegalStateException("The loop has failed; what it threw is above");
        }
        return processed;
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (consumer;
                producer) {
            if (exactlyOnce) {
                producer.initTransactions();
            }
            consumer.subscribe(List.of(topics.input()), new Assigned());
            long done = 0;
            long committedNanos = System.nanoTime();
            while (!closing) {
                ConsumerRecords<String, String> records = consumer.poll(POLL);
                if (!records.isEmpty()) {
                    begin();
                }
                for (ConsumerRecord<String, String> record : records) {
                    process(record.key(), record.value());
                }
                done += records.count();
                processed = done;
                if (System.nanoTime() - committedNanos >= commitNanos) {
                    commit();
                    committedNanos = System.nanoTime();
                }
            }
            commit();
        }
    }

    private void begin() {
        if (!uncommitted && exactlyOnce) {
            producer.beginTransaction();
        }
        uncommitted = true;
    }

    private void process(String key, String value) {
        switch (program) {
            case COPY -> send(topics.output(), key, text.serialize(topics.output(), value));
            case FILTER_MAP -> {
                if (value.charAt(KEY_LENGTH) != 'x') {
                    send(topics.output(), key, text.serialize(topics.output(), value.substring(0, KEY_LENGTH)));
                }
            }
            default -> count(key);
        }
    }

    private void count(String key) {
        counts.merge(key, 1L, Long::sum);
        if (cached) {
            changed.add(key);
        } else {
            sendCount(key);
        }
    }

    private void sendCount(String key) {
        byte[] count = number.serialize(topics.output(), counts.get(key));
        send(changelog(topics), key, count);
        send(topics.output(), key, count);
    }

    private void send(String topic, String key, byte[] value) {
        var unused = producer.send(new ProducerRecord<>(topic, text.serialize(topic, key), value));
    }

    private void commit() {
        if (!uncommitted) {
            return;
        }
        uncommitted = false;
        changed.forEach(this::sendCount);
        changed.clear();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition partition : consumer.assignment()) {
            offsets.put(partition, new OffsetAndMetadata(consumer.position(partition)));
        }
        if (exactlyOnce) {
            producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
            producer.commitTransaction();
        } else {
            producer.flush();
            consumer.commitSync(offsets);
        }
    }

    private final class Assigned implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            assigned.countDown();
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            // It is alone in its group.
        }
    }
}
