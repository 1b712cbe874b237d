package io.millrace.verification.benchmarks.flow;

import io.millrace.verification.benchmarks.flow.program.Measured;
import io.millrace.verification.benchmarks.flow.program.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What a restore costs at the least: a consumer reads the changelog, named as the other topic, to its end and keeps nothing. */
final class PlainReading implements Measured {

    private static final Duration POLL = Duration.ofMillis(100);

    private final TopicPartition changelog;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private long read;

    PlainReading(Topics topics, Properties config) {
        changelog = new TopicPartition(topics.other(), 0);
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        config.getProperty("bootstrap.servers"),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    @Override
    public void start() {
        consumer.assign(List.of(changelog));
        long end = consumer.endOffsets(List.of(changelog)).get(changelog);
        while (consumer.position(changelog) < end) {
            read += consumer.poll(POLL).count();
        }
    }

    @Override
    public long processed() {
        return read;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
