package io.millrace.verification.chaos.faults;

import io.millrace.verification.chaos.faults.app.FaultTopology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads the committed echo, and the counts behind the repartition, as they come, and tells for each fault how long it took until every partition of the echo had an answer to input that was
 * sent after it.
 */
final class Progress implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<String, Long> consumer;
    private final int partitions;
    private final List<Pending> pending = new ArrayList<>();
    private final List<Long> returns = new ArrayList<>();
    private final Thread thread = new Thread(this::read, "progress");
    private long records;
    private volatile boolean ended;

    /** A fault whose end was not seen in all partitions yet. */
    private record Pending(long sinceMs, Set<Integer> waiting) {}

    Progress(String bootstrapServers, int partitions) {
        this.partitions = partitions;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"),
                new StringDeserializer(),
                new LongDeserializer());
    }

    void start() {
        consumer.assign(Stream.of(FaultTopology.ECHO, FaultTopology.COUNTS)
                .flatMap(topic ->
                        IntStream.range(0, partitions).mapToObj(partition -> new TopicPartition(topic, partition)))
                .toList());
        thread.start();
    }

    /** A fault is over: processing can go on from now. */
    synchronized void expect(long sinceMs) {
        Set<Integer> all = new HashSet<>();
        IntStream.range(0, partitions).forEach(all::add);
        pending.add(new Pending(sinceMs, all));
    }

    /** How long each return took, in milliseconds. */
    synchronized List<Long> returns() {
        return List.copyOf(returns);
    }

    /** How many faults have not been followed by answers from all partitions yet. */
    synchronized int outstanding() {
        return pending.size();
    }

    /** How many records were read. */
    synchronized long records() {
        return records;
    }

    private void read() {
        while (!ended) {
            for (ConsumerRecord<String, Long> record : consumer.poll(POLL)) {
                note(record, System.currentTimeMillis());
            }
        }
        consumer.close();
    }

    private synchronized void note(ConsumerRecord<String, Long> record, long nowMs) {
        records++;
        if (!record.topic().equals(FaultTopology.ECHO)) {
            return;
        }
        pending.removeIf(fault -> {
            if (record.timestamp() < fault.sinceMs()
                    || !fault.waiting().remove(record.partition())
                    || !fault.waiting().isEmpty()) {
                return false;
            }
            returns.add(nowMs - fault.sinceMs());
            return true;
        });
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
