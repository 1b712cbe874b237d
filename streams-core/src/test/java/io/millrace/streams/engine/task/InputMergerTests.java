package io.millrace.streams.engine.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.engine.config.EngineSettings;
import io.millrace.streams.engine.metrics.EngineMetrics;
import io.millrace.streams.engine.metrics.TaskCatalog;
import io.millrace.streams.engine.time.SystemClock;
import io.millrace.streams.processor.TaskId;
import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class InputMergerTests {

    private static final long NOT_WAITING = -1;

    /** A record of this time is skipped. */
    private static final long UNUSABLE = 666;

    private final Map<TopicPartition, Long> lags = new HashMap<>();
    private final List<PartitionQueue> queues = List.of(queue("a"), queue("b"), queue("c"), queue("d"));
    private final Map<String, Long> offsets = new HashMap<>();

    @Test
    void theEarliestHeadIsTakenFirst() {
        InputMerger merger = merger(NOT_WAITING);
        feed(merger, "a", 3, 4);
        feed(merger, "b", 1, 9);
        feed(merger, "c", 2);

        assertThat(takeAll(merger)).containsExactly("b@1", "c@2", "a@3", "a@4", "b@9");
    }

    @Test
    void headsOfEqualTimeComeInTheOrderOfTheHeap() {
        InputMerger merger = merger(NOT_WAITING);
        feed(merger, "a", 0, 0);
        feed(merger, "b", 0, 0);
        feed(merger, "c", 0, 0);
        feed(merger, "d", 0);

        assertThat(takeAll(merger)).containsExactly("a@0", "d@0", "a@0", "c@0", "b@0", "c@0", "b@0");
    }

    @Test
    void aPartitionThatRanEmptyGoesBehindThoseOfEqualTime() {
        InputMerger merger = merger(NOT_WAITING);
        feed(merger, "a", 0);
        feed(merger, "b", 0, 0);
        assertThat(take(merger)).isEqualTo("a@0");
        feed(merger, "a", 0);

        assertThat(takeAll(merger)).containsExactly("b@0", "a@0", "b@0");
    }

    @Test
    void aPartitionWhoseRecordsAreAllSkippedCountsAsEmpty() {
        InputMerger merger = merger(NOT_WAITING);
        feed(merger, "a", UNUSABLE, UNUSABLE);
        feed(merger, "b", 1);
        assertThat(takeAll(merger)).containsExactly("b@1");
        feed(merger, "a", UNUSABLE, 2);

        assertThat(takeAll(merger)).containsExactly("a@2");
    }

    @Test
    void aPartitionThatRanDryBySkippingIsGivenOnceForEachRecordThatComesNext() {
        InputMerger merger = merger(NOT_WAITING);
        feed(merger, "a", 1, UNUSABLE);
        assertThat(take(merger)).isEqualTo("a@1");
        feed(merger, "a", 2, 3);

        assertThat(takeAll(merger)).containsExactly("a@2", "a@3");
    }

    @Test
    void whileRecordsOfAnEmptyPartitionAreKnownToBeInTheLogNothingIsTaken() {
        InputMerger merger = merger(0);
        feed(merger, "a", 1);
        lags.put(new TopicPartition("d", 0), 5L);
        assertThat(merger.next(0)).isNull();

        lags.clear();

        assertThat(takeAll(merger)).containsExactly("a@1");
    }

    @Test
    void recordsInTheLogAreNotWaitedForIfSoConfigured() {
        InputMerger merger = merger(NOT_WAITING);
        feed(merger, "a", 1);
        lags.put(new TopicPartition("d", 0), 5L);

        assertThat(takeAll(merger)).containsExactly("a@1");
    }

    @Test
    void anEmptyPartitionIsWaitedForAsLongAsConfigured() {
        InputMerger merger = merger(100);
        feed(merger, "a", 1);
        assertThat(merger.next(1000)).isNull();
        assertThat(merger.next(1099)).isNull();

        assertThat(merger.next(1100)).isSameAs(queues.get(0));
    }

    @Test
    void theWaitBeginsAnewWhenAPartitionRunsEmptyAgain() {
        InputMerger merger = merger(100);
        assertThat(merger.next(1000)).isNull();
        for (String topic : List.of("a", "b", "c")) {
            feed(merger, topic, 1, 1, 1);
        }
        feed(merger, "d", 0);
        PartitionQueue first = merger.next(1090);
        assertThat(first).isSameAs(queues.get(3));
        queues.get(3).take();

        assertThat(merger.next(1100)).isNull();
        assertThat(merger.next(1199)).isNull();
        assertThat(merger.next(1200)).isNotNull();
    }

    @Test
    void nothingIsThereToTakeAtFirst() {
        assertThat(merger(NOT_WAITING).next(0)).isNull();
    }

    private InputMerger merger(long maxIdleMs) {
        return new InputMerger(queues, partition -> lags.getOrDefault(partition, 0L), maxIdleMs);
    }

    private void feed(InputMerger merger, String topic, long... timestampsMs) {
        PartitionQueue queue = queues.get(topic.charAt(0) - 'a');
        boolean wasEmpty = queue.size() == 0;
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (long timestampMs : timestampsMs) {
            long offset = offsets.merge(topic, 1L, Long::sum) - 1;
            records.add(new ConsumerRecord<>(
                    topic,
                    0,
                    offset,
                    timestampMs,
                    TimestampType.CREATE_TIME,
                    0,
                    0,
                    new byte[0],
                    new byte[0],
                    new RecordHeaders(),
                    Optional.empty()));
        }
        queue.add(records);
        if (wasEmpty) {
            merger.filled(queue);
        }
    }

    private static List<String> takeAll(InputMerger merger) {
        List<String> taken = new ArrayList<>();
        for (String next = take(merger); next != null; next = take(merger)) {
            taken.add(next);
        }
        return taken;
    }

    private static @Nullable String take(InputMerger merger) {
        PartitionQueue next = merger.next(0);
        return next == null
                ? null
                : next.partition().topic() + "@" + next.take().timestampMs();
    }

    private static PartitionQueue queue(String topic) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        EngineMetrics metrics = new EngineMetrics(new Metrics());
        TaskServices services = new TaskServices(
                EngineSettings.of(new StreamsConfig(config)).tasks(),
                new NoSink(),
                new SystemClock(),
                partition -> 0L,
                metrics,
                "thread",
                Map.of());
        NodeMeters meters = new NodeMeters(services, "0_0");
        TaskContext context = new TaskContext(
                new TaskId(0, 0),
                services,
                new File("unused"),
                metrics.scope(Map.of("thread-id", "thread", "task-id", "0_0")).meter(TaskCatalog.DROPPED_RECORDS),
                meters);
        SourceNode.Input input = new SourceNode.Input(
                new StringDeserializer(),
                new StringDeserializer(),
                (record, partitionTimeMs) -> record.timestamp() == UNUSABLE ? -1 : record.timestamp());
        return new PartitionQueue(
                new TopicPartition(topic, 0),
                new SourceNode(topic, context, input, SourceNode.Purpose.PROCESS, new Node[0]),
                Objects.requireNonNull(meters.consumed(topic, List.of(topic)).get(topic)));
    }
}
