package io.millrace.verification.formats;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The topics of the applications, seen from outside. */
final class Topics implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final Admin admin;
    private final KafkaProducer<String, String> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;

    Topics(String bootstrapServers) {
        admin = Admin.create(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
        producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new StringSerializer(),
                new StringSerializer());
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    void send(List<ProducerRecord<String, String>> records) {
        records.forEach(producer::send);
        producer.flush();
    }

    /** The topics that an application made for itself. */
    Set<String> internal(String applicationId) {
        Set<String> names = new TreeSet<>(of(admin.listTopics().names()));
        names.removeIf(name -> !name.startsWith(applicationId + "-") || name.equals(output(applicationId)));
        return names;
    }

    static String output(String applicationId) {
        return applicationId + "-out";
    }

    static boolean isChangelog(String topic) {
        return topic.endsWith("-changelog");
    }

    /** Whether an application has processed and committed all there is. */
    boolean isProcessed(String applicationId, String input) {
        Map<TopicPartition, OffsetAndMetadata> committed = committed(applicationId);
        Set<String> sources = internal(applicationId);
        sources.removeIf(Topics::isChangelog);
        sources.add(input);
        for (Map.Entry<TopicPartition, Long> end : ends(sources).entrySet()) {
            OffsetAndMetadata position = committed.get(end.getKey());
            if (end.getValue() > (position == null ? 0 : position.offset())) {
                return false;
            }
        }
        return true;
    }

    /** What an application committed of its input. */
    Map<String, List<Position>> positions(String applicationId, String input) {
        Map<String, List<Position>> positions = new TreeMap<>();
        committed(applicationId).forEach((partition, committed) -> {
            if (partition.topic().equals(input)) {
                positions.put(partition.toString(), List.of(Position.of(committed)));
            }
        });
        return positions;
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(String applicationId) {
        return of(admin.listConsumerGroupOffsets(applicationId).partitionsToOffsetAndMetadata());
    }

    /** All records of topics; those of a partition in the order in which they were written. */
    Map<String, List<Logged>> read(Set<String> names) {
        Map<TopicPartition, Long> ends = ends(names);
        Map<String, List<Logged>> records = new TreeMap<>();
        names.forEach(name -> records.put(name, new ArrayList<>()));
        consumer.assign(ends.keySet());
        consumer.seekToBeginning(ends.keySet());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(record -> records.get(record.topic()).add(Logged.of(record)));
        }
        return records;
    }

    private Map<TopicPartition, Long> ends(Set<String> topics) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        of(admin.describeTopics(topics).allTopicNames())
                .forEach((topic, description) -> description
                        .partitions()
                        .forEach(partition ->
                                wanted.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest())));
        Map<TopicPartition, Long> ends = new HashMap<>();
        of(admin.listOffsets(wanted).all()).forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    private static <T> T of(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the broker was asked.", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("The broker does not answer: " + e.getCause(), e.getCause());
        }
    }

    @Override
    public void close() {
        consumer.close();
        producer.close();
        admin.close();
    }
}
