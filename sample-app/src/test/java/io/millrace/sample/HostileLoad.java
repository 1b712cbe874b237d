package io.millrace.sample;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/** Lines for the word count, so many a second, and how many records of it the application has processed. */
final class HostileLoad implements AutoCloseable {

    private static final String GROUP = "flight-board-word-count";
    private static final int WORDS = 5_000;
    private static final int TICK_MS = 10;
    private static final Duration CATCH_UP = Duration.ofMinutes(2);

    private final KafkaProducer<String, String> producer;
    private final Admin admin;
    private final Thread thread;
    private final int linesPerSecond;
    private volatile boolean paused;
    private volatile boolean ended;

    HostileLoad(String bootstrapServers, int linesPerSecond) {
        this.linesPerSecond = linesPerSecond;
        Properties properties = new Properties();
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, TICK_MS);
        this.producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
        this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
        this.thread = new Thread(this::run, "load");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        long lastNs = System.nanoTime();
        long runNs = 0;
        long sent = 0;
        while (!ended) {
            long nowNs = System.nanoTime();
            runNs += paused ? 0 : nowNs - lastNs;
            lastNs = nowNs;
            sent = sendUpTo(runNs * linesPerSecond / TimeUnit.SECONDS.toNanos(1), sent);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(TICK_MS));
        }
    }

    private synchronized long sendUpTo(long wanted, long sent) {
        long number = sent;
        for (; number < wanted && !paused; number++) {
            producer.send(new ProducerRecord<>(Topics.TEXT_LINES, null, line(number)));
        }
        return number;
    }

    private static String line(long number) {
        long word = number * 7 % WORDS;
        return "load word" + word + " word" + (word + 1) % WORDS + " word" + number * 31 % WORDS;
    }

    /** How many records the word count has processed and committed, of lines and of words. */
    long processed() throws InterruptedException {
        return committed().values().stream().mapToLong(Long::longValue).sum();
    }

    /** Sends nothing until {@link #resume}; returns when all has been processed that was sent, and how much that was. */
    long pause() throws InterruptedException {
        paused = true;
        synchronized (this) {
            // The sender sends nothing more.
            producer.flush();
        }
        long behind = behind();
        Awaitility.await().atMost(CATCH_UP).pollInterval(Duration.ofSeconds(1)).until(() -> behind() == 0);
        return behind;
    }

    void resume() {
        paused = false;
    }

    private long behind() throws InterruptedException {
        Map<TopicPartition, Long> committed = committed();
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        committed.keySet().forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
        try {
            return admin.listOffsets(wanted).all().get().entrySet().stream()
                    .mapToLong(end -> end.getValue().offset() - committed.get(end.getKey()))
                    .sum();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The ends of the topics of " + GROUP + " cannot be had.", e);
        }
    }

    private Map<TopicPartition, Long> committed() throws InterruptedException {
        Map<TopicPartition, Long> committed = new HashMap<>();
        try {
            admin.listConsumerGroupOffsets(GROUP)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, position) ->
                            committed.put(partition, position == null ? 0 : position.offset()));
        } catch (ExecutionException e) {
            throw new IllegalStateException("The positions of " + GROUP + " cannot be had.", e);
        }
        return committed;
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        thread.join();
        // The broker may have gone before.
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
    }
}
