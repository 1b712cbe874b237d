package io.millrace.sample;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Lines for the word count, so many a second, and how many records of it the application has processed. */
final class HostileLoad implements AutoCloseable {

    private static final String GROUP = "flight-board-word-count";
    private static final int WORDS = 5_000;
    private static final int TICK_MS = 10;

    private final KafkaProducer<String, String> producer;
    private final Admin admin;
    private final Thread thread;
    private final int linesPerSecond;
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
        long startNs = System.nanoTime();
        long sent = 0;
        while (!ended) {
            long due = (System.nanoTime() - startNs) * linesPerSecond / TimeUnit.SECONDS.toNanos(1);
            for (; sent < due; sent++) {
                producer.send(new ProducerRecord<>(Topics.TEXT_LINES, null, line(sent)));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(TICK_MS));
        }
    }

    private static String line(long number) {
        long word = number * 7 % WORDS;
        return "load word" + word + " word" + (word + 1) % WORDS + " word" + number * 31 % WORDS;
    }

    /** How many records the word count has processed and committed, of lines and of words. */
    long processed() throws InterruptedException {
        try {
            return admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata().get().values().stream()
                    .mapToLong(position -> position == null ? 0 : position.offset())
                    .sum();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The positions of " + GROUP + " cannot be had.", e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        thread.join();
        producer.close();
        admin.close();
    }
}
