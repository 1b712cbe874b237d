package io.millrace.streams.engine.state.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.kstream.SessionWindow;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.SessionStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

class SessionViewTests {

    private static final long RETENTION = 600_000;

    private final TestTask task = new TestTask();
    private final SessionStore<String, String> store = opened(task);

    private static SessionStore<String, String> opened(TestTask in) {
        return opened(in, Suppliers.IN_MEMORY);
    }

    private static SessionStore<String, String> opened(TestTask in, Suppliers suppliers) {
        SessionStore<String, String> store = ViewBuilders.session(
                        suppliers.session("store", Duration.ofMillis(RETENTION)), Serdes.String(), Serdes.String())
                .build();
        store.init(in, store);
        return store;
    }

    private void put(String key, long startMs, long endMs, String value) {
        put(store, key, startMs, endMs, value);
    }

    private static void put(SessionStore<String, String> store, String key, long startMs, long endMs, String value) {
        store.put(new Windowed<>(key, new SessionWindow(startMs, endMs)), value);
    }

    private static List<String> drained(KeyValueIterator<Windowed<String>, String> iterator) {
        List<String> entries = new ArrayList<>();
        try (iterator) {
            iterator.forEachRemaining(entry -> entries.add(entry.key.key() + "["
                    + entry.key.window().start() + "," + entry.key.window().end() + "]=" + entry.value));
        }
        return entries;
    }

    @Test
    void theChangelogKeyIsKeyThenEndThenStart() {
        task.origins.at(0, 1_000);
        put("k", 5, 9, "v");
        task.commit();

        // As Kafka Streams 4.3.1 writes it.
        assertThat(task.published()).containsExactly("6b00000000000000090000000000000005=76@1000");
    }

    @Test
    void sessionsAreFoundByTheirEndsAndStarts() {
        put("k", 0, 10, "1");
        put("k", 20, 40, "2");
        task.commit();
        put("k", 300_000, 310_000, "3");
        put("ka", 20, 40, "x");

        assertThat(drained(store.fetch("k"))).containsExactly("k[0,10]=1", "k[20,40]=2", "k[300000,310000]=3");
        assertThat(drained(store.backwardFetch("k"))).containsExactly("k[300000,310000]=3", "k[20,40]=2", "k[0,10]=1");
        assertThat(drained(store.findSessions("k", 11, 20))).containsExactly("k[20,40]=2");
        assertThat(drained(store.findSessions("k", "ka", 11, 20))).containsExactly("k[20,40]=2", "ka[20,40]=x");
        assertThat(drained(store.findSessions(0, 40))).containsExactly("k[0,10]=1", "k[20,40]=2", "ka[20,40]=x");
        assertThat(store.fetchSession("k", 20, 40)).isEqualTo("2");
    }

    @Test
    void ofSessionsThatEndTogetherTheLastToStartComesFirstInMemory() {
        put("k", 0, 10, "1");
        put("k", 5, 20, "2");
        put("k", 0, 20, "3");
        task.commit();
        put("k", 7, 20, "4");
        put("ka", 0, 20, "x");

        // As Kafka Streams 4.3.1 shows them.
        assertThat(drained(store.fetch("k"))).containsExactly("k[0,10]=1", "k[7,20]=4", "k[5,20]=2", "k[0,20]=3");
        assertThat(drained(store.backwardFetch("k")))
                .containsExactly("k[0,20]=3", "k[5,20]=2", "k[7,20]=4", "k[0,10]=1");
        assertThat(drained(store.findSessions("k", 20, 5))).containsExactly("k[5,20]=2", "k[0,20]=3");
    }

    @Test
    void ofSessionsThatEndTogetherTheFirstToStartComesFirstOnDisk() {
        SessionStore<String, String> onDisk = opened(new TestTask(), Suppliers.PERSISTENT);
        put(onDisk, "k", 5, 20, "2");
        put(onDisk, "k", 0, 20, "3");
        put(onDisk, "k", 7, 20, "4");

        assertThat(drained(onDisk.fetch("k"))).containsExactly("k[0,20]=3", "k[5,20]=2", "k[7,20]=4");
        assertThat(drained(onDisk.backwardFetch("k"))).containsExactly("k[7,20]=4", "k[5,20]=2", "k[0,20]=3");
    }

    @Test
    void aRemovedSessionIsGone() {
        put("k", 0, 10, "1");
        task.commit();

        store.remove(new Windowed<>("k", new SessionWindow(0, 10)));

        assertThat(drained(store.fetch("k"))).isEmpty();
        task.commit();
        assertThat(store.fetchSession("k", 0, 10)).isNull();
    }

    @Test
    void anExpiredSessionIsNeitherKeptNorReturned() {
        put("k", 0, 10, "1");
        put("k", 5, 10 + RETENTION, "2");
        put("k", 1, 10, "late");

        assertThat(drained(store.fetch("k"))).containsExactly("k[5,600010]=2");
        assertThat(task.dropped).hasSize(1);
    }

    @Test
    void restoreBringsSessionsBack() {
        put("k", 5, 9, "v");
        task.commit();
        TestTask replacement = task.replacement();
        SessionStore<String, String> restored = opened(replacement);

        replacement.restore();

        assertThat(restored.fetchSession("k", 5, 9)).isEqualTo("v");
    }
}
