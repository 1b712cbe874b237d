package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.kstream.Window;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.api.ContextualProcessor;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.query.PositionBound;
import io.millrace.streams.query.Query;
import io.millrace.streams.query.QueryConfig;
import io.millrace.streams.query.TimestampedKeyQuery;
import io.millrace.streams.query.TimestampedRangeQuery;
import io.millrace.streams.query.WindowKeyQuery;
import io.millrace.streams.query.WindowRangeQuery;
import io.millrace.streams.state.AggregationWithHeaders;
import io.millrace.streams.state.KeyValueBytesStoreSupplier;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.SessionBytesStoreSupplier;
import io.millrace.streams.state.SessionStore;
import io.millrace.streams.state.StoreBuilder;
import io.millrace.streams.state.Stores;
import io.millrace.streams.state.TimestampedKeyValueStoreWithHeaders;
import io.millrace.streams.state.TimestampedWindowStoreWithHeaders;
import io.millrace.streams.state.ValueAndTimestamp;
import io.millrace.streams.state.ValueTimestampHeaders;
import io.millrace.streams.state.WindowBytesStoreSupplier;
import io.millrace.streams.state.WindowStore;
import io.millrace.streams.test.TestRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Stores whose builder asks for timestamps or headers that the supplier does not keep. One row, of time 7 with header h, is put. */
class SupplierFormatTests {

    private static final Serde<String> STRINGS = Serdes.String();
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Query<?> KEY = TimestampedKeyQuery.withKey("a");
    private static final Query<?> RANGE = TimestampedRangeQuery.withNoBounds();
    private static final Query<?> WINDOWS =
            WindowKeyQuery.withKeyAndWindowStartRange("a", Instant.EPOCH, Instant.EPOCH.plus(HOUR));
    private static final Query<?> ALL_WINDOWS =
            WindowRangeQuery.withWindowStartRange(Instant.EPOCH, Instant.EPOCH.plus(HOUR));
    private static final Query<?> SESSIONS = WindowRangeQuery.withKey("a");

    @Test
    void persistentStoresShowNoMoreThanTheirSuppliersKeep() {
        assertThat(row(dated(keyValues()))).isEqualTo("v@-1");
        assertThat(row(headered(keyValues()))).isEqualTo("v@-1[]");
        assertThat(row(headered(Stores.persistentTimestampedKeyValueStore("rows"))))
                .isEqualTo("v@7[]");
        assertThat(row(dated(windows()))).isEqualTo("v@-1");
        assertThat(row(headered(windows()))).isEqualTo("v@-1[]");
        assertThat(row(headered(datedWindows()))).isEqualTo("v@7[]");
        assertThat(row(headered(sessions()))).isEqualTo("v[]");
    }

    @Test
    void withACacheAllIsShown() {
        assertThat(row(cached(dated(keyValues())))).isEqualTo("v@7");
        assertThat(row(cached(headered(keyValues())))).isEqualTo("v@7[h]");
        assertThat(row(cached(dated(windows())))).isEqualTo("v@7");
        assertThat(row(cached(headered(windows())))).isEqualTo("v@7[h]");
        assertThat(row(cached(headered(sessions())))).isEqualTo("v[h]");
    }

    @Test
    void inMemoryAllIsShown() {
        assertThat(row(headered(Stores.inMemoryKeyValueStore("rows")))).isEqualTo("v@7[h]");
        assertThat(row(headered(Stores.inMemoryWindowStore("rows", HOUR, HOUR, false))))
                .isEqualTo("v@7[h]");
        assertThat(row(headered(Stores.inMemorySessionStore("rows", HOUR)))).isEqualTo("v[h]");
    }

    @Test
    void queriesOfRowsShowTheTimesThatReadsShow() {
        assertThat(answer(dated(keyValues()), KEY)).isEqualTo("v@-1");
        assertThat(answer(cached(dated(keyValues())), KEY)).isEqualTo("v@7");
        assertThat(answer(headered(keyValues()), KEY)).isEqualTo("v@-1");
        assertThat(answer(cached(headered(keyValues())), KEY)).isEqualTo("v@7");
    }

