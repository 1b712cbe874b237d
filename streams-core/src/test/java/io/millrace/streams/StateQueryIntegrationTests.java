package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.streams.broker.EmbeddedBroker;
import io.millrace.streams.engine.runtime.NoNativeLeaks;
import io.millrace.streams.errors.StateStoreNotAvailableException;
import io.millrace.streams.errors.StreamsNotStartedException;
import io.millrace.streams.errors.StreamsStoppedException;
import io.millrace.streams.errors.UnknownStateStoreException;
import io.millrace.streams.kstream.KGroupedStream;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.SessionWindows;
import io.millrace.streams.kstream.TimeWindows;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.processor.StateRestoreListener;
import io.millrace.streams.query.FailureReason;
import io.millrace.streams.query.KeyQuery;
import io.millrace.streams.query.Position;
import io.millrace.streams.query.PositionBound;
import io.millrace.streams.query.Query;
import io.millrace.streams.query.QueryResult;
import io.millrace.streams.query.RangeQuery;
import io.millrace.streams.query.StateQueryRequest;
import io.millrace.streams.query.StateQueryResult;
import io.millrace.streams.query.TimestampedKeyQuery;
import io.millrace.streams.query.VersionedKeyQuery;
import io.millrace.streams.query.WindowKeyQuery;
import io.millrace.streams.query.WindowRangeQuery;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.QueryableStoreTypes;
import io.millrace.streams.state.ReadOnlyKeyValueStore;
import io.millrace.streams.state.Stores;
import io.millrace.streams.state.ValueAndTimestamp;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Queries of a running application's stores, of each kind, in two partitions. */
@ExtendWith(NoNativeLeaks.class)
class StateQueryIntegrationTests {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int RECORDS = 20;

    private static EmbeddedBroker broker;

    @TempDir
    private Path stateDirectory;

