package io.millrace.verification.chaos.faults;

import io.millrace.verification.chaos.faults.app.FaultTopology;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends the input at a steady rate, on a thread of its own, through all outages of the broker. */
final class Workload implements AutoCloseable {

    private static final long PAUSE_NANOS = 10_000_000;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);
    private static final double NANOS = 1e9;

    private final KafkaProducer<String, Long> producer;
    private final SplittableRandom random;
    private final FaultSettings.Load load;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::send, "workload");

    Workload(String bootstrapServers, FaultSettings.Load load, long seed) {
        this.load = load;
        this.random = new SplittableRandom(seed);
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.LINGER_MS_CONFIG,
                        10,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        Long.MAX_VALUE,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        Integer.MAX_VALUE),
                new StringSerializer(),
                new LongSerializer());
    }

    void start() {
        thread.start();
    }

    private void send() {
        long startNanos = System.nanoTime();
        for (long sent = 0; !ended.get(); sent++) {
            while (sent > (System.nanoTime() - startNanos) / NANOS * load.rate() && !ended.get()) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            send("k" + random.nextInt(load.keys()));
        }
    }

    /** Sends a value of each key, as fast as the broker takes them; to be called before the start. */
    void fill() {
        for (int key = 0; key < load.keys(); key++) {
            send("k" + key);
        }
        producer.flush();
    }

    private void send(String key) {
        var unused = producer.send(
                new ProducerRecord<>(FaultTopology.INPUT, key, random.nextLong(1_000_000)), (metadata, error) -> {
                    if (error != null) {
                        failure.compareAndSet(null, error);
                    }
                });
    }

    /** Ends it; everything sent is in the topic then. */
    @Override
    public void close() {
        ended.set(true);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(CLOSE_TIMEOUT);
        if (failure.get() != null) {
            throw new IllegalStateException("A record could not be sent", failure.get());
        }
    }
}
