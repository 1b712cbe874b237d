package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.engine.metrics.CatalogEntry;
import io.millrace.streams.engine.metrics.StoreCatalog;
import io.millrace.streams.engine.metrics.TaskCatalog;
import io.millrace.streams.kstream.EmitStrategy;
import io.millrace.streams.kstream.JoinWindows;
import io.millrace.streams.kstream.KGroupedStream;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.SessionWindows;
import io.millrace.streams.kstream.StreamJoined;
import io.millrace.streams.kstream.Suppressed;
import io.millrace.streams.kstream.TimeWindows;
import io.millrace.streams.processor.PunctuationType;
import io.millrace.streams.processor.api.ContextualProcessor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.Stores;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** That metrics which are shown are recorded, too. */
class RecordedMetricsTests {

    private static final Duration SECOND = Duration.ofSeconds(1);

    /** What a driver does not do: its stores are not restored, it has no standby tasks, and no thread to share its time out. */
    private static final Set<CatalogEntry> NOT_OF_A_DRIVER = Set.of(
            TaskCatalog.RESTORE, TaskCatalog.UPDATE, TaskCatalog.RESTORE_REMAINING, TaskCatalog.ACTIVE_PROCESS_RATIO);

    /** What is nothing between two records: inputs are processed, changes committed, iterators closed. */
    private static final Set<CatalogEntry> OF_THE_MOMENT = Set.of(
            TaskCatalog.ACTIVE_BUFFER_COUNT,
            TaskCatalog.CACHE_SIZE,
            StoreCatalog.OPEN_ITERATORS,
            StoreCatalog.OLDEST_ITERATOR);

    /** There are no flushes apart from commits, in Kafka Streams 4.3 neither, which shows these metrics nevertheless. */
    private static final Set<CatalogEntry> NEVER = Set.of(StoreCatalog.FLUSH);

    @Test
    void everyMetricOfTasksAndStoresIsRecorded() {
        Set<CatalogEntry> recorded = new HashSet<>();
        try (TopologyTestDriver driver = driver()) {
            run(driver);
            driver.metrics()
                    .forEach((name, metric) -> catalogue()
                            .filter(entry -> isOf(name, entry) && tells(metric))
                            .forEach(recorded::add));
        }

        assertThat(catalogue()
                        .filter(entry -> !NOT_OF_A_DRIVER.contains(entry)
                                && !OF_THE_MOMENT.contains(entry)
                                && !NEVER.contains(entry)))
                .allSatisfy(entry -> assertThat(recorded).contains(entry));
        assertThat(recorded).doesNotContainAnyElementsOf(NEVER);
    }

    @Test
    void eachKindOfStoreCountsTheCommitsWithChangesOfItsOwn() {
        try (TopologyTestDriver driver = driver()) {
            run(driver);

            for (String store : List.of("rows", "rows-lru", "windows", "sessions", "versions")) {
                assertThat(driver.metrics().entrySet().stream()
                                .filter(metric -> metric.getKey().tags().containsValue(store))
                                .filter(metric -> metric.getKey().name().equals("commit-rate")
                                        || metric.getKey().name().equals("commit-latency-max")))
                        .as("commits of %s", store)
                        .hasSize(2)
                        .allSatisfy(metric -> assertThat(tells(metric.getValue()))
                                .as("%s", metric.getKey())
                                .isTrue());
            }
        }
    }

    @Test
    void putsOfSessionsAndVersionsTellTheAgesOfRecords() {
        try (TopologyTestDriver driver = driver()) {
            run(driver);

            for (String store : List.of("sessions", "versions")) {
                assertThat(driver.metrics().entrySet().stream()
                                .filter(metric -> metric.getKey().tags().containsValue(store))
                                .filter(metric -> metric.getKey().name().equals("record-e2e-latency-max")))
                        .as("ages in %s", store)
                        .singleElement()
                        .satisfies(
                                metric -> assertThat(tells(metric.getValue())).isTrue());
            }
        }
    }

