package io.millrace.verification.benchmarks.flow;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Fills topics, wholly or not at all: {@link #close} fails if the broker refused a record. */
final class Loader implements AutoCloseable {

    private final KafkaProducer<String, String> producer;
    private final AtomicReference<Exception> refused = new AtomicReference<>();

    Loader(String bootstrapServers) {
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.LINGER_MS_CONFIG,
                        20,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        64 << 10),
                new StringSerializer(),
                new StringSerializer());
    }

    void send(ProducerRecord<String, String> record) {
        var unused = producer.send(record, (metadata, error) -> {
            if (error != null) {
                refused.compareAndSet(null, error);
            }
        });
    }

    @Override
    public void close() {
        producer.close();
        Exception first = refused.get();
        if (first != null) {
            throw new IllegalStateException("The broker did not take the whole input", first);
        }
    }
}
