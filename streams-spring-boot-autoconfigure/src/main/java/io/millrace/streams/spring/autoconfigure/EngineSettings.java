package io.millrace.streams.spring.autoconfigure;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.processor.TimestampExtractor;
import io.millrace.streams.spring.autoconfigure.bridge.ExtractorBean;
import io.millrace.streams.spring.autoconfigure.bridge.RocksSetterBean;
import io.millrace.streams.spring.autoconfigure.bridge.SerdeBean;
import io.millrace.streams.spring.autoconfigure.diagnostics.InvalidStreamsPropertyException;
import io.millrace.streams.state.RocksDBConfigSetter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * Writes the properties of one level, of all topologies or of one, to a configuration of the engine. What is not set there leaves
 * the configuration as it is.
 *
 * @param beans finds beans that properties name
 */
record EngineSettings(BeanLookup beans) {

    /**
     * Writes the properties.
     *
     * @param from the properties
     * @param prefix what their names start with
     * @param deadLetterTopic where dead letters go, if they go anywhere
     * @param config the configuration
     */
    void apply(TopologyProperties from, String prefix, String deadLetterTopic, Map<String, Object> config) {
        put(config, StreamsConfig.STATE_DIR_CONFIG, from.getStateDir(), Path::toString);
        put(config, StreamsConfig.NUM_STREAM_THREADS_CONFIG, from.getNumThreads(), Function.identity());
        put(config, StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, from.getNumStandbyReplicas(), Function.identity());
        put(config, StreamsConfig.REPLICATION_FACTOR_CONFIG, from.getReplicationFactor(), Function.identity());
        put(
                config,
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                from.getProcessingGuarantee(),
                guarantee -> guarantee.name().toLowerCase(Locale.ROOT));
        put(config, StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, from.getCommitInterval(), Duration::toMillis);
        put(config, StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, from.getCacheMaxSize(), DataSize::toBytes);
        put(config, StreamsConfig.QUERY_ISOLATION_LEVEL_CONFIG, from.getQueryIsolation(), Object::toString);
        put(
                config,
                StreamsConfig.METRICS_RECORDING_LEVEL_CONFIG,
                from.getMetrics().getRecordingLevel(),
                Enum::name);
        named(from.getDefaultKeySerde(), prefix + "default-key-serde", ClassOrBean.KEY_SERDE, config);
        named(from.getDefaultValueSerde(), prefix + "default-value-serde", ClassOrBean.VALUE_SERDE, config);
        named(
                from.getDefaultTimestampExtractor(),
                prefix + "default-timestamp-extractor",
                ClassOrBean.EXTRACTOR,
                config);
        named(from.getRocksdbConfigSetter(), prefix + "rocksdb-config-setter", ClassOrBean.ROCKS_SETTER, config);
        errors(from.getErrors(), prefix + "errors.", deadLetterTopic, config);
        from.getProperties().forEach((key, value) -> {
            if (key.equals(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG)) {
                throw new InvalidStreamsPropertyException(
                        prefix + "properties[" + key + "]",
                        value,
                        "where Kafka is belongs to the whole application",
                        "Set spring.kafka.bootstrap-servers, or declare a KafkaConnectionDetails bean and name it in "
                                + prefix + "connection.");
            }
            config.put(key, value);
        });
    }

    private static <T> void put(
            Map<String, Object> config, String key, @Nullable T value, Function<? super T, ?> shape) {
        if (value != null) {
            config.put(key, shape.apply(value));
        }
    }

    /**
     * What can be named as a class or as a bean.
     *
     * @param configKey the engine's setting
     * @param type what a bean must be
     * @param bridge the class that the engine makes in its place
     * @param beanKey the setting that holds the bean
     */
    private record ClassOrBean(String configKey, Class<?> type, Class<?> bridge, String beanKey) {

        private static final ClassOrBean KEY_SERDE = new ClassOrBean(
                StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serde.class, SerdeBean.class, SerdeBean.KEY_BEAN);
        private static final ClassOrBean VALUE_SERDE = new ClassOrBean(
                StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serde.class, SerdeBean.class, SerdeBean.VALUE_BEAN);
        private static final ClassOrBean EXTRACTOR = new ClassOrBean(
                StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG,
                TimestampExtractor.class,
                ExtractorBean.class,
                ExtractorBean.BEAN);
        private static final ClassOrBean ROCKS_SETTER = new ClassOrBean(
                StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG,
                RocksDBConfigSetter.class,
                RocksSetterBean.class,
                RocksSetterBean.BEAN);
    }

    private void named(@Nullable String choice, String property, ClassOrBean kind, Map<String, Object> config) {
        if (choice == null) {
            return;
        }
        if (BeanLookup.isReference(choice)) {
            config.put(kind.configKey(), kind.bridge());
            config.put(kind.beanKey(), beans.find(choice, kind.type(), property));
        } else {
            config.put(kind.configKey(), choice);
        }
    }

    private void errors(ErrorProperties from, String prefix, String deadLetterTopic, Map<String, Object> config) {
        boolean deadLetters = ErrorChoice.DESERIALIZATION.apply(from.getDeserialization(), prefix, config, beans);
        deadLetters |= ErrorChoice.PROCESSING.apply(from.getProcessing(), prefix, config, beans);
        ErrorChoice.PRODUCTION.apply(from.getProduction(), prefix, config, beans);
        if (deadLetters) {
            config.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, deadLetterTopic);
        }
    }
}