    private static Stream<CatalogEntry> catalogue() {
        return Stream.concat(Stream.of(TaskCatalog.values()), Stream.of(StoreCatalog.values()));
    }

    private static boolean isOf(MetricName name, CatalogEntry entry) {
        if (!name.group().equals(entry.group())) {
            return false;
        }
        return Stream.of("", "-rate", "-total", "-avg", "-max", "-latency-avg")
                .anyMatch(suffix -> name.name().equals(entry.stem() + suffix));
    }

    /** The clock of a driver stands still, so that what is measured may be 0. */
    private static boolean tells(Metric metric) {
        String name = metric.metricName().name();
        boolean isMeasured = name.endsWith("-avg") || name.endsWith("-max");
        return metric.metricValue() instanceof Number number
                && !Double.isNaN(number.doubleValue())
                && (isMeasured || number.doubleValue() != 0);
    }

    private static void run(TopologyTestDriver driver) {
        var in = driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
        var other = driver.createInputTopic("other", new StringSerializer(), new StringSerializer());
        in.pipeInput("k", "v", 1_000);
        other.pipeInput("k", "v", 1_010);
        in.pipeInput("k", "v", 1_100);
        in.pipeInput(null, "without a key", 1_200);
        in.pipeInput("k", "v", 5_000);
        in.pipeInput("k", "late", 1_000);
        driver.advanceWallClockTime(SECOND);
    }

    private static TopologyTestDriver driver() {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        config.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.METRICS_RECORDING_LEVEL_CONFIG, "TRACE");
        return new TopologyTestDriver(topology(), config);
    }

    private static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, String> in = builder.stream("in");
        KGroupedStream<String, String> grouped = in.groupByKey();
        grouped.count(Materialized.as(Stores.lruMap("rows-lru", 10)));
        grouped.windowedBy(TimeWindows.ofSizeWithNoGrace(SECOND))
                .count(Materialized.<String, Long>as(Stores.inMemoryWindowStore("windows", SECOND, SECOND, false))
                        .withKeySerde(Serdes.String()))
                .suppress(Suppressed.untilWindowCloses(Suppressed.BufferConfig.unbounded()));
        grouped.windowedBy(TimeWindows.ofSizeWithNoGrace(SECOND))
                .emitStrategy(EmitStrategy.onWindowClose())
                .count();
        grouped.windowedBy(SessionWindows.ofInactivityGapWithNoGrace(SECOND))
                .count(Materialized.as(Stores.persistentSessionStore("sessions", SECOND)));
        builder.table("other", Materialized.as(Stores.persistentVersionedKeyValueStore("versions", SECOND)));
        in.join(
                builder.<String, String>stream("third"),
                (one, two) -> one + two,
                JoinWindows.ofTimeDifferenceWithNoGrace(SECOND),
                StreamJoined.with(Serdes.String(), Serdes.String(), Serdes.String()));
        builder.addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore("rows"), Serdes.String(), Serdes.String()));
        in.process(Busy::new, "rows").to("out");
        return builder.build();
    }

    /** Does to a store whatever can be done to it. */
    private static final class Busy extends ContextualProcessor<String, String, String, String> {

        @Override
        public void init(ProcessorContext<String, String> context) {
            super.init(context);
            context.schedule(SECOND, PunctuationType.STREAM_TIME, timestamp -> {});
        }

        @Override
        public void process(Record<String, String> record) {
            context().forward(record);
            if (record.key() == null) {
                return;
            }
            KeyValueStore<String, String> rows = context().getStateStore("rows");
            rows.put(record.key(), record.value());
            rows.putIfAbsent("other", record.value());
            rows.putAll(List.of(KeyValue.pair("third", record.value())));
            rows.get(record.key());
            rows.delete("third");
            count(rows.all());
            count(rows.range("a", "z"));
            count(rows.prefixScan("k", new StringSerializer()));
        }

        private static void count(KeyValueIterator<String, String> rows) {
            try (rows) {
                rows.forEachRemaining(row -> assertThat(row.key).isNotNull());
            }
        }
    }
}