    private String input;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.builder().start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    /** The keys k0 and k2 are in partition 0, k1 and k3 in partition 1; each second has a record. */
    @BeforeEach
    void fillInput(TestInfo test) {
        input = test.getTestMethod().orElseThrow().getName()
                + Integer.toHexString(test.getDisplayName().hashCode());
        broker.createTopic(input, 2);
        Properties properties = new Properties();
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < RECORDS; i++) {
                producer.send(new ProducerRecord<>(input, i % 2, 1000L * i, "k" + i % 4, "v" + i));
            }
        }
    }

    @Test
    void everyKindOfStoreAnswersItsQueries() {
        Instant begin = Instant.EPOCH;
        Instant end = Instant.ofEpochSecond(RECORDS);
        try (KafkaStreams streams = started()) {
            assertThat(answers(streams, "counts", KeyQuery.<String, Long>withKey("k1")))
                    .containsEntry(0, "null")
                    .containsEntry(1, "5");
            assertThat(answers(streams, "counts", RangeQuery.<String, Long>withRange("k1", "k2")))
                    .containsEntry(0, "[k2=5]")
                    .containsEntry(1, "[k1=5]");
            assertThat(answers(streams, "counts", TimestampedKeyQuery.<String, Long>withKey("k1")))
                    .containsEntry(1, ValueAndTimestamp.make(5L, 17_000).toString());
            assertThat(answers(
                            streams,
                            "versions",
                            VersionedKeyQuery.<String, String>withKey("k1").asOf(Instant.ofEpochSecond(6))))
                    .containsEntry(0, "null")
                    .hasEntrySatisfying(1, found -> assertThat(found).contains("v5", "5000"));
            assertThat(answers(
                            streams,
                            "windows",
                            WindowKeyQuery.<String, ValueAndTimestamp<Long>>withKeyAndWindowStartRange(
                                    "k1", begin, end)))
                    .containsEntry(0, "[]")
                    .hasEntrySatisfying(1, found -> assertThat(found).contains("10000=", "17000"));
            assertThat(answers(
                            streams,
                            "windows",
                            WindowRangeQuery.<String, ValueAndTimestamp<Long>>withWindowStartRange(begin, end)))
                    .allSatisfy((partition, found) -> assertThat(found).contains("@10000/20000"));
            assertThat(answers(streams, "sessions", WindowRangeQuery.<String, Long>withKey("k1")))
                    .containsEntry(0, "[]")
                    .hasEntrySatisfying(1, found -> assertThat(found).contains("@1000/17000", "=5"));
        }
    }

    @Test
    void aQueryOfAnotherKindOfStoreIsRefusedByEachPartition() {
        try (KafkaStreams streams = started()) {
            assertThat(failures(
                            streams.query(StateQueryRequest.inStore("sessions").withQuery(KeyQuery.withKey("k1")))
                                    .getPartitionResults()))
                    .containsOnlyKeys(0, 1)
                    .containsValue(FailureReason.UNKNOWN_QUERY_TYPE);
        }
    }

    @Test
    void thePartitionsNamedAreAskedAndTheOthersAreNot() {
        StateQueryRequest<Long> request = StateQueryRequest.inStore("counts").withQuery(KeyQuery.withKey("k1"));
        try (KafkaStreams streams = started()) {
            QueryResult<Long> only =
                    streams.query(request.withPartitions(Set.of(1))).getOnlyPartitionResult();
            Map<Integer, QueryResult<Long>> withUnknown = streams.query(
                            request.withPartitions(Set.of(0, 5)).requireActive())
                    .getPartitionResults();

            assertThat(only.getResult()).isEqualTo(5L);
            assertThat(withUnknown).containsOnlyKeys(0, 5);
            assertThat(withUnknown.get(0).isSuccess()).isTrue();
            assertThat(withUnknown.get(5).getFailureReason()).isEqualTo(FailureReason.NOT_PRESENT);
        }
    }

    @Test
    void aBoundTakenFromAnAnswerIsReachedAndOneBeyondItIsNot() {
        StateQueryRequest<Long> request = StateQueryRequest.inStore("counts").withQuery(KeyQuery.withKey("k1"));
        try (KafkaStreams streams = started()) {
            Position position = streams.query(request).getPosition();
            Position beyond = position.copy().withComponent(input, 1, RECORDS);

            Map<Integer, QueryResult<Long>> reached = streams.query(
                            request.withPositionBound(PositionBound.at(position)))
                    .getPartitionResults();
            Map<Integer, QueryResult<Long>> missed = streams.query(request.withPositionBound(PositionBound.at(beyond)))
                    .getPartitionResults();

            assertThat(reached)
                    .allSatisfy((partition, result) ->
                            assertThat(result.isSuccess()).isTrue());
            assertThat(missed.get(0).isSuccess()).isTrue();
            assertThat(missed.get(1).getFailureReason()).isEqualTo(FailureReason.NOT_UP_TO_BOUND);
        }
    }

    @Test
    void positionIsKeptWithTheStateOverARestart() {
        StateQueryRequest<Long> request = StateQueryRequest.inStore("counts").withQuery(KeyQuery.withKey("k1"));
        Position position;
        try (KafkaStreams streams = started()) {
            position = streams.query(request).getPosition();
        }

        try (KafkaStreams streams = started()) {
            assertThat(streams.query(request.withPositionBound(PositionBound.at(position)))
                            .getPartitionResults()
                            .get(1)
                            .getResult())
                    .isEqualTo(5L);
        }
    }

    @Test
    void aStoreThatIsRestoredAnswersUnlessAnActiveTaskIsRequired() throws InterruptedException {
        StateQueryRequest<Long> request = StateQueryRequest.inStore("counts").withQuery(KeyQuery.withKey("k1"));
        StoreQueryParameters<ReadOnlyKeyValueStore<String, Long>> view =
                StoreQueryParameters.fromNameAndType("counts", QueryableStoreTypes.keyValueStore());
        try (KafkaStreams streams = started()) {
            streams.close();
            streams.cleanUp();
        }
        Halt halt = new Halt();

        try (KafkaStreams streams = create()) {
            streams.setGlobalStateRestoreListener(halt);
            streams.start();
            halt.begun.await();
            await(() -> streams.query(request).getPartitionResults().size() == 2);

            assertThat(streams.query(request).getPartitionResults())
                    .allSatisfy((partition, result) ->
                            assertThat(result.isSuccess()).isTrue());
            assertThat(failures(streams.query(request.requireActive()).getPartitionResults()))
                    .containsEntry(0, FailureReason.NOT_ACTIVE)
                    .containsEntry(1, FailureReason.NOT_ACTIVE);
            assertThatExceptionOfType(StateStoreNotAvailableException.class)
                    .isThrownBy(() -> streams.store(view).get("none"));
            assertThat(streams.store(view.enableStaleStores()).get("none")).isNull();
            halt.released.countDown();
            await(() -> Long.valueOf(5)
                    .equals(streams.query(request.requireActive())
                            .getPartitionResults()
                            .get(1)
                            .getResult()));
        } finally {
            halt.released.countDown();
        }
    }

    @ParameterizedTest
    @CsvSource({", true", "read_committed, false", "read_uncommitted, true"})
    void whatIsNotCommittedIsSeenOnlyIfThatIsAskedFor(String level, boolean seen) {
        Map<String, Object> config = new HashMap<>();
        config.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, Duration.ofMinutes(1).toMillis());
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, input + level);
        if (level != null) {
            config.put(StreamsConfig.QUERY_ISOLATION_LEVEL_CONFIG, level);
        }
        StateQueryRequest<Long> request = StateQueryRequest.inStore("counts").withQuery(KeyQuery.withKey("k1"));
        AtomicInteger counted = new AtomicInteger();
        try (KafkaStreams streams = create(config, counted)) {
            streams.start();
            await(() -> counted.get() == RECORDS);

            StateQueryResult<Long> answer = streams.query(request);
            ReadOnlyKeyValueStore<String, Long> counts =
                    streams.store(StoreQueryParameters.fromNameAndType("counts", QueryableStoreTypes.keyValueStore()));

            assertThat(answer.getPartitionResults().get(1).getResult()).isEqualTo(seen ? 5L : null);
            assertThat(answer.getPosition().isEmpty()).isEqualTo(!seen);
            assertThat(counts.get("k1")).isEqualTo(seen ? 5L : null);
        }
    }

    @Test
    void nobodyAnswersBeforeTheStartAfterTheEndAndForAnUnknownStore() {
        StateQueryRequest<Long> request = StateQueryRequest.inStore("counts").withQuery(KeyQuery.withKey("k1"));
        StateQueryRequest<Long> unknown = StateQueryRequest.inStore("unknown").withQuery(KeyQuery.withKey("k1"));
        KafkaStreams streams = create();

        assertThatExceptionOfType(StreamsNotStartedException.class).isThrownBy(() -> streams.query(request));
        streams.start();
        assertThatExceptionOfType(UnknownStateStoreException.class)
                .isThrownBy(() -> streams.query(unknown))
                .withMessageContaining("state store unknown");
        streams.close();
        assertThatExceptionOfType(StreamsStoppedException.class).isThrownBy(() -> streams.query(request));
    }

    private static <R> Map<Integer, String> answers(KafkaStreams streams, String store, Query<R> query) {
        Map<Integer, String> answers = new TreeMap<>();
        streams.query(StateQueryRequest.inStore(store).withQuery(query))
                .getPartitionResults()
                .forEach((partition, result) -> answers.put(partition, shown(result.getResult())));
        return answers;
    }

    private static String shown(Object answer) {
        if (!(answer instanceof KeyValueIterator<?, ?> entries)) {
            return String.valueOf(answer);
        }
        List<String> all = new ArrayList<>();
        try (entries) {
            entries.forEachRemaining(entry -> all.add(shownKey(entry.key) + "=" + entry.value));
        }
        return all.toString();
    }

    private static String shownKey(Object key) {
        return key instanceof Windowed<?> windowed
                ? windowed.key() + "@" + windowed.window().start() + "/"
                        + windowed.window().end()
                : key.toString();
    }

    private static <R> Map<Integer, FailureReason> failures(Map<Integer, QueryResult<R>> results) {
        Map<Integer, FailureReason> failures = new TreeMap<>();
        results.forEach((partition, result) -> failures.put(partition, result.getFailureReason()));
        return failures;
    }

    /** An application that has processed its input. */
    private KafkaStreams started() {
        KafkaStreams streams = create();
        streams.start();
        StateQueryRequest<KeyValueIterator<Windowed<String>, Long>> last =
                StateQueryRequest.inStore("sessions").withQuery(WindowRangeQuery.withKey("k3"));
        await(() -> {
            StateQueryResult<KeyValueIterator<Windowed<String>, Long>> answer = streams.query(last.requireActive());
            answer.getPartitionResults().values().stream()
                    .filter(QueryResult::isSuccess)
                    .forEach(result -> result.getResult().close());
            return answer.getPosition()
                    .getPartitionPositions(input)
                    .equals(Map.of(0, RECORDS / 2 - 1L, 1, RECORDS / 2 - 1L));
        });
        return streams;
    }

    private KafkaStreams create() {
        return create(Map.of(), new AtomicInteger());
    }

    private KafkaStreams create(Map<String, Object> extra, AtomicInteger counted) {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, String> records = builder.stream(input);
        records.toTable(Materialized.as(Stores.persistentVersionedKeyValueStore("versions", Duration.ofHours(1))));
        KGroupedStream<String, String> grouped = records.groupByKey();
        grouped.count(Materialized.as("counts")).toStream().foreach((key, count) -> counted.incrementAndGet());
        grouped.windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofSeconds(10)))
                .count(Materialized.as("windows"));
        grouped.windowedBy(SessionWindows.ofInactivityGapWithNoGrace(Duration.ofSeconds(5)))
                .count(Materialized.as("sessions"));
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, input + "-app");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        properties.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        properties.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        properties.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        properties.putAll(extra);
        return new KafkaStreams(builder.build(), properties);
    }

    /** A store may be on the move while it is asked: an exception is a no. */
    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(DEADLINE).ignoreExceptions().until(condition);
    }

    /** Holds restores up at their beginning. */
    private static final class Halt implements StateRestoreListener {

        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        @Override
        public void onRestoreStart(TopicPartition partition, String store, long startingOffset, long endingOffset) {
            begun.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void onBatchRestored(TopicPartition partition, String store, long batchEndOffset, long numRestored) {}

        @Override
        public void onRestoreEnd(TopicPartition partition, String store, long totalRestored) {}
    }
}
