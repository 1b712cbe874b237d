package io.millrace.streams.engine.state.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.engine.state.ChangeSource;
import io.millrace.streams.engine.state.layout.WindowKey;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.TimestampedWindowStore;
import io.millrace.streams.state.ValueAndTimestamp;
import io.millrace.streams.state.WindowBytesStoreSupplier;
import io.millrace.streams.state.WindowStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowViewTests {

    private static final long MINUTE = 60_000;
    private static final long RETENTION = 10 * MINUTE;
    private static final long SEGMENT = RETENTION / 2;

    private final TestTask task = new TestTask();

    private static WindowBytesStoreSupplier supplier(boolean retainDuplicates) {
        return Suppliers.IN_MEMORY.window(
                "store", Duration.ofMillis(RETENTION), Duration.ofMillis(MINUTE), retainDuplicates);
    }

    private WindowStore<String, String> opened(TestTask in, boolean retainDuplicates) {
        WindowStore<String, String> store = ViewBuilders.window(
                        supplier(retainDuplicates), Serdes.String(), Serdes.String())
                .build();
        store.init(in, store);
        return store;
    }

    private static <K, V> List<String> drained(KeyValueIterator<K, V> iterator) {
        List<String> entries = new ArrayList<>();
        try (iterator) {
            iterator.forEachRemaining(entry -> entries.add(shown(entry.key) + "=" + entry.value));
        }
        return entries;
    }

    private static String shown(Object key) {
        return key instanceof Windowed<?> windowed
                ? windowed.key() + "@" + windowed.window().start()
                : key.toString();
    }

    @Test
    void theChangelogKeyIsKeyThenStartThenSequence() {
        TimestampedWindowStore<String, String> store = ViewBuilders.timestampedWindow(
                        supplier(false), Serdes.String(), Serdes.String())
                .build();
        store.init(task, store);
        task.origins.at(0, 1_000);
        store.put("k", ValueAndTimestamp.make("v", 888), MINUTE);
        task.commit();
        task.origins.at(1, 2_000);
        store.put("k", null, MINUTE);
        task.commit();

        // As Kafka Streams 4.3.1 writes them.
        assertThat(task.published())
                .containsExactly("6b000000000000ea6000000000=76@888", "6b000000000000ea6000000000=null@2000");
    }

    @Test
    void duplicatesOfAWindowAreNumbered() {
        WindowStore<String, String> store = opened(task, true);
        store.put("k", "a", MINUTE);
        store.put("k", "b", MINUTE);
        store.put("k", null, MINUTE);
        task.commit();

        assertThat(task.published())
                .containsExactly("6b000000000000ea6000000001=61@0", "6b000000000000ea6000000002=62@0");
        assertThat(drained(store.fetch("k", 0, MINUTE))).containsExactly("60000=a", "60000=b");
    }

    @Test
    void ofDuplicatesOnDiskTheOneWrittenLastCanBeReadSingly() {
        WindowStore<String, String> store = ViewBuilders.window(
                        Suppliers.PERSISTENT.window(
                                "store", Duration.ofMillis(RETENTION), Duration.ofMillis(MINUTE), true),
                        Serdes.String(),
                        Serdes.String())
                .build();
        store.init(task, store);
        store.put("k", "a", MINUTE);
        store.put("k", "b", MINUTE);

        // As in Kafka Streams 4.3.1.
        assertThat(store.fetch("k", MINUTE)).isEqualTo("b");
        store.put("l", "c", MINUTE);
        assertThat(store.fetch("k", MINUTE)).isNull();
    }

    @Test
    void anExpiredWindowIsNeitherKeptNorReturned() {
        WindowStore<String, String> store = opened(task, false);
        store.put("k", "old", MINUTE);
        task.commit();
        store.put("k", "new", MINUTE + RETENTION - 1);
        assertThat(store.fetch("k", MINUTE)).isEqualTo("old");

        store.put("k", "newer", MINUTE + RETENTION);
        store.put("k", "late", MINUTE);

        assertThat(store.fetch("k", MINUTE)).isNull();
        assertThat(drained(store.fetch("k", 0, MINUTE))).isEmpty();
        assertThat(drained(store.all())).containsExactly("k@659999=new", "k@660000=newer");
        assertThat(task.dropped).hasSize(1);
    }

    @Test
    void expiredSegmentsLeaveTheBackend() {
        WindowStore<String, String> store = opened(task, false);
        for (int i = 0; i < 100; i++) {
            store.put("k" + i, "v", MINUTE);
        }
        task.commit();
        store.put("k", "v", 10 * RETENTION);

        task.commit();

        var column =
                ((BufferedWindows) ((WindowView<String, String>) store).opened().bytes()).buffer();
        assertThat(column.approximateEntries()).isEqualTo(1);
    }

    @Test
    void restoreLeavesExpiredWindowsOut() {
        WindowStore<String, String> store = opened(task, false);
        store.put("k", "old", MINUTE);
        store.put("k", "new", MINUTE + RETENTION);
        task.commit();
        TestTask replacement = task.replacement();
        WindowStore<String, String> restored = opened(replacement, false);

        replacement.restore();

        assertThat(drained(restored.all())).containsExactly("k@660000=new");
        restored.put("k", "late", MINUTE);
        assertThat(replacement.dropped).hasSize(1);
    }

    @Test
    void recordsOfOneTimeFromBeforeAndAfterARestartAreAllKept() {
        opened(task, true).put("k", "before", MINUTE);
        task.commit();

        WindowStore<String, String> store = opened(task.restarted(), true);
        store.put("k", "after", MINUTE);

        assertThat(drained(store.fetch("k", 0, MINUTE))).containsExactly("60000=before", "60000=after");
    }

    @Test
    void recordsOfOneTimeFromBeforeAndAfterARestoreAreAllKept() {
        opened(task, true).put("k", "before", MINUTE);
        task.commit();
        TestTask replacement = task.replacement();
        WindowStore<String, String> store = opened(replacement, true);

        replacement.restore();
        store.put("k", "after", MINUTE);

        assertThat(drained(store.fetch("k", 0, MINUTE))).containsExactly("60000=before", "60000=after");
    }

    @Test
    void longerKeysBetweenTheWindowsOfAKeyAreLeftOut() {
        WindowStore<String, String> store = opened(task, false);
        store.put("a", "1", 0);
        store.put("a\0\0\0", "x", 0);
        store.put("a\0", "y", MINUTE);
        store.put("a", "2", MINUTE);

        assertThat(drained(store.fetch("a", 0, MINUTE))).containsExactly("0=1", "60000=2");
        assertThat(drained(store.backwardFetch("a", 0, MINUTE))).containsExactly("60000=2", "0=1");
    }

    @Test
    void changesOfWindowsAreToldAtDrain() {
        TimestampedWindowStore<String, String> store = ViewBuilders.timestampedWindow(
                        supplier(false), Serdes.String(), Serdes.String())
                .withCachingEnabled()
                .build();
        store.init(task, store);
        @SuppressWarnings("unchecked")
        ChangeSource<Windowed<String>, String> source = (ChangeSource<Windowed<String>, String>) store;
        List<String> told = new ArrayList<>();
        source.onDrain((key, newValue, oldValue, timestampMs) ->
                told.add(shown(key) + " " + oldValue + "->" + newValue + "@" + timestampMs));
        store.put("k", ValueAndTimestamp.make("a", 1), 0);
        store.put("k", ValueAndTimestamp.make("b", 2), 0);

        task.commit();

        assertThat(source.emitsAtDrain()).isTrue();
        assertThat(told).containsExactly("k@0 null->b@2");
    }

    @Test
    void aRetentionShorterThanTheWindowIsRefused() {
        assertThatThrownBy(
                        () -> Suppliers.IN_MEMORY.window("store", Duration.ofMinutes(1), Duration.ofMinutes(2), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'store'");
    }

    /** Against a sorted map: by segment, then by the bytes of the changelog key. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14, 15})
    void fetchesWhatAModelHolds(long seed) {
        Random random = new Random(seed);
        WindowStore<String, String> store = opened(task, false);
        Map<List<Object>, String> model =
                new TreeMap<>(Comparator.<List<Object>>comparingLong(key -> (Long) key.get(1) / SEGMENT)
                        .thenComparing(WindowViewTests::changelogKey, Arrays::compareUnsigned));
        List<String> keys = List.of("a", "aa", "ab", "a\0", "b", "ba", "");
        long streamTime = -1;
        for (int step = 0; step < 3_000; step++) {
            String key = keys.get(random.nextInt(keys.size()));
            long start = Math.max(0, streamTime + MINUTE - random.nextInt(15) * MINUTE);
            streamTime = Math.max(streamTime, start);
            long earliest = Math.max(0, streamTime - RETENTION + 1);
            String value = random.nextInt(5) == 0 ? null : "v" + step;
            store.put(key, value, start);
            if (start >= earliest) {
                if (value == null) {
                    model.remove(List.of(key, start));
                } else {
                    model.put(List.of(key, start), value);
                }
            }
            model.keySet().removeIf(entry -> (Long) entry.get(1) < earliest);
            if (random.nextInt(20) == 0) {
                task.commit();
            }
            if (random.nextInt(10) == 0) {
                checkAgainst(model, store, random, keys, streamTime);
            }
        }
    }

    private static byte[] changelogKey(List<Object> key) {
        return WindowKey.changelog(((String) key.get(0)).getBytes(UTF_8), (Long) key.get(1), 0);
    }

    private static void checkAgainst(
            Map<List<Object>, String> model,
            WindowStore<String, String> store,
            Random random,
            List<String> keys,
            long streamTime) {
        String keyFrom = random.nextInt(5) == 0 ? null : keys.get(random.nextInt(keys.size()));
        String keyTo = random.nextInt(5) == 0 ? null : keys.get(random.nextInt(keys.size()));
        long from = streamTime - random.nextInt(15) * MINUTE;
        long to = from + random.nextInt(15) * MINUTE;
        List<String> inRange = new ArrayList<>();
        List<String> ofKey = new ArrayList<>();
        model.forEach((entry, value) -> {
            String key = (String) entry.get(0);
            long start = (Long) entry.get(1);
            if (start < from || start > to) {
                return;
            }
            if ((keyFrom == null || key.compareTo(keyFrom) >= 0) && (keyTo == null || key.compareTo(keyTo) <= 0)) {
                inRange.add(key + "@" + start + "=" + value);
            }
            if (key.equals(keyFrom)) {
                ofKey.add(start + "=" + value);
            }
        });
        assertThat(drained(store.fetch(keyFrom, keyTo, from, to))).isEqualTo(inRange);
        Collections.reverse(inRange);
        assertThat(drained(store.backwardFetch(keyFrom, keyTo, from, to))).isEqualTo(inRange);
        if (keyFrom != null) {
            assertThat(drained(store.fetch(keyFrom, from, to))).isEqualTo(ofKey);
            Collections.reverse(ofKey);
            assertThat(drained(store.backwardFetch(keyFrom, from, to))).isEqualTo(ofKey);
        }
    }
}
