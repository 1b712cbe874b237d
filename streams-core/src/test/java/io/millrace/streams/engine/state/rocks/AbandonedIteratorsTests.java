package io.millrace.streams.engine.state.rocks;

import static io.millrace.streams.engine.state.rocks.ReadableStores.KEYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.millrace.streams.engine.time.SystemClock;
import io.millrace.streams.errors.InvalidStateStoreException;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.SessionStore;
import io.millrace.streams.state.WindowStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.rocksdb.RocksDBException;

/** Iterators that are open when their task closes. */
class AbandonedIteratorsTests {

    private static final int RACES = 20;

    @TempDir
    Path directory;

    private RocksResources resources;
    private RocksBackend database;
    private TaskState state;

    static Stream<Arguments> stores() {
        return Stream.of(Isolation.values())
                .flatMap(isolation -> Stream.of(Suppliers.values())
                        .flatMap(suppliers -> Stream.of(Kind.KEY_VALUE, Kind.WINDOW, Kind.SESSION)
                                .map(kind -> Arguments.of(isolation, suppliers, kind))));
    }

    private Readable open(Isolation isolation, Suppliers suppliers, Kind kind) throws RocksDBException {
        TestContext plain = new TestContext();
        resources = new RocksResources(8 << 20, 1 << 20, 1);
        database = RocksBackend.open(
                new RocksBackend.Settings(
                        plain.taskId(),
                        directory.resolve("db"),
                        StoreTuning.NONE,
                        null,
                        Long.MAX_VALUE,
                        Long.MAX_VALUE),
                resources,
                new SystemClock());
        HeapBackend heap = new HeapBackend();
        state = new TaskState(
                new TaskStateSettings(plain.taskId(), Map.of(), List.of(), Emission.AS_ASKED, isolation, Map.of()),
                new StateBackends(task -> database, task -> heap),
                new TestOrigins(),
                new UncommittedBudget(Long.MAX_VALUE));
        Readable store = kind.open(suppliers, new Host(state));
        KEYS.forEach(key -> store.put().apply(key, 1L));
        state.drain(new TestChangelog());
        state.apply(Map.of());
        store.put().apply("k05", 2L);
        return store;
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

    private static KeyValueIterator<?, ?> iterator(Readable store) {
        if (store.store() instanceof KeyValueStore<?, ?> keyValues) {
            return keyValues.all();
        }
        return store.store() instanceof WindowStore<?, ?> windows
                ? windows.backwardAll()
                : ((SessionStore<?, ?>) store.store()).findSessions(0, Long.MAX_VALUE);
    }

    @ParameterizedTest
    @MethodSource("stores")
    void iteratorsEndWithTheirTask(Isolation isolation, Suppliers suppliers, Kind kind) throws Exception {
        Readable store = open(isolation, suppliers, kind);
        KeyValueIterator<?, ?> unused =
                CompletableFuture.supplyAsync(() -> iterator(store)).join();
        KeyValueIterator<?, ?> used =
                CompletableFuture.supplyAsync(() -> iterator(store)).join();
        used.next();

        state.close();

        for (KeyValueIterator<?, ?> iterator : List.of(unused, used)) {
            assertThatThrownBy(iterator::hasNext)
                    .isInstanceOf(InvalidStateStoreException.class)
                    .hasMessageContaining("'store'")
                    .hasMessageContaining("Look the store up again");
            assertThatThrownBy(iterator::next).isInstanceOf(InvalidStateStoreException.class);
            assertThatThrownBy(iterator::peekNextKey).isInstanceOf(InvalidStateStoreException.class);
            assertThatCode(iterator::close).doesNotThrowAnyException();
            assertThatCode(iterator::close).doesNotThrowAnyException();
        }
        assertThatThrownBy(() -> iterator(store)).isInstanceOf(InvalidStateStoreException.class);
        assertThat(resources.abandonedIterators()).isEqualTo(suppliers == Suppliers.PERSISTENT ? 2 : 0);
        database.close();
        resources.close();
        assertThat(resources.openHandles()).isZero();
    }

    @ParameterizedTest
    @MethodSource("stores")
    void aReaderMeetsTheEndOfTheTaskAnywhere(Isolation isolation, Suppliers suppliers, Kind kind) throws Exception {
        for (int race = 0; race < RACES; race++) {
            Readable store = open(isolation, suppliers, kind);
            CountDownLatch reading = new CountDownLatch(1);
            CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> assertThatThrownBy(() -> {
                        while (true) {
                            try (KeyValueIterator<?, ?> entries = iterator(store)) {
                                while (entries.hasNext()) {
                                    assertThat(entries.next().value).isNotNull();
                                    reading.countDown();
                                }
                            }
                            store.get().apply("k01", null);
                        }
                    })
                    .isInstanceOf(InvalidStateStoreException.class));
            reading.await();

            state.close();
            database.close();
            reader.join();
            resources.close();
            assertThat(resources.openHandles()).isZero();
        }
    }
}
