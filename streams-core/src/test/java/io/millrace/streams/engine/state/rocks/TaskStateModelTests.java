package io.millrace.streams.engine.state.rocks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.engine.state.ByteCursor;
import io.millrace.streams.engine.state.ByteStore.Direction;
import io.millrace.streams.engine.state.KeyRange;
import io.millrace.streams.engine.state.StateBackends;
import io.millrace.streams.engine.state.StoreBuffer;
import io.millrace.streams.engine.state.StoreSpec;
import io.millrace.streams.engine.state.StoreSpec.Backing;
import io.millrace.streams.engine.state.StoreSpec.ValueFormat;
import io.millrace.streams.engine.state.TaskState;
import io.millrace.streams.engine.state.TaskStateSettings;
import io.millrace.streams.engine.state.TaskStateSettings.ChangelogTarget;
import io.millrace.streams.engine.state.TestChangelog;
import io.millrace.streams.engine.state.TestOrigins;
import io.millrace.streams.engine.state.UncommittedBudget;
import io.millrace.streams.engine.time.SystemClock;
import io.millrace.streams.processor.TaskId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.RocksDBException;

/**
 * Drives a task's state with random writes, commits, aborts, clean restarts and crashes beside a model of sorted maps, and checks
 * what DESIGN promises: never ahead of the changelog, contents and positions of one instant, nothing lost that was persisted.
 */
class TaskStateModelTests {

    private static final TaskId TASK = new TaskId(0, 0);
    private static final List<String> STORES = List.of("left", "right");
    private static final int STEPS = 2_000;
    private static final int KEYS = 60;

    @TempDir
    Path directory;

    private final TestChangelog changelog = new TestChangelog();
    private final TestOrigins origins = new TestOrigins();
    private final Map<String, NavigableMap<String, String>> written = new HashMap<>();
    private final Map<String, NavigableMap<String, String>> committed = new HashMap<>();

    private Random random = new Random(0);
    private RocksBackend backend;
    private TaskState state;
    private Map<String, StoreBuffer> stores = Map.of();
    private Map<String, Long> persistedAtLeast = new HashMap<>();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void whatSurvivesIsWhatTheStoredPositionSays(long seed) throws RocksDBException {
        random = new Random(seed);
        for (String store : STORES) {
            written.put(store, new TreeMap<>());
            committed.put(store, new TreeMap<>());
            persistedAtLeast.put(store, 0L);
        }
        RocksResources resources = new RocksResources(8 << 20, 1 << 20, 1);
        open(resources);

        for (int step = 0; step < STEPS; step++) {
            step(resources);
        }

        state.close();
        assertThat(resources.openHandles()).isEqualTo(new RocksResourcesCount().whenIdle());
        resources.close();
        assertThat(resources.openHandles()).isZero();
    }

    private void step(RocksResources resources) throws RocksDBException {
        int dice = random.nextInt(1_000);
        if (dice < 900) {
            write();
        } else if (dice < 930) {
            checkReads();
        } else if (dice < 970) {
            commit();
        } else if (dice < 982) {
            abort();
        } else if (dice < 990) {
            state.persist();
            notePersisted();
        } else if (dice < 994) {
            state.close();
            notePersisted();
            reopen(resources);
        } else {
            crash(resources);
        }
    }

    private void write() {
        String store = STORES.get(random.nextInt(STORES.size()));
        String key = "k" + random.nextInt(KEYS);
        if (random.nextInt(4) == 0) {
            stores.get(store).put(key.getBytes(UTF_8), null, 0);
            written.get(store).remove(key);
        } else {
            String value = Integer.toString(random.nextInt());
            stores.get(store).put(key.getBytes(UTF_8), value.getBytes(UTF_8), 0);
            written.get(store).put(key, value);
        }
    }

    private void checkReads() {
        for (String store : STORES) {
            NavigableMap<String, String> model = written.get(store);
            String from = "k" + random.nextInt(KEYS);
            String to = "k" + random.nextInt(KEYS);
            KeyRange range = KeyRange.closed(from.getBytes(UTF_8), to.getBytes(UTF_8));
            List<String> expected = range.isEmpty()
                    ? List.of()
                    : model.subMap(from, true, to, true).entrySet().stream()
                            .map(Object::toString)
                            .toList();
            assertThat(scan(store, range, Direction.FORWARD)).isEqualTo(expected);
            List<String> reversed = new ArrayList<>(expected);
            Collections.reverse(reversed);
            assertThat(scan(store, range, Direction.BACKWARD)).isEqualTo(reversed);
            byte[] value = stores.get(store).get(from.getBytes(UTF_8));
            assertThat(value == null ? null : new String(value, UTF_8)).isEqualTo(model.get(from));
        }
    }