    @Test
    void queriesOfRangesShowWhatTheSupplierKeepsWithACacheToo() {
        assertThat(answer(cached(dated(keyValues())), RANGE)).isEqualTo("v@-1");
        assertThat(answer(cached(headered(keyValues())), RANGE)).isEqualTo("v@-1");
        assertThat(answer(cached(headered(Stores.persistentTimestampedKeyValueStore("rows"))), RANGE))
                .isEqualTo("v@7");
        assertThat(answer(cached(headered(Stores.inMemoryKeyValueStore("rows"))), RANGE))
                .isEqualTo("v@7");
    }

    @Test
    void queriesOfWindowsAndSessionsShowWhatTheSupplierKeepsWithACacheToo() {
        assertThat(answer(dated(windows()), WINDOWS)).isEqualTo("v");
        assertThat(answer(cached(dated(windows())), WINDOWS)).isEqualTo("v");
        assertThat(answer(cached(dated(windows())), ALL_WINDOWS)).isEqualTo("v");
        assertThat(answer(dated(datedWindows()), WINDOWS)).isEqualTo("v@7");
        assertThat(answer(headered(windows()), WINDOWS)).isEqualTo("v");
        assertThat(answer(cached(headered(datedWindows())), WINDOWS)).isEqualTo("v@7");
        assertThat(answer(headered(Stores.inMemoryWindowStore("rows", HOUR, HOUR, false)), WINDOWS))
                .isEqualTo("v@7");
        assertThat(answer(headered(sessions()), SESSIONS)).isEqualTo("v");
    }

    @Test
    void theChangelogHasAllOfIt() {
        try (TopologyTestDriver driver = driver(headered(keyValues()))) {
            TestRecord<String, String> logged = driver.createOutputTopic(
                            "app-rows-changelog", new StringDeserializer(), new StringDeserializer())
                    .readRecord();

            assertThat(logged.timestamp()).isEqualTo(7);
            assertThat(logged.headers()).isEqualTo(oneHeader());
        }
    }

    private static KeyValueBytesStoreSupplier keyValues() {
        return Stores.persistentKeyValueStore("rows");
    }

    private static WindowBytesStoreSupplier windows() {
        return Stores.persistentWindowStore("rows", HOUR, HOUR, false);
    }

    private static WindowBytesStoreSupplier datedWindows() {
        return Stores.persistentTimestampedWindowStore("rows", HOUR, HOUR, false);
    }

    private static SessionBytesStoreSupplier sessions() {
        return Stores.persistentSessionStore("rows", HOUR);
    }

    private static StoreBuilder<?> dated(KeyValueBytesStoreSupplier supplier) {
        return Stores.timestampedKeyValueStoreBuilder(supplier, STRINGS, STRINGS);
    }

    private static StoreBuilder<?> dated(WindowBytesStoreSupplier supplier) {
        return Stores.timestampedWindowStoreBuilder(supplier, STRINGS, STRINGS);
    }

    private static StoreBuilder<?> headered(KeyValueBytesStoreSupplier supplier) {
        return Stores.timestampedKeyValueStoreWithHeadersBuilder(supplier, STRINGS, STRINGS);
    }

    private static StoreBuilder<?> headered(WindowBytesStoreSupplier supplier) {
        return Stores.timestampedWindowStoreWithHeadersBuilder(supplier, STRINGS, STRINGS);
    }

    private static StoreBuilder<?> headered(SessionBytesStoreSupplier supplier) {
        return Stores.sessionStoreWithHeadersBuilder(supplier, STRINGS, STRINGS);
    }

    private static StoreBuilder<?> cached(StoreBuilder<?> builder) {
        return builder.withCachingEnabled();
    }

