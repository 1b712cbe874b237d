package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.errors.LogAndContinueExceptionHandler;
import io.millrace.streams.errors.LogAndFailProcessingExceptionHandler;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.processor.WallclockTimestampExtractor;
import io.millrace.streams.state.BuiltInDslStoreSuppliers;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class TopologyConfigTests {

    @Test
    void settingsComeFromTheApplication() {
        TopologyConfig config = new TopologyConfig(application(
                StreamsConfig.MAX_TASK_IDLE_MS_CONFIG,
                9L,
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                StreamsConfig.EXACTLY_ONCE_V2));

        assertThat(config.maxTaskIdleMs).isEqualTo(9L);
        assertThat(config.maxBufferedSize).isEqualTo(1_000);
        assertThat(config.eosEnabled).isTrue();
        assertThat(config.isNamedTopology()).isFalse();
        assertThat(config.resolveDslStoreSuppliers()).isEmpty();
    }

    @Test
    void settingsOfTheTopologyWin() {
        Properties overrides = new Properties();
        overrides.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, 4L);
        overrides.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, WallclockTimestampExtractor.class);

        TopologyConfig config = new TopologyConfig(
                "named",
                application(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, 9L, StreamsConfig.TASK_TIMEOUT_MS_CONFIG, 5L),
                overrides);

        assertThat(config.isNamedTopology()).isTrue();
        assertThat(config.maxTaskIdleMs).isEqualTo(4L);
        assertThat(config.taskTimeoutMs).isEqualTo(5L);
        assertThat(config.timestampExtractorSupplier.get()).isInstanceOf(WallclockTimestampExtractor.class);
    }

    @Test
    void theSuppliersOfStoresAreTakenFromTheirClassOrTheirKind() {
        TopologyConfig byKind = new TopologyConfig(application("default.dsl.store", "in_memory"));
        TopologyConfig byClass = new TopologyConfig(application(
                "default.dsl.store",
                "in_memory",
                StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG,
                BuiltInDslStoreSuppliers.RocksDBDslStoreSuppliers.class));

        assertThat(byKind.storeType).isEqualTo("in_memory");
        assertThat(byKind.parseStoreType()).isEqualTo(Materialized.StoreType.IN_MEMORY);
        assertThat(byKind.resolveDslStoreSuppliers()).contains(Materialized.StoreType.IN_MEMORY);
        assertThat(byClass.resolveDslStoreSuppliers())
                .containsInstanceOf(BuiltInDslStoreSuppliers.RocksDBDslStoreSuppliers.class);
    }

    @Test
    void tasksGetInstancesOfTheirOwn() {
        TopologyConfig config = new TopologyConfig(application(
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndContinueExceptionHandler.class));

        TopologyConfig.TaskConfig first = config.getTaskConfig();
        TopologyConfig.TaskConfig second = config.getTaskConfig();

        assertThat(first.deserializationExceptionHandler)
                .isInstanceOf(LogAndContinueExceptionHandler.class)
                .isNotSameAs(second.deserializationExceptionHandler);
        assertThat(first.processingExceptionHandler).isInstanceOf(LogAndFailProcessingExceptionHandler.class);
    }

    @Test
    void retiredKeysOfTheTopologyWinOverThoseOfTheApplication() {
        Properties overrides = new Properties();
        overrides.put("cache.max.bytes.buffering", "7");

        TopologyConfig config = new TopologyConfig(
                "named", application(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 5L), overrides);

        assertThat(config.cacheSize).isEqualTo(7L);
    }

    private static StreamsConfig application(Object... keysAndValues) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "application");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:9092");
        for (int i = 0; i < keysAndValues.length; i += 2) {
            settings.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return new StreamsConfig(settings);
    }
}
