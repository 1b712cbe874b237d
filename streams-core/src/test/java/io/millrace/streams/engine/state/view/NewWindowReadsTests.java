package io.millrace.streams.engine.state.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.engine.state.ChangeSource;
import io.millrace.streams.kstream.SessionWindow;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.state.SessionStore;
import io.millrace.streams.state.StoreBuilder;
import io.millrace.streams.state.TimestampedWindowStore;
import io.millrace.streams.state.ValueAndTimestamp;
import io.millrace.streams.state.VersionedKeyValueStore;
import io.millrace.streams.state.VersionedRecord;
import io.millrace.streams.state.WindowStore;
import io.millrace.streams.state.WindowStoreIterator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is later than all the backend has is not looked for in there. */
class NewWindowReadsTests {

    private static final long MINUTE = 60_000;
    private static final Duration RETENTION = Duration.ofMinutes(10);

    private final TestTask task = new TestTask();

    private static TimestampedWindowStore<String, Long> windows(TestTask in, boolean caching) {
        StoreBuilder<TimestampedWindowStore<String, Long>> builder = ViewBuilders.timestampedWindow(
                Suppliers.PERSISTENT.timestampedWindow("store", RETENTION, Duration.ofMillis(MINUTE), false),
                Serdes.String(),
                Serdes.Long());
        if (caching) {
            builder.withCachingEnabled();
        }
        TimestampedWindowStore<String, Long> store = builder.build();
        store.init(in, store);
        return store;
    }

