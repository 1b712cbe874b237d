package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.broker.EmbeddedBroker;
import io.millrace.streams.engine.runtime.NoNativeLeaks;
import io.millrace.streams.errors.MissingSourceTopicException;
import io.millrace.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.GlobalKTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.processor.StateRestoreListener;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.query.FailureReason;
import io.millrace.streams.query.KeyQuery;
import io.millrace.streams.query.Position;
import io.millrace.streams.query.PositionBound;
import io.millrace.streams.query.StateQueryRequest;
import io.millrace.streams.query.StateQueryResult;
import io.millrace.streams.state.HostInfo;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.QueryableStoreTypes;
import io.millrace.streams.state.ReadOnlyKeyValueStore;
import io.millrace.streams.state.StoreBuilder;
import io.millrace.streams.state.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Global stores on a real broker: filled before anything is processed, followed, kept over a restart, and what goes wrong. */
@ExtendWith(NoNativeLeaks.class)
class GlobalTableIntegrationTests {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int CITIES = 100;

    private static EmbeddedBroker broker;

    @TempDir
    private Path stateDirectory;

    private String name;
    private String cities;
    private String trips;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.builder()
                .property("metric.reporters", TelemetryReceiver.class.getName())
                .start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void nameTopics(TestInfo test) {
        name = test.getTestMethod().orElseThrow().getName();
        cities = name + "-cities";
        trips = name + "-trips";
        broker.createTopic(trips, 2);
    }

    @Test
    void tableIsWholeWhenTheClientHasStarted() {
        fillCities();

        try (KafkaStreams streams = start(table())) {
            assertThat(entries(streams)).isEqualTo(CITIES);
            assertThat(store(streams).get("7")).isEqualTo("city 7");
        }
    }

    @Test
    void everyTaskJoinsWithAllPartitionsOfTheTable() {
        fillCities();
        Map<String, String> joined = new ConcurrentHashMap<>();
        StreamsBuilder builder = new StreamsBuilder();
        GlobalKTable<String, String> table = builder.globalTable(cities, Materialized.as("cities"));
        builder.<String, String>stream(trips)
                .join(table, (key, city) -> city, (city, found) -> found)
                .foreach(joined::put);
        Map<String, String> journeys = new HashMap<>();
        for (int i = 0; i < CITIES; i++) {
            journeys.put("trip " + i, Integer.toString(i));
        }
        sendAll(trips, journeys);

        try (KafkaStreams streams = start(builder.build())) {
            await(() -> joined.size() == CITIES);

            assertThat(joined).containsEntry("trip 42", "city 42");
        }
    }

    @Test
    void tableFollowsItsTopic() {
        fillCities();

        try (KafkaStreams streams = start(table())) {
            send(cities, "7", "city seven");
            send(cities, "8", null);

            await(() -> "city seven".equals(store(streams).get("7"))
                    && store(streams).get("8") == null);

            assertThat(entries(streams)).isEqualTo(CITIES - 1);
        }
    }

    @Test
    void tableGoesOnFromWhereItWasAfterARestart() {
        fillCities();
        try (KafkaStreams streams = start(table())) {
            assertThat(entries(streams)).isEqualTo(CITIES);
        }
        send(cities, "new", "town");
        AtomicLong restored = new AtomicLong();

        try (KafkaStreams streams = start(table(), restored)) {
            assertThat(entries(streams)).isEqualTo(CITIES + 1);
            assertThat(restored).hasValue(1);
        }
    }

    @Test
    void listenerIsToldHowTheTableIsFilled() {
        fillCities();
        AtomicLong restored = new AtomicLong();

        try (KafkaStreams streams = start(table(), restored)) {
            assertThat(restored).hasValue(CITIES);
            assertThat(streams.state()).isEqualTo(KafkaStreams.State.RUNNING);
        }
    }

