package io.millrace.verification.benchmarks.flow;

import io.millrace.verification.benchmarks.Keys;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends records at a fixed rate, of the 100k skewed keys, each with the time when it was due in front of its value. */
final class Sender implements AutoCloseable {

    private static final int KEYS = 100_000;
    private static final int MILLIS_PER_SECOND = 1_000;
    /** Digits of the time that a value begins with. */
    private static final int DIGITS = 19;

    private final KafkaProducer<String, String> producer;
    private final String topic;
    private final int perSecond;
    private final int[] keys = Keys.skewed(KEYS, 5).draw(KEYS);
    private final String padding = Input.padded("", new Random(5)).substring(DIGITS);

    Sender(String bootstrapServers, String topic, int perSecond) {
        this.producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers, ProducerConfig.LINGER_MS_CONFIG, 0),
                new StringSerializer(),
                new StringSerializer());
        this.topic = topic;
        this.perSecond = perSecond;
    }

    /**
     * Sends until it shall not go on.
     *
     * @param firstNanos when the first is due
     * @param firstMillis the timestamp of the first
     * @param goesOn asked for each millisecond
     * @return how many it sent
     */
    long send(long firstNanos, long firstMillis, LongPredicate goesOn) {
        long sent = 0;
        for (long millisecond = 0; goesOn.test(millisecond); millisecond++) {
            long due = firstNanos + TimeUnit.MILLISECONDS.toNanos(millisecond);
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            String value = String.format("%0" + DIGITS + "d", due) + padding;
            for (int i = 0; i < perSecond / MILLIS_PER_SECOND; i++) {
                String key = Keys.key(keys[(int) (sent++ % KEYS)]);
                var unused = producer.send(new ProducerRecord<>(topic, null, firstMillis + millisecond, key, value));
            }
        }
        return sent;
    }

    /** When a record was due. */
    static long dueNanos(String value) {
        return Long.parseLong(value, 0, DIGITS, 10);
    }

    @Override
    public void close() {
        producer.close();
    }
}
