package io.millrace.streams.engine.state.rocks;

import static io.millrace.streams.engine.state.rocks.ReadableStores.KEYS;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.engine.state.StateBackends;
import io.millrace.streams.engine.state.StoreHost;
import io.millrace.streams.engine.state.TaskState;
import io.millrace.streams.engine.state.TaskStateSettings;
import io.millrace.streams.engine.state.TaskStateSettings.Emission;
import io.millrace.streams.engine.state.TaskStateSettings.Isolation;
import io.millrace.streams.engine.state.TestChangelog;
import io.millrace.streams.engine.state.TestOrigins;
import io.millrace.streams.engine.state.UncommittedBudget;
import io.millrace.streams.engine.state.heap.HeapBackend;
import io.millrace.streams.engine.state.rocks.ReadableStores.Kind;
import io.millrace.streams.engine.state.rocks.ReadableStores.Readable;
import io.millrace.streams.engine.state.view.Suppliers;
import io.millrace.streams.engine.state.view.TestContext;
import io.millrace.streams.engine.state.view.ViewBuilders;
import io.millrace.streams.engine.time.SystemClock;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.WindowStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.rocksdb.RocksDBException;

/** What a reader sees beside a writer that commits, under either isolation, in stores of all kinds. */
class IsolationTests {

    private static final int ROUNDS = 300;

    @TempDir
    Path directory;

    private final ExecutorService reader = Executors.newSingleThreadExecutor();
    private final TestOrigins origins = new TestOrigins();
    private final AtomicBoolean ended = new AtomicBoolean();
    private RocksResources resources;
    private RocksBackend database;
    private TaskState state;

    @BeforeEach
    void openDatabase() throws RocksDBException {
        resources = new RocksResources(8 << 20, 1 << 20, 1);
        database = RocksBackend.open(
                new RocksBackend.Settings(
                        new TestContext().taskId(),
                        directory.resolve("db"),
                        StoreTuning.NONE,
                        null,
                        Long.MAX_VALUE,
                        Long.MAX_VALUE),
                resources,
                new SystemClock());
    }

    @AfterEach
    void close() {
        reader.shutdownNow();
        state.close();
        database.close();
        resources.close();
    }

    private StoreHost task(Isolation isolation) {
        HeapBackend heap = new HeapBackend();
        state = new TaskState(
                new TaskStateSettings(
                        new TestContext().taskId(), Map.of(), List.of(), Emission.AS_ASKED, isolation, Map.of()),
                new StateBackends(task -> database, task -> heap),
                origins,
                new UncommittedBudget(Long.MAX_VALUE));
        return new Host(state);
    }

    private static final class Host extends TestContext implements StoreHost {

        private final TaskState state;

        private Host(TaskState state) {
            this.state = state;
        }

        @Override
        public TaskState taskState() {
            return state;
        }
    }

    static Stream<Arguments> stores() {
        return Stream.of(Suppliers.PERSISTENT, Suppliers.IN_MEMORY)
                .flatMap(suppliers -> Stream.of(Kind.values())
                        .filter(kind -> kind.isOn(suppliers))
                        .map(kind -> Arguments.of(kind, suppliers)));
    }

    private void commit() {
        state.drain(new TestChangelog());
        state.apply(Map.of());
    }

    private <T> T read(Callable<T> read) throws Exception {
        return reader.submit(read).get();
    }

    private static void write(Readable store, Long value) {
        KEYS.forEach(key -> store.put().apply(key, value));
    }

    private void assertSeen(Readable store, Long value) throws Exception {
        for (String key : KEYS) {
            assertThat(read(() -> String.valueOf(store.get().apply(key, null))))
                    .as("value of %s", key)
                    .isEqualTo(String.valueOf(value));
        }
        for (var scan : store.scans().entrySet()) {
            Map<String, Long> found = read(() -> scan.getValue().get());
            if (value == null) {
                assertThat(found).as(scan.getKey()).isEmpty();
            } else {
                assertThat(found.keySet()).as(scan.getKey()).containsExactlyElementsOf(inOrder(scan.getKey()));
                assertThat(found.values()).as(scan.getKey()).containsOnly(value);
            }
        }
    }

    private static List<String> inOrder(String scan) {
        List<String> keys = new ArrayList<>(KEYS);
        if (scan.startsWith("reverse")) {
            Collections.reverse(keys);
        }
        return keys;
    }

