package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.errors.DefaultProductionExceptionHandler;
import io.millrace.streams.errors.LogAndContinueExceptionHandler;
import io.millrace.streams.errors.LogAndFailExceptionHandler;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.FailOnInvalidTimestamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamsConfigTests {

    @ParameterizedTest
    @ValueSource(strings = {"application.id", "bootstrap.servers"})
    void requiredKeysAreMissed(String key) {
        Map<String, Object> settings = settings();
        settings.remove(key);

        assertThatThrownBy(() -> new StreamsConfig(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key);
    }

    @ParameterizedTest
    @CsvSource({
        "commit.interval.ms, -1",
        "processing.guarantee, exactly_once",
        "upgrade.from, 1.0",
        "statestore.cache.max.bytes, -1",
        "max.warmup.replicas, 0",
        "probing.rebalance.interval.ms, 1",
        "topology.optimization, everything",
        "topology.optimization, 'none,merge.repartition.topics'",
        "group.protocol, consumer",
        "dsl.store.format, json",
        "metrics.recording.level, all",
        "default.key.serde, no.such.Serde"
    })
    void valuesThatAreNotAllowedAreRefused(String key, String value) {
        assertThatThrownBy(() -> config(key, value)).isInstanceOf(ConfigException.class);
    }

    @Test
    void retiredKeysHaveTheEffectOfTheirSuccessors() {
        StreamsConfig config = config(
                "cache.max.bytes.buffering",
                "7",
                "default.deserialization.exception.handler",
                LogAndContinueExceptionHandler.class.getName(),
                "default.production.exception.handler",
                KeepGoing.class);

        assertThat(config.getLong(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG))
                .isEqualTo(7L);
        assertThat(config.deserializationExceptionHandler()).isInstanceOf(LogAndContinueExceptionHandler.class);
        assertThat(config.productionExceptionHandler()).isInstanceOf(KeepGoing.class);
    }

    @Test
    void successorsOfRetiredKeysWinOverThem() {
        StreamsConfig config = config("cache.max.bytes.buffering", "7", "statestore.cache.max.bytes", 9L);

        assertThat(config.getLong(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG))
                .isEqualTo(9L);
    }

    @ParameterizedTest
    @CsvSource({"cache.max.bytes.buffering, -1", "default.production.exception.handler, no.such.Handler"})
    void valuesThatAreNotAllowedForRetiredKeysAreRefusedByTheirName(String key, String value) {
        assertThatThrownBy(() -> config(key, value))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key);
    }

    /** Goes on whatever happens. */
    public static final class KeepGoing extends DefaultProductionExceptionHandler {}

    @Test
    void defaultsHoldWhereNothingIsSet() {
        StreamsConfig config = config();

        assertThat(config.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG)).isEqualTo(30_000L);
        assertThat(config.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG)).isEqualTo(StreamsConfig.AT_LEAST_ONCE);
        assertThat(config.getInt(StreamsConfig.NUM_STREAM_THREADS_CONFIG)).isEqualTo(1);
        assertThat(config.getLong(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG))
                .isEqualTo(10 * 1024 * 1024);
        assertThat(config.defaultTimestampExtractor()).isInstanceOf(FailOnInvalidTimestamp.class);
        assertThat(config.deserializationExceptionHandler()).isInstanceOf(LogAndFailExceptionHandler.class);
        assertThat(config.getKafkaClientSupplier()).isInstanceOf(PlainClientSupplier.class);
    }

    @Test
    void theDefinitionIsACopy() {
        StreamsConfig.configDef().configKeys().clear();

        assertThat(StreamsConfig.configDef().names()).contains(StreamsConfig.APPLICATION_ID_CONFIG);
    }

    @Test
    void everyKeyIsDescribed() {
        assertThat(StreamsConfig.configDef().configKeys().values())
                .allSatisfy(key -> assertThat(key.documentation).isNotBlank());
    }

    @Test
    void exactlyOnceCommitsMoreOftenUnlessToldOtherwise() {
        StreamsConfig byDefault = config(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        StreamsConfig told = config(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                StreamsConfig.EXACTLY_ONCE_V2,
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                555L);

        assertThat(byDefault.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG)).isEqualTo(100L);
        assertThat(told.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG)).isEqualTo(555L);
    }

    @Test
    void aTransactionMustOutliveTheCommitInterval() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config(
                        StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                        StreamsConfig.EXACTLY_ONCE_V2,
                        StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                        20_000))
                .withMessageContainingAll("10000", "20000", "commit.interval.ms", "producer.transaction.timeout.ms");
    }

    @Test
    void narrowPrefixesWinOverWideOnesAndThoseOverNone() {
        StreamsConfig config = config(
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                1,
                StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG),
                2,
                StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MIN_BYTES_CONFIG),
                3,
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MIN_BYTES_CONFIG),
                4,
                StreamsConfig.restoreConsumerPrefix(ConsumerConfig.FETCH_MIN_BYTES_CONFIG),
                5,
                StreamsConfig.globalConsumerPrefix(ConsumerConfig.FETCH_MIN_BYTES_CONFIG),
                6);

        assertThat(config.getMainConsumerConfigs("group", "client", 0))
                .containsEntry(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1)
                .containsEntry(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 2)
                .containsEntry(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 4);
        assertThat(config.getRestoreConsumerConfigs("client")).containsEntry(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 5);
        assertThat(config.getGlobalConsumerConfigs("client")).containsEntry(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 6);
    }

    @Test
    void unknownKeysReachAllClients() {
        StreamsConfig config = config("interceptor.colour", "blue");

        assertThat(List.of(
                        config.getMainConsumerConfigs("group", "client", 0),
                        config.getRestoreConsumerConfigs("client"),
                        config.getGlobalConsumerConfigs("client"),
                        config.getProducerConfigs("client"),
                        config.getAdminConfigs("client")))
                .allSatisfy(client -> assertThat(client).containsEntry("interceptor.colour", "blue"));
    }

    @Test
    void settingsOfOneKindOfClientDoNotReachAnother() {
        StreamsConfig config = config(
                ProducerConfig.LINGER_MS_CONFIG,
                7,
                StreamsConfig.adminClientPrefix(AdminClientConfig.RETRIES_CONFIG),
                8);

        assertThat(config.getProducerConfigs("client")).containsEntry(ProducerConfig.LINGER_MS_CONFIG, 7);
        assertThat(config.getMainConsumerConfigs("group", "client", 0))
                .doesNotContainKeys(ProducerConfig.LINGER_MS_CONFIG, AdminClientConfig.RETRIES_CONFIG);
        assertThat(config.getAdminConfigs("client")).containsEntry(AdminClientConfig.RETRIES_CONFIG, 8);
    }

    @Test
    void theMainConsumerIsTheOnlyMemberOfTheGroup() {
        StreamsConfig config =
                config(ConsumerConfig.GROUP_ID_CONFIG, "mine", ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "instance");

        assertThat(config.getMainConsumerConfigs("group", "client", 3))
                .containsEntry(ConsumerConfig.GROUP_ID_CONFIG, "group")
                .containsEntry(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "instance-3")
                .containsEntry(ConsumerConfig.CLIENT_ID_CONFIG, "client")
                .containsEntry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        assertThat(config.getRestoreConsumerConfigs("client"))
                .doesNotContainKeys(ConsumerConfig.GROUP_ID_CONFIG, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG)
                .containsEntry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        assertThat(config.getGlobalConsumerConfigs("client"))
                .doesNotContainKeys(ConsumerConfig.GROUP_ID_CONFIG, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG)
                .containsEntry(ConsumerConfig.CLIENT_ID_CONFIG, "client-global-consumer");
    }

    @Test
    void whatTheLibraryNeedsCannotBeOverridden() {
        StreamsConfig config = config(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                StreamsConfig.EXACTLY_ONCE_V2,
                StreamsConfig.consumerPrefix(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG),
                "true",
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG),
                "read_uncommitted",
                StreamsConfig.producerPrefix(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG),
                false,
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTIONAL_ID_CONFIG),
                "mine");

        assertThat(config.getMainConsumerConfigs("group", "client", 0))
                .containsEntry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false")
                .containsEntry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        assertThat(config.getProducerConfigs("client"))
                .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true)
                .doesNotContainKey(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
    }

    @Test
    void theIsolationLevelIsTheUsersChoiceWithoutTransactions() {
        StreamsConfig config =
                config(StreamsConfig.consumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed");

        assertThat(config.getMainConsumerConfigs("group", "client", 0))
                .containsEntry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    }

    @Test
    void exactlyOnceKeepsRequestsInOrder() {
        StreamsConfig tooMany = config(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                StreamsConfig.EXACTLY_ONCE_V2,
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                6);

        assertThatThrownBy(() -> tooMany.getProducerConfigs("client"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION);
    }

    @Test
    void batchesMustFitIntoSegments() {
        StreamsConfig config = config(
                StreamsConfig.topicPrefix("segment.bytes"), 100, StreamsConfig.producerPrefix("batch.size"), 200);

        assertThatIllegalArgumentException().isThrownBy(() -> config.getMainConsumerConfigs("group", "client", 0));
    }

    @Test
    void serdesAreCreatedAndConfigured() {
        StreamsConfig config = config(
                StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG,
                Serdes.StringSerde.class,
                StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG,
                "org.apache.kafka.common.serialization.Serdes$LongSerde");

        assertThat(config.defaultKeySerde()).isInstanceOf(Serdes.StringSerde.class);
        assertThat(config.defaultValueSerde()).isInstanceOf(Serdes.LongSerde.class);
    }

    @Test
    void aMissingSerdeIsNamed() {
        assertThatThrownBy(() -> config().defaultKeySerde())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("DEFAULT_KEY_SERDE_CLASS_CONFIG");
        assertThatThrownBy(() -> config().defaultValueSerde())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("DEFAULT_VALUE_SERDE_CLASS_CONFIG");
    }

    @Test
    void aClassThatIsNoSerdeIsNamedWithTheCause() {
        assertThatThrownBy(() -> config(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, String.class)
                        .defaultKeySerde())
                .isInstanceOf(StreamsException.class)
                .hasMessageContaining("java.lang.String")
                .hasCauseInstanceOf(Exception.class);
    }

    @Test
    void handlersAreCreatedFromTheirNames() {
        StreamsConfig config = config(
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
                LogAndContinueExceptionHandler.class.getName());

        assertThat(config.deserializationExceptionHandler()).isInstanceOf(LogAndContinueExceptionHandler.class);
    }

    @Test
    void clientTagsLoseTheirPrefix() {
        StreamsConfig config = config(
                StreamsConfig.clientTagPrefix("zone"), "a", StreamsConfig.RACK_AWARE_ASSIGNMENT_TAGS_CONFIG, "zone");

        assertThat(config.getClientTags()).containsExactly(Map.entry("zone", "a"));
    }

    @Test
    void tagsForRackAwarenessMustBeSet() {
        assertThatThrownBy(() -> config(StreamsConfig.RACK_AWARE_ASSIGNMENT_TAGS_CONFIG, "zone"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("[zone]");
    }

    @Test
    void tagsHaveLimits() {
        Map<String, Object> tooMany = settings();
        for (int i = 0; i <= StreamsConfig.MAX_RACK_AWARE_ASSIGNMENT_TAG_LIST_SIZE; i++) {
            tooMany.put(StreamsConfig.clientTagPrefix("tag" + i), "value");
        }

        assertThatThrownBy(() -> new StreamsConfig(tooMany)).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> config(StreamsConfig.clientTagPrefix("k".repeat(21)), "v"))
                .isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> config(StreamsConfig.clientTagPrefix("k"), "v".repeat(31)))
                .isInstanceOf(ConfigException.class);
    }

    @Test
    void optimizationsAreReadFromAList() {
        assertThat(StreamsConfig.verifyTopologyOptimizationConfigs(StreamsConfig.NO_OPTIMIZATION))
                .isEmpty();
        assertThat(StreamsConfig.verifyTopologyOptimizationConfigs(StreamsConfig.OPTIMIZE))
                .containsExactlyInAnyOrder(
                        StreamsConfig.REUSE_KTABLE_SOURCE_TOPICS,
                        StreamsConfig.MERGE_REPARTITION_TOPICS,
                        StreamsConfig.SINGLE_STORE_SELF_JOIN);
        assertThat(StreamsConfig.verifyTopologyOptimizationConfigs(
                        "reuse.ktable.source.topics, single.store.self.join"))
                .containsExactlyInAnyOrder(
                        StreamsConfig.REUSE_KTABLE_SOURCE_TOPICS, StreamsConfig.SINGLE_STORE_SELF_JOIN);
    }

    @Test
    void aNegativeNumberOfThreadsIsRefusedByTheClient() {
        StreamsConfig config = config(StreamsConfig.NUM_STREAM_THREADS_CONFIG, -1);

        assertThatThrownBy(() -> new KafkaStreams(CountingTopology.build(), config))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("num.stream.threads");
    }

    @Test
    void theStreamsProtocolHasNoStaticMembers() {
        assertThatThrownBy(() -> config(
                        StreamsConfig.GROUP_PROTOCOL_CONFIG,
                        "streams",
                        StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
                        "instance"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    }

    private static StreamsConfig config(Object... keysAndValues) {
        Map<String, Object> settings = settings();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            settings.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return new StreamsConfig(settings);
    }

    private static Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "application");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:9092");
        return settings;
    }
}
