package io.millrace.sample;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/**
 * Tells what a topic already holds. The topic itself is the only record of what was published, so there is no second
 * one that a crash could leave behind it or ahead of it.
 */
@Component
final class PublishedKeys {

    private static final Duration POLL = Duration.ofMillis(200);

    private final ConsumerFactory<String, String> consumers;

    PublishedKeys(ConsumerFactory<String, String> consumers) {
        this.consumers = consumers;
    }

    /**
     * Reads a topic from its beginning to the end it has now.
     *
     * @param identity what tells records of the topic apart
     */
    <K> Set<K> in(String topic, Function<ConsumerRecord<String, String>, K> identity) {
        return latest(topic, Long.MAX_VALUE, identity);
    }

    /**
     * Reads the end of each partition of a topic.
     *
     * @param most how many records of each partition
     * @param identity what tells records of the topic apart
     */
    <K> Set<K> latest(String topic, long most, Function<ConsumerRecord<String, String>, K> identity) {
        try (Consumer<String, String> consumer = consumers.createConsumer()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
            ends.forEach((partition, end) ->
                    consumer.seek(partition, Math.max(beginnings.getOrDefault(partition, 0L), end - most)));
            Set<K> published = new HashSet<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(found -> published.add(identity.apply(found)));
            }
            return published;
        }
    }
}
