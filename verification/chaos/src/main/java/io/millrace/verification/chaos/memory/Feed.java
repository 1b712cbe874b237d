package io.millrace.verification.chaos.memory;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends the rows and their updates. Used by one thread. */
final class Feed implements AutoCloseable {

    private static final long PAUSE_NANOS = 5_000_000;
    private static final int LOOK_EVERY = 1_000;

    /** How many records may wait to be processed; the topic does not keep many more. */
    static final long LEAD = 500_000;

    private final Rows rows;
    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    Feed(String bootstrapServers, String topic, Rows rows) {
        this.rows = rows;
        this.topic = topic;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        64 << 10,
                        ProducerConfig.LINGER_MS_CONFIG,
                        20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Sends each row once, not far ahead of those that were processed. */
    void load(long count, LongSupplier processed) {
        for (long index = 0; index < count; index++) {
            if (index % LOOK_EVERY == 0) {
                while (index - processed.getAsLong() > LEAD) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
            send(index, 0);
        }
        flush();
    }

    /** Sends updates at a rate for as long as is said, not far ahead of the rows and updates that were processed; returns how many. */
    long update(long count, int rate, LongSupplier processed, BooleanSupplier goingOn) {
        Pace pace = new Pace(rate);
        long sent = 0;
        while (goingOn.getAsBoolean()) {
            long room = LEAD - (count + sent - processed.getAsLong());
            for (long due = Math.min(room, pace.due()); due > 0; due--) {
                sent++;
                send(rows.updated(sent, count), sent);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        flush();
        return sent;
    }

    private void send(long index, long version) {
        var unused = producer.send(
                new ProducerRecord<>(topic, rows.key(index), rows.value(index, version)), (metadata, exception) -> {
                    if (exception != null) {
                        failure.compareAndSet(null, exception);
                    }
                });
    }

    private void flush() {
        producer.flush();
        Exception failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("A record could not be sent", failed);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
