package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.SessionWindows;
import io.millrace.streams.kstream.TimeWindows;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.Stores;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The metrics of open iterators: names, tags and levels as in Kafka Streams 4.3. */
class IteratorMetricsTests {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static TopologyTestDriver driver(String level) {
        StreamsBuilder builder = new StreamsBuilder();
        Consumed<String, String> strings = Consumed.with(Serdes.String(), Serdes.String());
        var grouped = builder.stream("in", strings).groupByKey();
        grouped.count(Materialized.as("counts"));
        grouped.count(Materialized.as(Stores.inMemoryKeyValueStore("heap")));
        grouped.count(Materialized.as(Stores.lruMap("lru", 10)));
        var windows = grouped.windowedBy(TimeWindows.ofSizeWithNoGrace(SECOND));
        windows.count(Materialized.as("windows"));
        windows.count(
                Materialized.as(Stores.inMemoryWindowStore("heap-windows", Duration.ofMinutes(1), SECOND, false)));
        var sessions = grouped.windowedBy(SessionWindows.ofInactivityGapWithNoGrace(SECOND));
        sessions.count(Materialized.as("sessions"));
        sessions.count(Materialized.as(Stores.inMemorySessionStore("heap-sessions", Duration.ofMinutes(1))));
        builder.table("table", strings, Materialized.as(Stores.persistentVersionedKeyValueStore("versions", SECOND)));
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        config.put(StreamsConfig.METRICS_RECORDING_LEVEL_CONFIG, level);
        TopologyTestDriver driver = new TopologyTestDriver(builder.build(), config, Instant.ofEpochMilli(5_000));
        driver.createInputTopic("in", new StringSerializer(), new StringSerializer())
                .pipeInput("a", "b");
        return driver;
    }

    private static Object value(TopologyTestDriver driver, String metric, String tag, String store) {
        Map<String, String> tags = new TreeMap<>(Map.of("task-id", "0_0", tag, store));
        return driver.metrics().entrySet().stream()
                .filter(entry -> entry.getKey().group().equals("stream-state-metrics")
                        && entry.getKey().name().equals(metric)
                        && entry.getKey().tags().entrySet().containsAll(tags.entrySet())
                        && entry.getKey().tags().keySet().equals(java.util.Set.of("thread-id", "task-id", tag)))
                .map(entry -> entry.getValue().metricValue())
                .findFirst()
                .orElse("no such metric");
    }

    @ParameterizedTest
    @CsvSource({
        "rocksdb-state-id, counts",
        "in-memory-state-id, heap",
        "in-memory-lru-state-id, lru",
        "rocksdb-window-state-id, windows",
        "in-memory-window-state-id, heap-windows",
        "rocksdb-session-state-id, sessions",
        "in-memory-session-state-id, heap-sessions"
    })
    void eachStoreTellsOfItsIterators(String tag, String store) {
        try (TopologyTestDriver driver = driver("INFO")) {
            assertThat(value(driver, "num-open-iterators", tag, store)).isEqualTo(0L);
            assertThat(value(driver, "oldest-iterator-open-since-ms", tag, store))
                    .isEqualTo(0L);

            KeyValueIterator<?, ?> open = iterator(driver, store);
            driver.advanceWallClockTime(SECOND);
            KeyValueIterator<?, ?> later = iterator(driver, store);

            assertThat(value(driver, "num-open-iterators", tag, store)).isEqualTo(2L);
            assertThat(value(driver, "oldest-iterator-open-since-ms", tag, store))
                    .isEqualTo(5_000L);
            open.close();
            open.close();
            assertThat(value(driver, "num-open-iterators", tag, store)).isEqualTo(1L);
            assertThat(value(driver, "oldest-iterator-open-since-ms", tag, store))
                    .isEqualTo(6_000L);
            later.close();
            assertThat(value(driver, "num-open-iterators", tag, store)).isEqualTo(0L);
        }
    }

    private static KeyValueIterator<?, ?> iterator(TopologyTestDriver driver, String store) {
        if (store.endsWith("windows")) {
            return driver.getTimestampedWindowStore(store).all();
        }
        return store.endsWith("sessions")
                ? driver.getSessionStore(store).fetch("a")
                : driver.getTimestampedKeyValueStore(store).all();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INFO", "DEBUG"})
    void durationsAreMeasuredFromLevelDebugOn(String level) {
        try (TopologyTestDriver driver = driver(level)) {
            KeyValueIterator<?, ?> first = iterator(driver, "counts");
            driver.advanceWallClockTime(SECOND);
            first.close();
            iterator(driver, "counts").close();

            boolean measured = level.equals("DEBUG");
            assertThat(value(driver, "iterator-duration-avg", "rocksdb-state-id", "counts"))
                    .isEqualTo(measured ? 5e8 : Double.NaN);
            assertThat(value(driver, "iterator-duration-max", "rocksdb-state-id", "counts"))
                    .isEqualTo(measured ? 1e9 : Double.NaN);
            assertThat(value(driver, "num-open-iterators", "rocksdb-state-id", "versions"))
                    .isEqualTo(0L);
        }
    }
}