    @Test
    void processorsReadTheStoreThatAProcessorOfTheUsersFills() {
        fillCities();
        List<String> seen = new CopyOnWriteArrayList<>();
        Topology topology = new Topology();
        topology.addGlobalStore(citiesStore(), "cities-source", null, null, cities, "fill", Filling::new);
        topology.addSource("trips", trips);
        topology.addProcessor("read", () -> new Reading(seen), "trips");
        send(trips, "trip", "12");

        try (KafkaStreams streams = start(topology)) {
            await(() -> !seen.isEmpty());

            assertThat(seen).containsExactly("CITY 12");
            assertThat(store(streams).get("13")).isEqualTo("CITY 13");
        }
    }

    @Test
    void everyInstanceTellsThatItHasTheTable() {
        fillCities();
        StreamsBuilder builder = new StreamsBuilder();
        builder.globalTable(cities, Materialized.as("cities"));
        builder.stream(trips).groupByKey().count(Materialized.as("counts"));
        Properties properties = properties();
        properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, "here.example:80");

        try (KafkaStreams streams = new KafkaStreams(builder.build(), properties)) {
            streams.start();
            await(() -> !streams.metadataForAllStreamsClients().isEmpty());

            assertThat(streams.streamsMetadataForStore("cities"))
                    .singleElement()
                    .satisfies(
                            here -> assertThat(here.stateStoreNames()).containsExactlyInAnyOrder("cities", "counts"));
            assertThat(streams.queryMetadataForKey("cities", "7", new StringSerializer()))
                    .isEqualTo(new KeyQueryMetadata(new HostInfo("here.example", 80), Set.of(), -1));
        }
    }

    @Test
    void tableAnswersQueriesAsOne() {
        fillCities();

        try (KafkaStreams streams = start(table())) {
            StateQueryRequest<String> request =
                    StateQueryRequest.inStore("cities").withQuery(KeyQuery.withKey("7"));
            StateQueryResult<String> result = streams.query(request);
            Position whole = result.getGlobalResult().getPosition();
            Position more = whole.copy().withComponent(cities, 1, CITIES);

            assertThat(result.getPartitionResults()).isEmpty();
            assertThat(result.getGlobalResult().getResult()).isEqualTo("city 7");
            assertThat(whole.getPartitionPositions(cities)).containsOnlyKeys(0, 1, 2);
            assertThat(streams.query(request.withPositionBound(PositionBound.at(whole)))
                            .getGlobalResult()
                            .isSuccess())
                    .isTrue();
            assertThat(streams.query(request.withPositionBound(PositionBound.at(more)))
                            .getGlobalResult()
                            .getFailureReason())
                    .isEqualTo(FailureReason.NOT_UP_TO_BOUND);
        }
    }

    @Test
    void theConsumerThatFillsTheTableTellsItsInstanceId() {
        fillCities();

        try (KafkaStreams streams = start(table())) {
            assertThat(streams.clientInstanceIds(DEADLINE).consumerInstanceIds())
                    .hasSize(1)
                    .allSatisfy((client, id) -> assertThat(client).endsWith("-GlobalStreamThread-global-consumer"));
        }
    }

    @Test
    void missingTopicFailsTheStart() {
        KafkaStreams streams = new KafkaStreams(table(), properties());
        try (streams) {
            assertThatThrownBy(streams::start)
                    .isInstanceOf(MissingSourceTopicException.class)
                    .hasMessageContaining(cities)
                    .hasMessageContaining("'cities'");
            await(() -> streams.state() == KafkaStreams.State.ERROR);
        }
    }

    @Test
    void failureOfTheFillingProcessorEndsTheClient() {
        broker.createTopic(cities, 3);
        AtomicReference<Throwable> told = new AtomicReference<>();
        Topology topology = new Topology();
        topology.addGlobalStore(citiesStore(), "cities-source", null, null, cities, "fill", Filling::new);
        topology.addSource("trips", trips);
        try (KafkaStreams streams = new KafkaStreams(topology, properties())) {
            streams.setUncaughtExceptionHandler(failure -> {
                told.set(failure);
                return StreamThreadExceptionResponse.REPLACE_THREAD;
            });
            streams.start();
            await(() -> streams.state() == KafkaStreams.State.RUNNING);

            send(cities, "bad", null);

            await(() -> streams.state() == KafkaStreams.State.ERROR);
            assertThat(told.get())
                    .hasMessageContaining("Global store 'cities' could not take the record at topic=" + cities);
        }
    }

    @Test
    void closeEndsAStartThatWaitsForTheBroker() throws InterruptedException {
        Properties properties = properties();
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1");
        KafkaStreams streams = new KafkaStreams(table(), properties);
        Thread starting = new Thread(streams::start);
        starting.start();
        await(() -> streams.state() == KafkaStreams.State.REBALANCING);

        boolean closed = streams.close(Duration.ofSeconds(10));
        starting.join(DEADLINE.toMillis());

        assertThat(closed).isTrue();
        assertThat(starting.isAlive()).isFalse();
        assertThat(streams.state()).isEqualTo(KafkaStreams.State.NOT_RUNNING);
    }

    private Topology table() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.globalTable(cities, Consumed.with(Serdes.String(), Serdes.String()), Materialized.as("cities"));
        return builder.build();
    }

    private static StoreBuilder<KeyValueStore<String, String>> citiesStore() {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore("cities"), Serdes.String(), Serdes.String());
    }

    private void fillCities() {
        broker.createTopic(cities, 3);
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < CITIES; i++) {
            all.put(Integer.toString(i), "city " + i);
        }
        sendAll(cities, all);
    }

    private KafkaStreams start(Topology topology) {
        return start(topology, new AtomicLong());
    }

    private KafkaStreams start(Topology topology, AtomicLong restored) {
        KafkaStreams streams = new KafkaStreams(topology, properties());
        streams.setGlobalStateRestoreListener(new Counting(restored));
        streams.start();
        return streams;
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, name);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        properties.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        properties.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        properties.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        return properties;
    }

    private static ReadOnlyKeyValueStore<String, String> store(KafkaStreams streams) {
        return streams.store(StoreQueryParameters.fromNameAndType("cities", QueryableStoreTypes.keyValueStore()));
    }

    private static long entries(KafkaStreams streams) {
        long count = 0;
        try (KeyValueIterator<String, String> all = store(streams).all()) {
            while (all.hasNext()) {
                all.next();
                count++;
            }
        }
        return count;
    }

    private static void send(String topic, String key, @Nullable String value) {
        sendAll(topic, Collections.singletonMap(key, value));
    }

    private static void sendAll(String topic, Map<String, @Nullable String> records) {
        Properties properties = new Properties();
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            records.forEach((key, value) -> producer.send(new ProducerRecord<>(topic, key, value)));
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(DEADLINE).until(condition);
    }

    /** Writes values in capitals; a removal it does not expect. */
    private static final class Filling implements Processor<String, String, Void, Void> {

        private KeyValueStore<String, String> store;

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            store = context.getStateStore("cities");
        }

        @Override
        public void process(Record<String, String> record) {
            store.put(record.key(), record.value().toUpperCase(Locale.ROOT));
        }
    }

    /** Notes what the store has for each value. */
    private static final class Reading implements Processor<String, String, Void, Void> {

        private final List<String> seen;
        private KeyValueStore<String, String> store;

        Reading(List<String> seen) {
            this.seen = seen;
        }

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            store = context.getStateStore("cities");
        }

        @Override
        public void process(Record<String, String> record) {
            seen.add(store.get(record.value()));
        }
    }

    private record Counting(AtomicLong restored) implements StateRestoreListener {

        @Override
        public void onRestoreStart(TopicPartition partition, String store, long startingOffset, long endingOffset) {}

        @Override
        public void onBatchRestored(TopicPartition partition, String store, long batchEndOffset, long numRestored) {
            restored.addAndGet(numRestored);
        }

        @Override
        public void onRestoreEnd(TopicPartition partition, String store, long totalRestored) {}
    }
}
