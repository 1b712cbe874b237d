package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.streams.broker.EmbeddedBroker;
import io.millrace.streams.engine.runtime.NoNativeLeaks;
import io.millrace.streams.errors.StreamsNotStartedException;
import io.millrace.streams.errors.StreamsStoppedException;
import io.millrace.streams.errors.UnknownStateStoreException;
import io.millrace.streams.query.KeyQuery;
import io.millrace.streams.query.StateQueryRequest;
import io.millrace.streams.state.HostInfo;
import io.millrace.streams.state.QueryableStoreTypes;
import io.millrace.streams.state.ReadOnlyKeyValueStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What instances of one application know of each other, on a real broker. */
@ExtendWith(NoNativeLeaks.class)
class InstanceMetadataIntegrationTests {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int KEYS = 40;
    private static final HostInfo FIRST = new HostInfo("first.example", 81);
    private static final HostInfo SECOND = new HostInfo("second.example", 82);

    private static EmbeddedBroker broker;

    @TempDir
    private Path stateDirectory;

    private String applicationId;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.builder()
                .property("metric.reporters", TelemetryReceiver.class.getName())
                .start();
        broker.createTopic(CountingTopology.INPUT, 4);
        broker.createTopic(CountingTopology.OUTPUT, 4);
        Map<String, Object> config = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < KEYS; i++) {
                producer.send(new ProducerRecord<>(CountingTopology.INPUT, "key-" + i, "value"));
            }
        }
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void nameApplication(TestInfo test) {
        applicationId = test.getTestMethod().orElseThrow().getName();
    }

    @Test
    void eachInstanceKnowsWhereEveryKeyIs() {
        try (KafkaStreams first = start(FIRST);
                KafkaStreams second = start(SECOND)) {
            await(() -> hosts(first).equals(Set.of(FIRST, SECOND))
                    && hosts(second).equals(Set.of(FIRST, SECOND))
                    && partitions(first) == 4
                    && partitions(second) == 4
                    && first.state() == KafkaStreams.State.RUNNING
                    && second.state() == KafkaStreams.State.RUNNING);

            for (int i = 0; i < KEYS; i++) {
                String key = "key-" + i;
                KeyQueryMetadata told = whereIs(first, key);
                assertThat(whereIs(second, key)).isEqualTo(told);
                KafkaStreams named = told.activeHost().equals(FIRST) ? first : second;
                await(() -> Long.valueOf(1).equals(store(named).get(key)));
                assertThat(store(named == first ? second : first).get(key)).isNull();
            }
            assertThat(first.streamsMetadataForStore(CountingTopology.STORE)).hasSize(2);
            assertThat(first.streamsMetadataForStore("unknown")).isEmpty();
            assertThat(first.queryMetadataForKey("unknown", "key", new StringSerializer()))
                    .isNull();
        }
    }

    @Test
    void anInstanceThatRunsIsNotBehindItsChangelogs() {
        try (KafkaStreams streams = start(FIRST)) {
            await(() -> streams.state() == KafkaStreams.State.RUNNING && count(streams) == KEYS);

            Map<Integer, LagInfo> lags = streams.allLocalStorePartitionLags().get(CountingTopology.STORE);

            assertThat(lags).containsOnlyKeys(0, 1, 2, 3);
            assertThat(lags.values())
                    .allSatisfy(lag -> assertThat(lag.offsetLag()).isZero());
            await(() -> streams.allLocalStorePartitionLags().get(CountingTopology.STORE).values().stream()
                            .mapToLong(LagInfo::endOffsetPosition)
                            .sum()
                    == KEYS);
        }
    }

    @Test
    void theKafkaClientsTellTheirInstanceIds() {
        try (KafkaStreams streams = start(FIRST)) {
            await(() -> streams.state() == KafkaStreams.State.RUNNING);

            ClientInstanceIds ids = streams.clientInstanceIds(DEADLINE);

            assertThat(ids.consumerInstanceIds()).hasSize(2);
            assertThat(ids.producerInstanceIds()).hasSize(1);
            assertThat(ids.adminInstanceId()).isNotNull();
        }
    }

    @Test
    void nothingIsToldBeforeTheStartAndAfterTheEnd() {
        KafkaStreams streams = create(FIRST);
        StateQueryRequest<?> request =
                StateQueryRequest.inStore(CountingTopology.STORE).withQuery(KeyQuery.withKey("key"));

        assertThatExceptionOfType(StreamsNotStartedException.class).isThrownBy(streams::metadataForAllStreamsClients);
        assertThatExceptionOfType(StreamsNotStartedException.class).isThrownBy(() -> streams.query(request));
        assertThatIllegalStateException().isThrownBy(() -> streams.clientInstanceIds(Duration.ZERO));
        assertThat(streams.metadataForLocalThreads()).isEmpty();
        streams.close();

        assertThatIllegalStateException().isThrownBy(streams::metadataForAllStreamsClients);
        assertThatExceptionOfType(StreamsStoppedException.class).isThrownBy(() -> streams.query(request));
        assertThatExceptionOfType(UnknownStateStoreException.class)
                .isThrownBy(
                        () -> streams.query(StateQueryRequest.inStore("unknown").withQuery(KeyQuery.withKey("key"))));
        assertThatIllegalStateException().isThrownBy(() -> streams.setStandbyUpdateListener(null));
    }

    @Test
    void anInstanceThatRemainsInTheGroupKeepsItsPartitions() throws Exception {
        KafkaStreams first = start(FIRST);
        await(() -> first.state() == KafkaStreams.State.RUNNING);

        boolean closed = first.close(CloseOptions.timeout(DEADLINE)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP));

        assertThat(closed).isTrue();
        assertThat(members()).isEqualTo(1);
    }

    @Test
    void anInstanceThatLeavesTheGroupIsNoMemberAnyMore() throws Exception {
        KafkaStreams first = start(FIRST);
        await(() -> first.state() == KafkaStreams.State.RUNNING);

        boolean closed =
                first.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));

        assertThat(closed).isTrue();
        assertThat(members()).isZero();
    }

    private int members() throws ExecutionException, InterruptedException {
        Map<String, Object> config = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        try (Admin admin = Admin.create(config)) {
            return admin.describeConsumerGroups(Set.of(applicationId))
                    .describedGroups()
                    .get(applicationId)
                    .get()
                    .members()
                    .size();
        }
    }

    private static KeyQueryMetadata whereIs(KafkaStreams streams, String key) {
        return streams.queryMetadataForKey(CountingTopology.STORE, key, new StringSerializer());
    }

    private static Set<HostInfo> hosts(KafkaStreams streams) {
        return streams.metadataForAllStreamsClients().stream()
                .map(StreamsMetadata::hostInfo)
                .collect(Collectors.toSet());
    }

    private static long partitions(KafkaStreams streams) {
        return streams.metadataForAllStreamsClients().stream()
                .mapToLong(instance -> instance.topicPartitions().size())
                .sum();
    }

    private static long count(KafkaStreams streams) {
        return store(streams).approximateNumEntries();
    }

    private static ReadOnlyKeyValueStore<String, Long> store(KafkaStreams streams) {
        return streams.store(
                StoreQueryParameters.fromNameAndType(CountingTopology.STORE, QueryableStoreTypes.keyValueStore()));
    }

    private KafkaStreams start(HostInfo host) {
        KafkaStreams streams = create(host);
        streams.start();
        return streams;
    }

    private KafkaStreams create(HostInfo host) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        properties.put(
                StreamsConfig.STATE_DIR_CONFIG,
                stateDirectory.resolve(host.host()).toString());
        properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, host.host() + ":" + host.port());
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        return new KafkaStreams(CountingTopology.build(), properties);
    }

    /** A store may be on the move while it is asked: an exception is a no. */
    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(DEADLINE).ignoreExceptions().until(condition);
    }
}