    private void commit() {
        state.drain(changelog);
        Map<TopicPartition, Long> positions = changelog.publish();
        if (random.nextInt(5) != 0) {
            state.apply(positions);
            copy(written, committed);
        } else {
            // The process dies between publish and apply: the changelog leads, the store does not.
            backend.closeWithoutFlush();
            copy(written, committed);
            state = null;
        }
        if (state == null) {
            reopenAfterCrash();
        }
    }

    private void abort() {
        if (random.nextBoolean()) {
            state.drain(changelog);
        }
        changelog.abort();
        state.discard();
        copy(committed, written);
    }

    private void crash(RocksResources resources) throws RocksDBException {
        changelog.abort();
        backend.closeWithoutFlush();
        copy(committed, written);
        reopen(resources);
    }

    private RocksResources lastResources;

    private void reopenAfterCrash() {
        try {
            reopen(lastResources);
        } catch (RocksDBException e) {
            throw new AssertionError(e);
        }
    }

    private void reopen(RocksResources resources) throws RocksDBException {
        changelog.abort();
        copy(committed, written);
        open(resources);
        for (String store : STORES) {
            long position = state.position(log(store)).orElse(0);
            List<ConsumerRecord<byte[], byte[]>> records = changelog.published(log(store));
            assertThat(position).as("position of %s", store).isBetween(persistedAtLeast.get(store), (long)
                    records.size());
            assertThat(scan(store, KeyRange.ALL, Direction.FORWARD))
                    .as("contents of %s at its stored position %s", store, position)
                    .isEqualTo(fold(records.subList(0, (int) position)));
            restore(store, records, (int) position);
            assertThat(scan(store, KeyRange.ALL, Direction.FORWARD))
                    .as("contents of %s after restore", store)
                    .isEqualTo(committed.get(store).entrySet().stream()
                            .map(Object::toString)
                            .toList());
        }
    }

    private void restore(String store, List<ConsumerRecord<byte[], byte[]>> records, int from) {
        int next = from;
        while (next < records.size()) {
            int end = Math.min(records.size(), next + 1 + random.nextInt(20));
            state.restore(log(store), records.subList(next, end), end);
            next = end;
        }
    }

    private void open(RocksResources resources) throws RocksDBException {
        lastResources = resources;
        backend = RocksBackend.open(
                new RocksBackend.Settings(
                        TASK, directory.resolve("db"), StoreTuning.NONE, null, Long.MAX_VALUE, Long.MAX_VALUE),
                resources,
                new SystemClock());
        Map<String, ChangelogTarget> changelogs = new HashMap<>();
        STORES.forEach(store -> changelogs.put(store, new ChangelogTarget(log(store), true)));
        state = new TaskState(
                new TaskStateSettings(TASK, changelogs, STORES),
                new StateBackends(task -> backend, task -> backend),
                origins,
                // Often too little to keep every entry, at times enough.
                new UncommittedBudget(random.nextInt(20_000)));
        Map<String, StoreBuffer> registered = new HashMap<>();
        STORES.forEach(store -> registered.put(
                store, state.register(StoreSpec.keyValue(store, ValueFormat.PLAIN, Backing.PERSISTENT))));
        stores = registered;
    }

    private void notePersisted() {
        STORES.forEach(store -> persistedAtLeast.put(
                store,
                backend.mark("position/" + store + "/" + log(store).topic() + "/0")
                        .orElse(0)));
    }

    private List<String> scan(String store, KeyRange range, Direction direction) {
        List<String> entries = new ArrayList<>();
        try (ByteCursor cursor = stores.get(store).scan(range, direction)) {
            for (; cursor.isValid(); cursor.advance()) {
                entries.add(new String(cursor.key(), UTF_8) + "=" + new String(cursor.value(), UTF_8));
            }
        }
        return entries;
    }

    private static List<String> fold(List<ConsumerRecord<byte[], byte[]>> records) {
        NavigableMap<String, String> folded = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            String key = new String(record.key(), UTF_8);
            if (record.value() == null) {
                folded.remove(key);
            } else {
                folded.put(key, new String(record.value(), UTF_8));
            }
        }
        return folded.entrySet().stream().map(Object::toString).toList();
    }

    private static void copy(
            Map<String, NavigableMap<String, String>> from, Map<String, NavigableMap<String, String>> to) {
        from.forEach((store, entries) -> to.put(store, new TreeMap<>(entries)));
    }

    private static TopicPartition log(String store) {
        return new TopicPartition(store + "-changelog", 0);
    }

    /** How many native objects the resources themselves hold. */
    private static final class RocksResourcesCount {

        private int whenIdle() {
            try (RocksResources idle = new RocksResources(8 << 20, 1 << 20, 1)) {
                return idle.openHandles();
            }
        }
    }
}