    /** The row as processors read it. */
    @SuppressWarnings("unchecked") // The types are those of the builder.
    private static String row(StoreBuilder<?> builder) {
        try (TopologyTestDriver driver = driver(builder)) {
            StateStore store = store(driver);
            if (store instanceof WindowStore<?, ?> windows) {
                return shown(((WindowStore<String, ?>) windows).fetch("a", 0));
            }
            if (store instanceof SessionStore<?, ?> sessions) {
                return shown(((SessionStore<String, ?>) sessions).fetchSession("a", 0, 7));
            }
            return shown(((KeyValueStore<String, ?>) store).get("a"));
        }
    }

    private static String answer(StoreBuilder<?> builder, Query<?> query) {
        try (TopologyTestDriver driver = driver(builder)) {
            Object result = store(driver)
                    .query(query, PositionBound.unbounded(), new QueryConfig(false))
                    .getResult();
            if (result instanceof KeyValueIterator<?, ?> rows) {
                try (rows) {
                    return shown(rows.next().value);
                }
            }
            return shown(result);
        }
    }

    private static String shown(@Nullable Object row) {
        if (row instanceof ValueAndTimestamp<?> dated) {
            return dated.value() + "@" + dated.timestamp();
        }
        if (row instanceof ValueTimestampHeaders<?> headered) {
            return headered.value() + "@" + headered.timestamp() + keys(headered.headers());
        }
        if (row instanceof AggregationWithHeaders<?> headered) {
            return headered.aggregation() + keys(headered.headers());
        }
        return String.valueOf(row);
    }

    private static String keys(Headers headers) {
        StringBuilder keys = new StringBuilder();
        headers.forEach(header -> keys.append(header.key()));
        return "[" + keys + "]";
    }

    private static StateStore store(TopologyTestDriver driver) {
        return driver.getAllStateStores().get("rows");
    }

    private static TopologyTestDriver driver(StoreBuilder<?> builder) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        Topology topology = new Topology()
                .addSource("source", new StringDeserializer(), new StringDeserializer(), "in")
                .addProcessor("p", Storing::new, "source")
                .addStateStore(builder, "p");
        TopologyTestDriver driver = new TopologyTestDriver(topology, config);
        driver.createInputTopic("in", new StringSerializer(), new StringSerializer())
                .pipeInput(new TestRecord<>("a", "v", oneHeader(), 7L));
        return driver;
    }

    private static Headers oneHeader() {
        return new RecordHeaders().add("h", new byte[] {1});
    }

    /** Puts each record in the form that the store takes. */
    private static final class Storing extends ContextualProcessor<String, String, Void, Void> {

        @Override
        public void process(Record<String, String> record) {
            StateStore store = context().getStateStore("rows");
            if (store instanceof KeyValueStore<?, ?> rows) {
                Storing.<KeyValueStore<String, Object>>as(rows).put(record.key(), form(store, record));
            } else if (store instanceof WindowStore<?, ?> windows) {
                Storing.<WindowStore<String, Object>>as(windows).put(record.key(), form(store, record), 0);
            } else {
                Storing.<SessionStore<String, Object>>as(store)
                        .put(
                                new Windowed<>(record.key(), new Span(0, record.timestamp())),
                                AggregationWithHeaders.make(record.value(), record.headers()));
            }
        }

        private static Object form(StateStore store, Record<String, String> record) {
            boolean headered = store instanceof TimestampedKeyValueStoreWithHeaders<?, ?>
                    || store instanceof TimestampedWindowStoreWithHeaders<?, ?>;
            return headered
                    ? ValueTimestampHeaders.make(record.value(), record.timestamp(), record.headers())
                    : ValueAndTimestamp.make(record.value(), record.timestamp());
        }

        @SuppressWarnings("unchecked") // The types are those of the builder.
        private static <S> S as(StateStore store) {
            return (S) store;
        }
    }

    private static final class Span extends Window {

        private Span(long startMs, long endMs) {
            super(startMs, endMs);
        }

        @Override
        public boolean overlap(Window other) {
            return start() <= other.end() && other.start() <= end();
        }
    }
}
