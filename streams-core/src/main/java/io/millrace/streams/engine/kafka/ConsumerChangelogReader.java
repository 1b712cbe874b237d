package io.millrace.streams.engine.kafka;

import io.millrace.streams.KafkaClientSupplier;
import io.millrace.streams.engine.log.ChangelogReader;
import io.millrace.streams.engine.log.LogTruncatedException;
import io.millrace.streams.engine.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Reads changelogs with a Kafka consumer that is in no group. Used by the restore worker's thread only, apart from
 * {@link #wakeup()}.
 */
public final class ConsumerChangelogReader implements ChangelogReader {

    private final Consumer<byte[], byte[]> consumer;
    private final Duration answerTimeout;
    private final Clock clock;
    private final int partitionsAtOnce;

    private ConsumerChangelogReader(
            Consumer<byte[], byte[]> consumer, Duration answerTimeout, Clock clock, Map<String, Object> settings) {
        this.consumer = consumer;
        this.answerTimeout = answerTimeout;
        this.clock = clock;
        this.partitionsAtOnce = partitionsAtOnce(settings);
    }

    /**
     * A consumer keeps up to {@code max.partition.fetch.bytes} of each partition it is assigned, so together they keep no more than one
     * answer of the broker may bring, {@code fetch.max.bytes}, however many stores there are, and however many brokers answer.
     */
    private static int partitionsAtOnce(Map<String, Object> settings) {
        long ofAll = number(settings, ConsumerConfig.FETCH_MAX_BYTES_CONFIG, ConsumerConfig.DEFAULT_FETCH_MAX_BYTES);
        long ofOne = number(
                settings,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                ConsumerConfig.DEFAULT_MAX_PARTITION_FETCH_BYTES);
        return (int) Math.max(1, ofAll / Math.max(1, ofOne));
    }

    private static long number(Map<String, Object> settings, String key, int otherwise) {
        Object value = settings.get(key);
        return value == null ? otherwise : Long.parseLong(value.toString().trim());
    }

    /**
     * Makes the consumer and a reader for it.
     *
     * @param config settings of the consumer; those that the reader depends on are overridden
     * @param isolation whether records of open and aborted transactions are read
     */
    public static ConsumerChangelogReader open(
            KafkaClientSupplier supplier,
            Map<String, Object> config,
            IsolationLevel isolation,
            Duration answerTimeout,
            Clock clock) {
        Map<String, Object> settings = new HashMap<>(config);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.name().toLowerCase(Locale.ROOT));
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return new ConsumerChangelogReader(supplier.getRestoreConsumer(settings), answerTimeout, clock, settings);
    }

    /**
     * Makes the consumer of global stores and a reader for it. What it may read of transactions is the user's to set.
     *
     * @param config settings of the consumer; those that the reader depends on are overridden
     */
    public static ConsumerChangelogReader ofGlobalStores(
            KafkaClientSupplier supplier, Map<String, Object> config, Duration answerTimeout, Clock clock) {
        Map<String, Object> settings = new HashMap<>(config);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return new ConsumerChangelogReader(supplier.getGlobalConsumer(settings), answerTimeout, clock, settings);
    }

    @Override
    public int partitionsAtOnce() {
        return partitionsAtOnce;
    }

    @Override
    public void assign(Collection<TopicPartition> partitions) {
        consumer.assign(partitions);
    }

    @Override
    public void seek(TopicPartition partition, long offset) {
        consumer.seek(partition, offset);
    }

    @Override
    public Map<String, Integer> partitionCounts(Set<String> topics) {
        Map<String, Integer> counts = new HashMap<>();
        for (String topic : topics) {
            List<PartitionInfo> partitions =
                    answered("partitions of topic " + topic, () -> consumer.partitionsFor(topic, answerTimeout));
            if (!partitions.isEmpty()) {
                counts.put(topic, partitions.size());
            }
        }
        return counts;
    }

    @Override
    public Map<TopicPartition, Long> beginningOffsets(Set<TopicPartition> partitions) {
        return answered("first offsets of " + partitions, () -> consumer.beginningOffsets(partitions, answerTimeout));
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(Set<TopicPartition> partitions) {
        return answered("end offsets of " + partitions, () -> consumer.endOffsets(partitions, answerTimeout));
    }

    @Override
    public long position(TopicPartition partition) {
        return answered("position in " + partition, () -> consumer.position(partition, answerTimeout));
    }

    @Override
    public OptionalLong lag(TopicPartition partition) {
        return consumer.currentLag(partition);
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        try {
            return consumer.poll(timeout);
        } catch (WakeupException e) {
            return ConsumerRecords.empty();
        } catch (InvalidOffsetException e) {
            throw new LogTruncatedException(e.partitions(), e);
        } catch (InterruptException | RetriableException e) {
            throw e;
        } catch (KafkaException e) {
            throw ClientErrors.explained("Reading the changelogs " + consumer.assignment() + " failed", e);
        }
    }

    @Override
    public Uuid instanceId(Duration timeout) {
        long untilMs = clock.elapsedMs() + timeout.toMillis();
        boolean woken = false;
        try {
            while (true) {
                try {
                    return consumer.clientInstanceId(Duration.ZERO);
                } catch (TimeoutException e) {
                    if (clock.elapsedMs() >= untilMs) {
                        throw e;
                    }
                }
                woken |= !askAnything();
            }
        } finally {
            if (woken) {
                consumer.wakeup();
            }
        }
    }

    /** The client learns its id together with the answer to another request, and a poll without partitions is none. */
    private boolean askAnything() {
        try {
            consumer.listTopics(answerTimeout);
            return true;
        } catch (WakeupException e) {
            return false;
        }
    }

    @Override
    public void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        try {
            consumer.close();
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            throw ClientErrors.explained("Closing the reader of changelogs failed", e);
        }
    }

    private static <T> T answered(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (InterruptException | WakeupException | RetriableException e) {
            throw e;
        } catch (KafkaException e) {
            throw ClientErrors.explained("Asking the broker for the " + what + " failed", e);
        }
    }
}
