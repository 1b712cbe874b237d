package io.millrace.streams.spring.autoconfigure;

import io.millrace.streams.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** A broker for tests, with words in it. */
public final class TestBroker implements AutoCloseable {

    private final EmbeddedBroker broker;

    public TestBroker(Path directory) {
        this.broker = EmbeddedBroker.builder().dataDirectory(directory).start();
    }

    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    public void write(String topic, int partitions, String... words) {
        // The records are from 1970, and would soon be deleted for their age.
        broker.createTopic(topic, partitions, Map.of("retention.ms", "-1"));
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = 0; i < words.length; i++) {
                producer.send(new ProducerRecord<>(topic, null, i * 1000L, words[i], words[i]));
            }
        }
    }

    @Override
    public void close() {
        broker.close();
    }
}
