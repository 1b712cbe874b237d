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
import io.millrace.streams.engine.state.TestChangelog;
import io.millrace.streams.engine.state.TestOrigins;
import io.millrace.streams.engine.state.UncommittedBudget;
import io.millrace.streams.engine.time.SystemClock;
import io.millrace.streams.processor.TaskId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.RocksDBException;

/** Queries beside a writer that commits: no key is ever missing, and no value ever goes back. */
class ConcurrentReadsTests {

    private static final TaskId TASK = new TaskId(0, 0);
    private static final int KEYS = 50;
    private static final int COMMITS = 400;

    @TempDir
    Path directory;

    private final AtomicBoolean ended = new AtomicBoolean();

    @ParameterizedTest
    @ValueSource(longs = {0, 5_000, Long.MAX_VALUE})
    void readersMissNothing(long budgetBytes) throws RocksDBException {
        try (RocksResources resources = new RocksResources(8 << 20, 1 << 20, 1)) {
            RocksBackend backend = RocksBackend.open(
                    new RocksBackend.Settings(
                            TASK, directory.resolve("db"), StoreTuning.NONE, null, Long.MAX_VALUE, Long.MAX_VALUE),
                    resources,
                    new SystemClock());
            try (TaskState state = new TaskState(
                    new TaskStateSettings(TASK, Map.of(), List.of()),
                    new StateBackends(task -> backend, task -> backend),
                    new TestOrigins(),
                    new UncommittedBudget(budgetBytes))) {
                StoreBuffer store = state.register(StoreSpec.keyValue("store", ValueFormat.PLAIN, Backing.PERSISTENT));
                for (int i = 0; i < KEYS; i++) {
                    write(store, i, 0);
                }
                commit(state);
                CompletableFuture<Void> walking = CompletableFuture.runAsync(() -> walk(store));
                CompletableFuture<Void> asking = CompletableFuture.runAsync(() -> ask(store));
                try {
                    writeOn(state, store);
                } finally {
                    ended.set(true);
                }
                CompletableFuture.allOf(walking, asking).join();
            }
        }
    }

    private static void writeOn(TaskState state, StoreBuffer store) {
        long seed = System.nanoTime();
        System.out.println("ConcurrentReadsTests seed " + seed);
        Random random = new Random(seed);
        int number = 0;
        for (int commit = 0; commit < COMMITS; commit++) {
            for (int i = random.nextInt(40); i > 0; i--) {
                int key = random.nextInt(KEYS);
                assertThat(store.get(key(key))).isNotNull();
                write(store, key, ++number);
            }
            commit(state);
        }
    }

    private static void commit(TaskState state) {
        state.drain(new TestChangelog());
        state.apply(Map.of());
    }

    private static byte[] key(int key) {
        return "k%02d".formatted(key).getBytes(UTF_8);
    }

    private static void write(StoreBuffer store, int key, int number) {
        store.put(key(key), Integer.toString(number).getBytes(UTF_8), 0);
    }

    private void walk(StoreBuffer store) {
        int[] seen = new int[KEYS];
        while (!ended.get()) {
            int found = 0;
            try (ByteCursor cursor = store.scan(KeyRange.ALL, Direction.FORWARD)) {
                for (; cursor.isValid(); cursor.advance()) {
                    int key = Integer.parseInt(new String(cursor.key(), 1, 2, UTF_8));
                    assertThat(key).as("keys in order, each once").isEqualTo(found);
                    seen[key] = notBefore(seen[key], cursor.value());
                    found++;
                }
            }
            assertThat(found).as("keys found in a walk").isEqualTo(KEYS);
        }
    }

    private void ask(StoreBuffer store) {
        int[] seen = new int[KEYS];
        for (int i = 0; !ended.get(); i = (i + 1) % KEYS) {
            byte[] value = store.get(key(i));
            assertThat(value).as("value of key %s", i).isNotNull();
            seen[i] = notBefore(seen[i], value);
        }
    }

    private static int notBefore(int seen, byte[] value) {
        int number = Integer.parseInt(new String(value, UTF_8));
        assertThat(number).isGreaterThanOrEqualTo(seen);
        return number;
    }
}
