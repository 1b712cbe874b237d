package io.millrace.streams.engine.state.view;

import static io.millrace.streams.state.VersionedKeyValueStore.PUT_RETURN_CODE_NOT_PUT;
import static io.millrace.streams.state.VersionedKeyValueStore.PUT_RETURN_CODE_VALID_TO_UNDEFINED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.query.MultiVersionedKeyQuery;
import io.millrace.streams.query.PositionBound;
import io.millrace.streams.query.QueryConfig;
import io.millrace.streams.query.QueryResult;
import io.millrace.streams.query.VersionedKeyQuery;
import io.millrace.streams.state.StoreBuilder;
import io.millrace.streams.state.VersionedKeyValueStore;
import io.millrace.streams.state.VersionedRecord;
import io.millrace.streams.state.VersionedRecordIterator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionedViewTests {

    private final TestTask task = new TestTask();

    @Test
    void putTellsWhenTheVersionEnds() {
        VersionedKeyValueStore<String, String> store = open(task, 100);

        assertThat(store.put("a", "v10", 10)).isEqualTo(PUT_RETURN_CODE_VALID_TO_UNDEFINED);
        assertThat(store.put("a", "v20", 20)).isEqualTo(PUT_RETURN_CODE_VALID_TO_UNDEFINED);
        assertThat(store.put("a", "v15", 15)).isEqualTo(20);
        assertThat(store.put("a", "again", 20)).isEqualTo(PUT_RETURN_CODE_VALID_TO_UNDEFINED);
        assertThat(store.get("a")).isEqualTo(new VersionedRecord<>("again", 20));
        assertThat(store.get("a", 19)).isEqualTo(new VersionedRecord<>("v15", 15));
        assertThat(store.get("a", 9)).isNull();
    }

    @Test
    void deletionIsAVersion() {
        VersionedKeyValueStore<String, String> store = open(task, 100);
        store.put("a", "v10", 10);

        assertThat(store.delete("a", 20)).isEqualTo(new VersionedRecord<>("v10", 10));

        assertThat(store.get("a")).isNull();
        assertThat(store.get("a", 19)).isEqualTo(new VersionedRecord<>("v10", 10));
        assertThat(store.put("a", "v15", 15)).isEqualTo(20);
    }

    @Test
    void versionsBeyondTheHistoryAreRefusedAndNotRead() {
        VersionedKeyValueStore<String, String> store = open(task, 100);
        store.put("a", "v50", 50);
        store.put("a", "v150", 150);
        store.put("b", "v60", 60);
        store.put("clock", "x", 200);

        assertThat(store.put("a", "late", 99)).isEqualTo(PUT_RETURN_CODE_NOT_PUT);
        assertThat(store.delete("a", 99)).isNull();
        assertThat(store.put("a", "in time", 100)).isEqualTo(150);
        assertThat(store.get("a", 99)).isNull();
        assertThat(store.get("b", 70))
                .as("the current version never expires")
                .isEqualTo(new VersionedRecord<>("v60", 60));
        assertThat(task.dropped).hasSize(2);
    }

    @Test
    void changelogHasARecordAVersionAndTheCurrentOneLast() {
        VersionedKeyValueStore<String, String> store = open(task, 100);

        store.put("a", "1", 10);
        store.put("a", null, 20);
        store.put("a", "2", 15);
        task.commit();

        assertThat(task.published()).containsExactly("61=31@10", "61=32@15", "61=null@20");
    }

    @Test
    void restoreBringsBackTheVersions() {
        VersionedKeyValueStore<String, String> store = open(task, 100);
        store.put("a", "v10", 10);
        store.put("a", "v20", 20);
        store.put("b", null, 30);
        task.commit();
        TestTask replacement = task.replacement();

        VersionedKeyValueStore<String, String> restored = open(replacement, 100);
        replacement.restore();

        assertThat(restored.get("a", 15)).isEqualTo(new VersionedRecord<>("v10", 10));
        assertThat(restored.get("a")).isEqualTo(new VersionedRecord<>("v20", 20));
        assertThat(restored.put("b", "x", 25)).isEqualTo(30);
    }

    @Test
    void cachingIsRefused() {
        assertThatThrownBy(() -> builder(100).withCachingEnabled()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void queriesTellWhenVersionsEnded() {
        VersionedKeyValueStore<String, String> store = open(task, 100);
        store.put("a", "v10", 10);
        store.put("a", "v20", 20);
        store.put("a", null, 30);
        store.put("a", "v40", 40);

        assertThat(versions(store, MultiVersionedKeyQuery.withKey("a")))
                .containsExactly(
                        new VersionedRecord<>("v40", 40),
                        new VersionedRecord<>("v20", 20, 30),
                        new VersionedRecord<>("v10", 10, 20));
        assertThat(versions(
                        store,
                        MultiVersionedKeyQuery.<String, String>withKey("a")
                                .fromTime(Instant.ofEpochMilli(15))
                                .toTime(Instant.ofEpochMilli(35))
                                .withAscendingTimestamps()))
                .containsExactly(new VersionedRecord<>("v10", 10, 20), new VersionedRecord<>("v20", 20, 30));
        QueryResult<VersionedRecord<String>> asOf = store.query(
                VersionedKeyQuery.<String, String>withKey("a").asOf(Instant.ofEpochMilli(12)),
                PositionBound.unbounded(),
                new QueryConfig(false));
        assertThat(asOf.getResult()).isEqualTo(new VersionedRecord<>("v10", 10, 20));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 7, 50, 400})
    void behavesLikeAMapOfVersions(long historyMs) {
        long seed = System.nanoTime();
        System.out.println("VersionedViewTests seed " + seed + " history " + historyMs);
        Random random = new Random(seed);
        TestTask current = task;
        VersionedKeyValueStore<String, String> store = open(current, historyMs);
        Model model = new Model(historyMs);
        long now = 1000;
        for (int step = 0; step < 3000; step++) {
            String key = "k" + random.nextInt(6);
            now += random.nextInt(40) == 0 ? random.nextInt(500) : random.nextInt(4);
            long timestamp = Math.max(0, now - random.nextInt(random.nextInt(4) == 0 ? 300 : 12));
            String value = random.nextInt(4) == 0 ? null : "v" + step;
            switch (random.nextInt(5)) {
                case 0, 1 ->
                    assertThat(store.put(key, value, timestamp))
                            .as("step %s", step)
                            .isEqualTo(model.put(key, value, timestamp));
                case 2 ->
                    assertThat(store.get(key, timestamp)).as("step %s", step).isEqualTo(model.get(key, timestamp));
                case 3 -> assertThat(store.get(key)).as("step %s", step).isEqualTo(model.get(key, Long.MAX_VALUE));
                default -> {
                    if (random.nextInt(10) == 0) {
                        current.commit();
                    }
                    if (random.nextInt(60) == 0) {
                        current.commit();
                        current = current.replacement();
                        store = open(current, historyMs);
                        current.restore();
                    }
                }
            }
        }
    }

    private static List<VersionedRecord<String>> versions(
            VersionedKeyValueStore<String, String> store, MultiVersionedKeyQuery<String, String> query) {
        List<VersionedRecord<String>> found = new ArrayList<>();
        try (VersionedRecordIterator<String> versions = store.query(
                        query, PositionBound.unbounded(), new QueryConfig(false))
                .getResult()) {
            versions.forEachRemaining(found::add);
        }
        return found;
    }

    private static StoreBuilder<VersionedKeyValueStore<String, String>> builder(long historyMs) {
        return ViewBuilders.versioned(
                Suppliers.IN_MEMORY.versioned("store", Duration.ofMillis(historyMs)), Serdes.String(), Serdes.String());
    }

    private static VersionedKeyValueStore<String, String> open(TestTask task, long historyMs) {
        VersionedKeyValueStore<String, String> store = builder(historyMs).build();
        store.init(task, store);
        return store;
    }

    /** Every version ever accepted. */
    private static final class Model {

        private final long historyMs;
        private final Map<String, TreeMap<Long, @Nullable String>> versions = new TreeMap<>();
        private long streamTimeMs = -1;

        private Model(long historyMs) {
            this.historyMs = historyMs;
        }

        private long put(String key, @Nullable String value, long timestampMs) {
            if (timestampMs < streamTimeMs - historyMs) {
                return PUT_RETURN_CODE_NOT_PUT;
            }
            streamTimeMs = Math.max(streamTimeMs, timestampMs);
            TreeMap<Long, @Nullable String> ofKey = versions.computeIfAbsent(key, any -> new TreeMap<>());
            ofKey.put(timestampMs, value);
            Long next = ofKey.higherKey(timestampMs);
            return next == null ? PUT_RETURN_CODE_VALID_TO_UNDEFINED : next;
        }

        private @Nullable VersionedRecord<String> get(String key, long asOfMs) {
            TreeMap<Long, @Nullable String> ofKey = versions.getOrDefault(key, new TreeMap<>());
            Map.Entry<Long, @Nullable String> found = ofKey.floorEntry(asOfMs);
            boolean expired = asOfMs < streamTimeMs - historyMs
                    && found != null
                    && !found.getKey().equals(ofKey.lastKey());
            return found == null || found.getValue() == null || expired
                    ? null
                    : new VersionedRecord<>(found.getValue(), found.getKey());
        }
    }
}
