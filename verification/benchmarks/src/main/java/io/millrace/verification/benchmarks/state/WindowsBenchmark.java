package io.millrace.verification.benchmarks.state;

import io.millrace.verification.benchmarks.Keys;
import io.millrace.verification.benchmarks.ScratchDirectory;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Windows of many keys, twenty of each, fetched by key and a range of time. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 4, time = 1)
public class WindowsBenchmark {

    private static final int VALUE_BYTES = 100;
    private static final int DRAWN = 1 << 20;
    private static final int WINDOWS_PER_KEY = 20;
    private static final int WINDOWS_FETCHED = 10;
    private static final int OPERATIONS_PER_PUT = 10;

    /** Half past some hour, so that neither windows nor fetches begin at the edge of a segment. */
    private static final long START_MS = 1_700_000_100_000L;

    @Param
    public Library library;

    @Param({"true", "false"})
    public boolean cached;

    @Param("2000000")
    public int windows;

    @Param("5000")
    public int operationsPerCommit;

    private ScratchDirectory directory;
    private StoreTask<Windows> task;
    private byte[][] values;
    private int[] drawn;
    private int next;

    @Setup(Level.Trial)
    public void open() {
        directory = ScratchDirectory.create();
        Keys uniform = Keys.uniform(windows / WINDOWS_PER_KEY, 17);
        drawn = uniform.draw(DRAWN);
        values = uniform.values(VALUE_BYTES);
        task = library.windows(StoreSetup.ofOneStore(directory.path(), cached));
        int keys = uniform.count();
        // Window by window, as time brings them.
        for (int window = 0; window < WINDOWS_PER_KEY; window++) {
            long startMs = startMs(window);
            Filling.of(task, keys, (store, key) -> store.put(Keys.key(key), value(key), startMs));
        }
        Calm.await();
    }

    private static long startMs(int window) {
        return START_MS + window * StoreSetup.WINDOW_MS;
    }

    @Setup(Level.Invocation)
    public void forgetLog() {
        task.forgetLog();
    }

    /** A fetch of ten windows; now and then the last window of another key is put, so that there are changes to merge. */
    @Benchmark
    public long fetch(Cost cost) {
        return cost.of(operationsPerCommit, () -> task.run(this::fetchWindows));
    }

    private long fetchWindows(Windows store) {
        long sum = 0;
        for (int i = 0; i < operationsPerCommit; i++) {
            if (i % OPERATIONS_PER_PUT == 0) {
                int changed = draw();
                store.put(Keys.key(changed), value(changed + i), startMs(WINDOWS_PER_KEY - 1));
            }
            int first = i % (WINDOWS_PER_KEY - WINDOWS_FETCHED);
            sum += store.fetch(Keys.key(draw()), startMs(first), startMs(first + WINDOWS_FETCHED - 1));
        }
        return sum;
    }

    private int draw() {
        int key = drawn[next];
        next = (next + 1) & (DRAWN - 1);
        return key;
    }

    private byte[] value(int number) {
        return values[number % values.length].clone();
    }

    @TearDown(Level.Trial)
    public void close() {
        task.close();
        directory.close();
    }
}
