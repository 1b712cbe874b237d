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

/** Rows of 100 bytes, of which each is wanted as often as any other. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 4, time = 1)
public class RowsBenchmark {

    private static final int VALUE_BYTES = 100;
    private static final int DRAWN = 1 << 20;
    private static final int ENTRIES_PER_SCAN = 100;

    @Param
    public Library library;

    @Param({"true", "false"})
    public boolean cached;

    @Param("2000000")
    public int keys;

    @Param("20000")
    public int operationsPerCommit;

    private ScratchDirectory directory;
    private StoreTask<KeyValues<byte[]>> task;
    private byte[][] values;
    private int[] drawn;
    private int next;

    @Setup(Level.Trial)
    public void open() {
        directory = ScratchDirectory.create();
        Keys uniform = Keys.uniform(keys, 17);
        drawn = uniform.draw(DRAWN);
        values = uniform.values(VALUE_BYTES);
        task = library.rows(StoreSetup.ofOneStore(directory.path(), cached));
        Filling.of(task, keys, (store, key) -> store.put(Keys.key(key), value(key)));
        Calm.await();
    }

    @Setup(Level.Invocation)
    public void forgetLog() {
        task.forgetLog();
    }

    @Benchmark
    public long put(Cost cost) {
        return cost.of(operationsPerCommit, () -> task.run(this::putRows));
    }

    @Benchmark
    public long get(Cost cost) {
        return cost.of(operationsPerCommit, () -> task.run(this::getRows));
    }

    /** Each scan after a put, so that there are changes to merge with what is on disk. */
    @Benchmark
    public long scan(Cost cost) {
        int scans = Math.max(1, operationsPerCommit / ENTRIES_PER_SCAN);
        return cost.of(scans, () -> task.run(store -> scanRows(store, scans)));
    }

    private long putRows(KeyValues<byte[]> store) {
        for (int i = 0; i < operationsPerCommit; i++) {
            int key = draw();
            store.put(Keys.key(key), value(key + i));
        }
        return next;
    }

    private long getRows(KeyValues<byte[]> store) {
        long sum = 0;
        for (int i = 0; i < operationsPerCommit; i++) {
            sum += store.get(Keys.key(draw()))[0];
        }
        return sum;
    }

    private long scanRows(KeyValues<byte[]> store, int scans) {
        long sum = 0;
        for (int i = 0; i < scans; i++) {
            int changed = draw();
            store.put(Keys.key(changed), value(changed + i));
            int from = Math.min(draw(), keys - ENTRIES_PER_SCAN);
            sum += store.scan(Keys.key(from), Keys.key(from + ENTRIES_PER_SCAN - 1));
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