    @ParameterizedTest
    @MethodSource("stores")
    void committedReadsSeeCommitsAndNothingElse(Kind kind, Suppliers suppliers) throws Exception {
        Readable store = kind.open(suppliers, task(Isolation.READ_COMMITTED));
        origins.at(1, 0);
        write(store, 1L);
        assertSeen(store, null);
        assertThat(read(() -> store.store().getPosition().isEmpty())).isTrue();
        commit();
        assertSeen(store, 1L);

        origins.at(2, 0);
        write(store, 2L);
        assertThat(store.get().apply("k00", null)).as("as the owner sees it").isEqualTo(2L);
        assertSeen(store, 1L);
        assertThat(read(() -> store.store().getPosition().getPartitionPositions("input")))
                .containsEntry(0, 1L);
        commit();
        assertSeen(store, 2L);
        assertThat(read(() -> store.store().getPosition().getPartitionPositions("input")))
                .containsEntry(0, 2L);

        write(store, null);
        assertSeen(store, 2L);
        state.discard();
        assertSeen(store, 2L);
        write(store, null);
        commit();
        assertSeen(store, null);
    }

    @ParameterizedTest
    @MethodSource("stores")
    void uncommittedReadsSeeEveryWrite(Kind kind, Suppliers suppliers) throws Exception {
        Readable store = kind.open(suppliers, task(Isolation.READ_UNCOMMITTED));
        origins.at(1, 0);
        write(store, 1L);
        assertSeen(store, 1L);
        assertThat(read(() -> store.store().getPosition().getPartitionPositions("input")))
                .containsEntry(0, 1L);
        commit();
        assertSeen(store, 1L);
        write(store, 2L);
        assertSeen(store, 2L);
        write(store, null);
        assertSeen(store, null);
        state.discard();
        assertSeen(store, 1L);
    }

    @ParameterizedTest
    @EnumSource
    void aScanOfCommittedEntriesStaysAtItsCommit(Suppliers suppliers) throws Exception {
        Readable windows = Kind.WINDOW.open(suppliers, task(Isolation.READ_COMMITTED));
        write(windows, 1L);
        commit();
        WindowStore<?, ?> store = (WindowStore<?, ?>) windows.store();
        KeyValueIterator<?, ?> forward = read(store::all);
        KeyValueIterator<?, ?> backward = read(store::backwardAll);
        read(forward::next);
        read(backward::next);

        write(windows, 2L);
        windows.put().apply("k05", null);
        commit();
        windows.put().apply("k09", null);
        commit();

        for (KeyValueIterator<?, ?> open : List.of(forward, backward)) {
            List<Object> rest = new ArrayList<>();
            while (read(open::hasNext)) {
                rest.add(read(open::next).value);
            }
            open.close();
            assertThat(rest).hasSize(KEYS.size() - 1).containsOnly(1L);
        }
        assertThat(read(() -> windows.scans().get("all").get()))
                .hasSize(KEYS.size() - 2)
                .doesNotContainValue(1L);
    }

    @ParameterizedTest
    @EnumSource
    void windowsExpireForCommittedReadsWhenTheCommitSaysSo(Suppliers suppliers) throws Exception {
        WindowStore<String, Long> store = ViewBuilders.window(
                        suppliers.window("store", Duration.ofMinutes(10), Duration.ofMinutes(1), false),
                        Serdes.String(),
                        Serdes.Long())
                .build();
        store.init(task(Isolation.READ_COMMITTED), store);
        store.put("a", 1L, 0);
        commit();
        KeyValueIterator<?, ?> opened = read(store::all);

        store.put("a", 2L, Duration.ofHours(1).toMillis());

        assertThat(store.fetch("a", 0)).as("for the owner").isNull();
        assertThat(read(() -> store.fetch("a", 0))).isEqualTo(1L);
        assertThat(read(() -> count(store.all()))).isOne();
        commit();
        assertThat(read(() -> String.valueOf(store.fetch("a", 0)))).isEqualTo("null");
        assertThat(read(() -> count(store.all()))).isOne();
        assertThat(read(() -> count(opened))).as("of the commit before").isOne();
    }

    private static int count(KeyValueIterator<?, ?> entries) {
        int count = 0;
        try (entries) {
            for (; entries.hasNext(); entries.next()) {
                count++;
            }
        }
        return count;
    }