    /** As a windowed count does. */
    private static long count(TimestampedWindowStore<String, Long> store, String key, long startMs) {
        ValueAndTimestamp<Long> before = store.fetch(key, startMs);
        long count = before == null ? 1 : before.value() + 1;
        store.put(key, ValueAndTimestamp.make(count, startMs), startMs);
        return count;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @SuppressWarnings("unchecked")
    void noKeyOfANewWindowIsReadUntilTheNextCommit(boolean caching) {
        TimestampedWindowStore<String, Long> store = windows(task, caching);
        if (caching) {
            ((ChangeSource<Windowed<String>, Long>) store).onDrain((key, value, old, timestampMs) -> {});
        }
        count(store, "a", MINUTE);
        task.commit();

        for (int i = 0; i < 20; i++) {
            assertThat(count(store, "k" + i, 2 * MINUTE)).isOne();
            assertThat(count(store, "k" + i, 2 * MINUTE)).isEqualTo(2);
        }

        assertThat(task.heap.gets).isZero();
        task.commit();
        assertThat(count(store, "a", 2 * MINUTE)).isOne();
        assertThat(task.heap.gets)
                .as("once committed, the window may have any key")
                .isOne();
    }

    @Test
    void afterARestartAndAfterARestoreTheBackendIsReadAgain() {
        TimestampedWindowStore<String, Long> store = windows(task, false);
        count(store, "a", MINUTE);
        count(store, "b", 3 * MINUTE);
        task.commit();

        for (TestTask next : List.of(task.restarted(), task.replacement())) {
            TimestampedWindowStore<String, Long> again = windows(next, false);
            if (next.heap != task.heap) {
                next.restore();
            }
            next.heap.gets = 0;

            assertThat(count(again, "a", MINUTE)).isEqualTo(2);
            assertThat(count(again, "b", 3 * MINUTE)).isEqualTo(2);
            assertThat(count(again, "a", 3 * MINUTE)).isOne();
            assertThat(next.heap.gets).isEqualTo(3);
            assertThat(count(again, "a", 3 * MINUTE + 1)).isOne();
            assertThat(next.heap.gets).isEqualTo(3);
        }
    }

    private static List<Long> times(WindowStoreIterator<ValueAndTimestamp<Long>> windows) {
        List<Long> times = new ArrayList<>();
        try (windows) {
            windows.forEachRemaining(window -> times.add(window.key));
        }
        return times;
    }

    @Test
    void onlyNewWindowsAreLookedForInTheBufferAlone() {
        TimestampedWindowStore<String, Long> store = windows(task, false);
        count(store, "a", MINUTE);
        task.commit();
        count(store, "a", 2 * MINUTE);
        count(store, "a", 3 * MINUTE);

        assertThat(times(store.fetch("a", MINUTE + 1, 4 * MINUTE))).containsExactly(2 * MINUTE, 3 * MINUTE);
        assertThat(times(store.backwardFetch("a", MINUTE + 1, 4 * MINUTE))).containsExactly(3 * MINUTE, 2 * MINUTE);
        assertThat(task.heap.scans).isZero();
        assertThat(times(store.fetch("a", MINUTE, 4 * MINUTE))).containsExactly(MINUTE, 2 * MINUTE, 3 * MINUTE);
        assertThat(task.heap.scans).isPositive();
    }

    @Test
    void aWalkThatACommitFindsOnItsWayGoesOnInTheBackend() {
        TimestampedWindowStore<String, Long> store = windows(task, false);
        List<Long> written = new ArrayList<>();
        for (long minute = 1; minute <= 10; minute++) {
            count(store, "a", minute * MINUTE);
            written.add(minute * MINUTE);
        }
        WindowStoreIterator<ValueAndTimestamp<Long>> windows = store.fetch("a", 0, 100 * MINUTE);
        List<Long> found = new ArrayList<>(List.of(windows.next().key));

        task.commit();
        found.addAll(times(windows));

        assertThat(found).isEqualTo(written);
    }

    @Test
    void anAbortedWindowIsNewAgain() {
        TimestampedWindowStore<String, Long> store = windows(task, false);
        count(store, "a", MINUTE);
        task.commit();
        count(store, "a", 5 * MINUTE);
        task.abort();

        assertThat(count(store, "a", 5 * MINUTE)).isOne();
        assertThat(count(store, "a", MINUTE)).isEqualTo(2);
    }

    @Test
    void aSessionThatEndsLaterThanAllIsNotRead() {
        SessionStore<String, String> store = ViewBuilders.session(
                        Suppliers.PERSISTENT.session("store", RETENTION), Serdes.String(), Serdes.String())
                .build();
        store.init(task, store);
        store.put(new Windowed<>("a", new SessionWindow(0, MINUTE)), "v");
        task.commit();

        assertThat(store.fetchSession("a", 0, MINUTE + 1)).isNull();
        assertThat(task.heap.gets).isZero();
        store.put(new Windowed<>("a", new SessionWindow(0, MINUTE + 1)), "w");
        assertThat(store.fetchSession("a", 0, MINUTE + 1)).isEqualTo("w");
        assertThat(store.fetchSession("a", 0, MINUTE)).isEqualTo("v");
    }

    @Test
    void theLatestVersionOfAllIsPutWithoutReading() {
        VersionedKeyValueStore<String, String> store = ViewBuilders.versioned(
                        Suppliers.IN_MEMORY.versioned("store", RETENTION), Serdes.String(), Serdes.String())
                .build();
        store.init(task, store);
        store.put("a", "1", 10);
        task.commit();
        task.heap.scans = 0;

        assertThat(store.put("a", "2", 20)).isEqualTo(VersionedKeyValueStore.PUT_RETURN_CODE_VALID_TO_UNDEFINED);
        assertThat(store.put("b", "2", 20)).isEqualTo(VersionedKeyValueStore.PUT_RETURN_CODE_VALID_TO_UNDEFINED);
        assertThat(task.heap.scans).isZero();
        assertThat(store.put("a", "between", 15)).isEqualTo(20);
        assertThat(store.get("a")).isEqualTo(new VersionedRecord<>("2", 20));
    }

    @Test
    void aNullPutIntoAStoreOfAllRecordsMovesItsTimeForGood() {
        WindowStore<String, String> store = ViewBuilders.window(
                        Suppliers.IN_MEMORY.window("store", RETENTION, Duration.ofMillis(MINUTE), true),
                        Serdes.String(),
                        Serdes.String())
                .build();
        store.init(task, store);
        store.put("a", "v", MINUTE);
        task.commit();
        store.put("a", null, MINUTE + RETENTION.toMillis());
        task.commit();

        task.abort();

        try (var found = store.fetch("a", 0, Long.MAX_VALUE)) {
            assertThat(found.hasNext()).as("the window expired in a commit").isFalse();
        }
    }
}
