package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.kstream.Window;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.processor.api.ContextualProcessor;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.AggregationWithHeaders;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.SessionStore;
import io.millrace.streams.state.SessionStoreWithHeaders;
import io.millrace.streams.state.Stores;
import io.millrace.streams.state.TimestampedKeyValueStoreWithHeaders;
import io.millrace.streams.state.TimestampedWindowStoreWithHeaders;
import io.millrace.streams.state.ValueAndTimestamp;
import io.millrace.streams.state.ValueTimestampHeaders;
import io.millrace.streams.state.WindowStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stores with headers, shown without them. */
class StoreFacadeTests {

    private static final Headers NONE = new RecordHeaders();

    private TopologyTestDriver driver;

    @BeforeEach
    void pipeOneRecordWithAHeader() {
        Duration hour = Duration.ofHours(1);
        Serde<String> strings = Serdes.String();
        Topology topology = new Topology()
                .addSource("source", new StringDeserializer(), new StringDeserializer(), "in")
                .addProcessor("p", Storing::new, "source")
                .addStateStore(
                        Stores.timestampedKeyValueStoreWithHeadersBuilder(
                                Stores.persistentTimestampedKeyValueStoreWithHeaders("rows"), strings, strings),
                        "p")
                .addStateStore(
                        Stores.timestampedWindowStoreWithHeadersBuilder(
                                Stores.persistentTimestampedWindowStoreWithHeaders("windows", hour, hour, false),
                                strings,
                                strings),
                        "p")
                .addStateStore(
                        Stores.sessionStoreWithHeadersBuilder(
                                Stores.persistentSessionStoreWithHeaders("sessions", hour), strings, strings),
                        "p");
        driver = new TopologyTestDriver(topology, Instant.ofEpochMilli(5000));
        driver.createInputTopic("in", new StringSerializer(), new StringSerializer())
                .pipeInput("a", "1", 7);
    }

    @AfterEach
    void closeTheDriver() {
        driver.close();
    }

    @Test
    void rowsAreShownAsTheGetterAsks() {
        assertThat(driver.<String, String>getKeyValueStore("rows").get("a")).isEqualTo("1");
        assertThat(driver.<String, String>getTimestampedKeyValueStore("rows").get("a"))
                .isEqualTo(ValueAndTimestamp.make("1", 7));
        assertThat(driver.<String, String>getTimestampedKeyValueStoreWithHeaders("rows")
                        .get("a"))
                .isEqualTo(ValueTimestampHeaders.make("1", 7, oneHeader()));
    }

    @Test
    void rowsThatATestPutsGetTheTimeOfTheClockAndNoHeaders() {
        KeyValueStore<String, String> rows = driver.getKeyValueStore("rows");
        KeyValueStore<String, ValueAndTimestamp<String>> timestamped = driver.getTimestampedKeyValueStore("rows");
        KeyValueStore<String, ValueTimestampHeaders<String>> whole =
                driver.getTimestampedKeyValueStoreWithHeaders("rows");

        rows.put("b", "2");
        timestamped.put("c", ValueAndTimestamp.make("3", 9));
        timestamped.put("a", null);

        assertThat(whole.get("b")).isEqualTo(ValueTimestampHeaders.make("2", 5000, NONE));
        assertThat(whole.get("c")).isEqualTo(ValueTimestampHeaders.make("3", 9, NONE));
        assertThat(rows.putIfAbsent("b", "4")).isEqualTo("2");
        assertThat(listed(rows.all())).containsExactly("KeyValue(b, 2)", "KeyValue(c, 3)");
        assertThat(listed(timestamped.reverseAll())).containsExactly("KeyValue(c, <3,9>)", "KeyValue(b, <2,5000>)");
        assertThat(timestamped.delete("c")).isEqualTo(ValueAndTimestamp.make("3", 9));
    }

    @Test
    void windowsAreShownAsTheGetterAsks() {
        WindowStore<String, String> plain = driver.getWindowStore("windows");
        WindowStore<String, ValueAndTimestamp<String>> timestamped = driver.getTimestampedWindowStore("windows");
        plain.put("a", "2", 10);
        timestamped.put("a", ValueAndTimestamp.make("3", 6), 20);

        assertThat(listed(plain.fetch("a", 0, 100)))
                .containsExactly("KeyValue(0, 1)", "KeyValue(10, 2)", "KeyValue(20, 3)");
        assertThat(listed(timestamped.backwardFetch("a", 0, 100)))
                .containsExactly("KeyValue(20, <3,6>)", "KeyValue(10, <2,5000>)", "KeyValue(0, <1,7>)");
        assertThat(driver.<String, String>getTimestampedWindowStoreWithHeaders("windows")
                        .fetch("a", 0))
                .isEqualTo(ValueTimestampHeaders.make("1", 7, oneHeader()));
    }

    @Test
    void sessionsAreShownAsTheGetterAsks() {
        SessionStore<String, String> plain = driver.getSessionStore("sessions");
        SessionStoreWithHeaders<String, String> whole = driver.getSessionStoreWithHeaders("sessions");
        plain.put(session("a", 10, 15), "2");
        plain.put(session("b", 0, 5), "3");
        plain.remove(session("b", 0, 5));

        assertThat(plain.fetchSession("a", 0, 5)).isEqualTo("1");
        assertThat(listed(plain.fetch("a"))).containsExactly("KeyValue([a@0/5], 1)", "KeyValue([a@10/15], 2)");
        assertThat(listed(plain.backwardFindSessions("a", 0, 100)))
                .containsExactly("KeyValue([a@10/15], 2)", "KeyValue([a@0/5], 1)");
        assertThat(listed(plain.fetch("a", "z"))).containsExactly("KeyValue([a@0/5], 1)", "KeyValue([a@10/15], 2)");
        assertThat(whole.fetchSession("a", 0, 5)).isEqualTo(AggregationWithHeaders.make("1", oneHeader()));
        assertThat(whole.fetchSession("a", 10, 15)).isEqualTo(AggregationWithHeaders.make("2", NONE));
    }

    private static Headers oneHeader() {
        return new RecordHeaders().add("h", new byte[] {1});
    }

    private static Windowed<String> session(String key, long startMs, long endMs) {
        return new Windowed<>(key, new Window(startMs, endMs) {
            @Override
            public boolean overlap(Window other) {
                return other.start() <= endMs && other.end() >= startMs;
            }
        });
    }

    private static List<String> listed(Iterator<?> iterator) {
        List<String> listed = new ArrayList<>();
        iterator.forEachRemaining(next -> listed.add(next.toString()));
        return listed;
    }

    /** Keeps each record in all three stores, with a header. */
    private static final class Storing extends ContextualProcessor<String, String, Void, Void> {

        @Override
        public void process(Record<String, String> record) {
            TimestampedKeyValueStoreWithHeaders<String, String> rows = context().getStateStore("rows");
            TimestampedWindowStoreWithHeaders<String, String> windows =
                    context().getStateStore("windows");
            SessionStoreWithHeaders<String, String> sessions = context().getStateStore("sessions");
            rows.put(record.key(), ValueTimestampHeaders.make(record.value(), record.timestamp(), oneHeader()));
            windows.put(record.key(), ValueTimestampHeaders.make(record.value(), record.timestamp(), oneHeader()), 0L);
            sessions.put(session(record.key(), 0, 5), AggregationWithHeaders.make(record.value(), oneHeader()));
        }
    }
}