    @ParameterizedTest
    @EnumSource
    void anEntryThatComesAndGoesIsNotSeen(Suppliers suppliers) throws Exception {
        Readable entries = Kind.KEY_VALUE.open(suppliers, task(Isolation.READ_COMMITTED));
        entries.put().apply("k01", 1L);
        commit();
        KeyValueStore<?, ?> store = (KeyValueStore<?, ?>) entries.store();
        KeyValueIterator<?, ?> opened = read(store::all);
        entries.put().apply("k00", 2L);
        entries.put().apply("k02", 2L);
        entries.put().apply("k01", null);
        commit();
        entries.put().apply("k00", null);
        commit();

        assertThat(read(() -> count(opened))).isOne();
        assertThat(read(() -> entries.scans().get("reverseAll").get())).isEqualTo(Map.of("k02", 2L));
    }

    /** Every commit sets every key to its number; what is aborted has a negative one. */
    @ParameterizedTest
    @MethodSource("stores")
    void aCommitIsSeenAllAtOnce(Kind kind, Suppliers suppliers) throws Exception {
        Readable store = kind.open(suppliers, task(Isolation.READ_COMMITTED));
        AtomicLong applying = new AtomicLong();
        AtomicLong applied = new AtomicLong();
        write(store, 0L);
        commit();
        CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> {
            while (!ended.get()) {
                store.scans().forEach((name, scan) -> {
                    long from = applied.get();
                    Map<String, Long> found = scan.get();
                    long to = applying.get();
                    assertThat(found.keySet()).as(name).containsExactlyElementsOf(inOrder(name));
                    assertThat(found.values()).as(name).allMatch(value -> value >= from && value <= to);
                    if (!name.endsWith("of each")) {
                        assertThat(found.values().stream().distinct()).as(name).hasSize(1);
                    }
                });
                long last = applied.get();
                for (String key : KEYS) {
                    last = notBefore(last, store.get().apply(key, null));
                }
                assertThat(last).isLessThanOrEqualTo(applying.get());
            }
        });
        try {
            Random random = seeded(kind, suppliers);
            for (long round = 1; round <= ROUNDS; round++) {
                boolean abort = random.nextInt(4) == 0;
                List<String> keys = new ArrayList<>(KEYS);
                Collections.shuffle(keys, random);
                for (String key : keys) {
                    store.put().apply(key, -round);
                    store.put().apply(key, abort ? null : Long.valueOf(round));
                }
                if (abort) {
                    state.discard();
                } else {
                    applying.set(round);
                    commit();
                    applied.set(round);
                }
            }
        } finally {
            ended.set(true);
        }
        reading.join();
    }

    /** Every write sets a key to a higher number. */
    @ParameterizedTest
    @MethodSource("stores")
    void noWriteIsMissedOrSeenTooEarlyOrBackward(Kind kind, Suppliers suppliers) throws Exception {
        Readable store = kind.open(suppliers, task(Isolation.READ_UNCOMMITTED));
        AtomicLongArray writing = new AtomicLongArray(KEYS.size());
        AtomicLongArray written = new AtomicLongArray(KEYS.size());
        write(store, 0L);
        commit();
        CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> {
            Map<String, Long> seen = new HashMap<>();
            while (!ended.get()) {
                store.scans().forEach((name, scan) -> {
                    KEYS.forEach(key -> seen.merge(key, written.get(KEYS.indexOf(key)), Math::max));
                    Map<String, Long> found = scan.get();
                    assertThat(found.keySet()).as(name).containsExactlyElementsOf(inOrder(name));
                    found.forEach((key, value) -> {
                        assertThat(value).isLessThanOrEqualTo(writing.get(KEYS.indexOf(key)));
                        seen.put(key, notBefore(seen.get(key), value));
                    });
                    for (String key : KEYS) {
                        seen.put(key, notBefore(seen.get(key), store.get().apply(key, null)));
                    }
                });
            }
        });
        try {
            Random random = seeded(kind, suppliers);
            for (int number = 1; number <= 20 * ROUNDS; number++) {
                int key = random.nextInt(KEYS.size());
                writing.set(key, number);
                store.put().apply(KEYS.get(key), (long) number);
                written.set(key, number);
                if (random.nextInt(20) == 0) {
                    commit();
                }
            }
        } finally {
            ended.set(true);
        }
        reading.join();
    }

    private static long notBefore(long seen, Long value) {
        assertThat(value).isNotNull().isGreaterThanOrEqualTo(seen);
        return value;
    }

    private static Random seeded(Kind kind, Suppliers suppliers) {
        long seed = System.nanoTime();
        System.out.println("IsolationTests " + kind + " " + suppliers + " seed " + seed);
        return new Random(seed);
    }
}
