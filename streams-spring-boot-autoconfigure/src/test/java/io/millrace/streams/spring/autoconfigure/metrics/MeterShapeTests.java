package io.millrace.streams.spring.autoconfigure.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.StreamsConfig;
import io.millrace.streams.Topology;
import io.millrace.streams.TopologyTestDriver;
import io.millrace.streams.engine.metrics.CatalogEntry;
import io.millrace.streams.engine.metrics.MetricCatalog;
import io.millrace.streams.engine.metrics.StoreCatalog;
import io.millrace.streams.engine.metrics.TaskCatalog;
import io.millrace.streams.kstream.KGroupedStream;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.SessionWindows;
import io.millrace.streams.kstream.Suppressed;
import io.millrace.streams.kstream.TimeWindows;
import io.millrace.streams.state.KeyValueBytesStoreSupplier;
import io.millrace.streams.state.SessionBytesStoreSupplier;
import io.millrace.streams.state.Stores;
import io.millrace.streams.state.WindowBytesStoreSupplier;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MeterShapeTests {

    private static final MeterShape.Origin ORIGIN = new MeterShape.Origin("orders", "orders-app");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @ParameterizedTest
    @MethodSource("catalogue")
    void everyMetricOfTheCatalogueHasAMeter(CatalogEntry entry) {
        assertThat(MeterShape.hasMeter(metric(entry.stem(), entry.group(), Map.of())))
                .as("group %s of the catalogue is among the groups of MeterShape", entry.group())
                .isTrue();
    }

    static Stream<CatalogEntry> catalogue() {
        return Stream.of(MetricCatalog.values(), TaskCatalog.values(), StoreCatalog.values())
                .flatMap(Stream::of);
    }

    /** If two would, a tag of theirs is not among those of the group. */
    @Test
    void noTwoMetricsOfATopologyShareAMeter() {
        Set<String> meters = new HashSet<>();
        try (TopologyTestDriver driver = driver()) {
            for (Map.Entry<MetricName, ? extends Metric> entry :
                    driver.metrics().entrySet()) {
                MetricName metric = entry.getKey();
                if (!metric.group().startsWith("stream-")) {
                    continue;
                }
                assertThat(MeterShape.hasMeter(metric)).as("%s", metric).isTrue();
                assertThat(meters.add(MeterShape.name(metric) + MeterShape.tags(metric, ORIGIN)))
                        .as("%s has a meter of its own", metric)
                        .isTrue();
            }
        }
        assertThat(meters).hasSizeGreaterThan(200);
    }

    @ParameterizedTest
    @CsvSource({
        "stream-topic-metrics, topic",
        "stream-memory-metrics, thread-id",
        "stream-memory-metrics, client-id",
        "stream-connection-metrics, client-id",
        "stream-state-directory-metrics, client-id",
        "stream-state-updater-metrics, thread-id",
        "stream-restore-metrics, store-id"
    })
    void aTagOfTheMetricIsATagOfTheMeter(String group, String tag) {
        Tags tags = MeterShape.tags(metric("m", group, Map.of(tag, "one")), ORIGIN);

        assertThat(tags).contains(Tag.of(tag.replace('-', '.'), "one"));
    }

    @Test
    void allMetersOfAGroupHaveTheSameTagKeys() {
        MetricName ofClient = metric("state-memory-max-bytes", "stream-memory-metrics", Map.of("client-id", "c"));
        MetricName ofThread = metric("input-buffer-bytes", "stream-memory-metrics", Map.of("thread-id", "t"));

        assertThat(MeterShape.name(ofThread)).isEqualTo("kafka.stream.memory.input.buffer.bytes");
        assertThat(MeterShape.tags(ofThread, ORIGIN))
                .containsExactlyInAnyOrder(
                        Tag.of("topology", "orders"),
                        Tag.of("application.id", "orders-app"),
                        Tag.of("client.id", "none"),
                        Tag.of("thread.id", "t"));
        assertThat(MeterShape.tags(ofClient, ORIGIN).stream().map(Tag::getKey))
                .containsExactlyElementsOf(MeterShape.tags(ofThread, ORIGIN).stream()
                        .map(Tag::getKey)
                        .toList());
    }

    private static MetricName metric(String name, String group, Map<String, String> tags) {
        return new MetricName(name, group, "", tags);
    }

    /** A topology with every kind of store and node that has metrics of its own. */
    private static TopologyTestDriver driver() {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        config.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.METRICS_RECORDING_LEVEL_CONFIG, "TRACE");
        TopologyTestDriver driver = new TopologyTestDriver(topology(), config);
        for (String topic : Set.of("in", "other")) {
            driver.createInputTopic(
                            topic, Serdes.String().serializer(), Serdes.String().serializer())
                    .pipeInput("k", "v", 1);
        }
        return driver;
    }

    private static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        KGroupedStream<String, String> grouped =
                builder.<String, String>stream("in").groupByKey();
        for (KeyValueBytesStoreSupplier store : Set.of(
                Stores.persistentKeyValueStore("rows"),
                Stores.inMemoryKeyValueStore("rows-in-memory"),
                Stores.lruMap("rows-lru", 10))) {
            grouped.reduce((one, two) -> two, Materialized.as(store)).toStream().to("out-" + store.name());
        }
        for (WindowBytesStoreSupplier store : Set.of(
                Stores.persistentWindowStore("windows", MINUTE, MINUTE, false),
                Stores.inMemoryWindowStore("windows-in-memory", MINUTE, MINUTE, false))) {
            grouped.windowedBy(TimeWindows.ofSizeWithNoGrace(MINUTE))
                    .reduce(
                            (one, two) -> two,
                            Materialized.<String, String>as(store).withKeySerde(Serdes.String()))
                    .suppress(Suppressed.untilWindowCloses(Suppressed.BufferConfig.unbounded()));
        }
        for (SessionBytesStoreSupplier store : Set.of(
                Stores.persistentSessionStore("sessions", MINUTE),
                Stores.inMemorySessionStore("sessions-in-memory", MINUTE))) {
            grouped.windowedBy(SessionWindows.ofInactivityGapWithNoGrace(MINUTE))
                    .reduce((one, two) -> two, Materialized.as(store));
        }
        builder.<String, String>table("other")
                .join(builder.<String, String>table("third"), (one, two) -> one + two, Materialized.as("joined"));
        return builder.build();
    }
}
