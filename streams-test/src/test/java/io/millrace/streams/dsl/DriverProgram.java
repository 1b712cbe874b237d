package io.millrace.streams.dsl;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.StreamsConfig;
import io.millrace.streams.TopologyTestDriver;
import io.millrace.streams.test.TestRecord;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** A program of strings under test. */
final class DriverProgram implements AutoCloseable {

    /** Whether tables hold their updates back until the commit after each record. */
    enum Cache {
        ON,
        OFF
    }

    private final TopologyTestDriver driver;

    DriverProgram(Cache cache, Consumer<StreamsBuilder> program) {
        this(cache, Map.of(), program);
    }

    /** @param settings what is configured besides */
    DriverProgram(Cache cache, Map<String, ?> settings, Consumer<StreamsBuilder> program) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        config.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        if (cache == Cache.OFF) {
            config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
        }
        config.putAll(settings);
        StreamsBuilder builder = new StreamsBuilder();
        program.accept(builder);
        driver = new TopologyTestDriver(builder.build(config), config);
    }

    TopologyTestDriver driver() {
        return driver;
    }

    void pipe(String topic, @Nullable String key, @Nullable String value, long timestampMs) {
        driver.createInputTopic(topic, new StringSerializer(), new StringSerializer())
                .pipeInput(new TestRecord<>(key, value, null, timestampMs));
    }

    /** What was written since the last call, as {@code key=value@timestamp}. */
    List<String> read(String topic) {
        return read(topic, new StringDeserializer(), new StringDeserializer());
    }

    <K, V> List<String> read(String topic, Deserializer<K> keys, Deserializer<V> values) {
        return driver.createOutputTopic(topic, keys, values).readRecordsToList().stream()
                .map(record -> record.key() + "=" + record.value() + "@" + record.timestamp())
                .toList();
    }

    /** How many records have been dropped so far. */
    double dropped() {
        return driver.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("dropped-records-total"))
                .mapToDouble(metric -> ((Number) metric.metricValue()).doubleValue())
                .sum();
    }

    @Override
    public void close() {
        driver.close();
    }
}
