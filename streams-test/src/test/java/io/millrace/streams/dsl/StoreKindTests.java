package io.millrace.streams.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.StreamsConfig;
import io.millrace.streams.TopologyConfig;
import io.millrace.streams.TopologyTestDriver;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.SessionWindows;
import io.millrace.streams.kstream.TimeWindows;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.state.BuiltInDslStoreSuppliers;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.SessionStoreWithHeaders;
import io.millrace.streams.state.TimestampedKeyValueStoreWithHeaders;
import io.millrace.streams.state.TimestampedWindowStoreWithHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

/** Which kind of store a table is kept in. */
class StoreKindTests {

    private static final Map<String, ?> IN_MEMORY = Map.of("default.dsl.store", "in_memory");
    private static final Map<String, ?> IN_MEMORY_BY_CLASS = Map.of(
            StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG, BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers.class);
    private static final Map<String, ?> ON_DISK_BY_CLASS = Map.of(
            StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG, BuiltInDslStoreSuppliers.RocksDBDslStoreSuppliers.class);

    @Test
    void storesAreOnDiskByDefault() {
        assertThat(persistence(new StreamsBuilder(), Map.of())).containsExactly(true, true);
    }

    @Test
    void theConfigurationOfTheTopologyDecides() {
        assertThat(persistence(builder(IN_MEMORY), Map.of())).containsExactly(false, false);
        assertThat(persistence(builder(IN_MEMORY_BY_CLASS), Map.of())).containsExactly(false, false);
    }

    @Test
    void theClassOfTheApplicationDecidesIfTheTopologyDoesNot() {
        assertThat(persistence(new StreamsBuilder(), IN_MEMORY_BY_CLASS)).containsExactly(false, false);
        assertThat(persistence(builder(Map.of()), IN_MEMORY_BY_CLASS)).containsExactly(false, false);
        assertThat(persistence(builder(IN_MEMORY), ON_DISK_BY_CLASS)).containsExactly(false, false);
    }

    @Test
    void theKindOfTheApplicationDoesNotReachABuiltTopology() {
        assertThat(persistence(new StreamsBuilder(), IN_MEMORY)).containsExactly(true, true);
    }

    @Test
    void theOperatorDecidesFirst() {
        StreamsBuilder builder = builder(IN_MEMORY);
        builder.table(
                "t",
                Materialized.<String, String, KeyValueStore<Bytes, byte[]>>as("table")
                        .withStoreType(Materialized.StoreType.ROCKS_DB));

        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build(), config(Map.of()))) {
            assertThat(store(driver, "table").persistent()).isTrue();
        }
    }

    @Test
    void storesOnDiskKeepHeadersIfTheFormatSaysSo() {
        assertThat(keptWithHeaders(Map.of())).containsExactly(true, true, true);
    }

    @Test
    void storesInMemoryKeepNoHeaders() {
        assertThat(keptWithHeaders(IN_MEMORY_BY_CLASS)).containsExactly(false, false, false);
    }

    private static List<Boolean> keptWithHeaders(Map<String, ?> settings) {
        StreamsBuilder builder = new StreamsBuilder();
        var grouped = builder.<String, String>stream("s").groupByKey();
        grouped.count(Materialized.as("table"));
        grouped.windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofMillis(10))).count(Materialized.as("windows"));
        grouped.windowedBy(SessionWindows.ofInactivityGapWithNoGrace(Duration.ofMillis(10)))
                .count(Materialized.as("sessions"));
        Properties config = config(settings);
        config.put(StreamsConfig.DSL_STORE_FORMAT_CONFIG, StreamsConfig.DSL_STORE_FORMAT_HEADERS);
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build(config), config)) {
            var input = driver.createInputTopic("s", new StringSerializer(), new StringSerializer());
            input.pipeInput("a", "1", 3);
            input.pipeInput("a", "1", 5);
            assertThat(driver.<String, Long>getKeyValueStore("table").get("a")).isEqualTo(2);
            assertThat(driver.<String, Long>getWindowStore("windows").fetch("a", 0))
                    .isEqualTo(2);
            assertThat(driver.<String, Long>getSessionStore("sessions").fetchSession("a", 3, 5))
                    .isEqualTo(2);
            return List.of(
                    store(driver, "table") instanceof TimestampedKeyValueStoreWithHeaders,
                    store(driver, "windows") instanceof TimestampedWindowStoreWithHeaders,
                    store(driver, "sessions") instanceof SessionStoreWithHeaders);
        }
    }

    private static List<Boolean> persistence(StreamsBuilder builder, Map<String, ?> application) {
        builder.table("t", Consumed.with(Serdes.String(), Serdes.String()), Materialized.as("table"));
        builder.stream("s", Consumed.with(Serdes.String(), Serdes.String()))
                .groupByKey()
                .windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofMillis(10)))
                .count(Materialized.as("windows"));
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build(), config(application))) {
            return Stream.of("table", "windows")
                    .map(name -> store(driver, name).persistent())
                    .toList();
        }
    }

    private static StateStore store(TopologyTestDriver driver, String name) {
        return driver.getAllStateStores().get(name);
    }

    private static StreamsBuilder builder(Map<String, ?> settings) {
        return new StreamsBuilder(new TopologyConfig(new StreamsConfig(config(settings))));
    }

    private static Properties config(Map<String, ?> settings) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        config.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.putAll(settings);
        return config;
    }
}
