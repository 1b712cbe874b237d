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

/** Get, add one, put: a count by key, of which a few keys are most. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
public class HotKeysBenchmark {

    private static final int DRAWN = 1 << 20;

    @Param
    public Library library;

    @Param({"true", "false"})
    public boolean cached;

    @Param("100000")
    public int keys;

    /** At the rates of this benchmark, a commit each 100 ms and each second or so. */
    @Param({"20000", "200000"})
    public int operationsPerCommit;

    private ScratchDirectory directory;
    private StoreTask<KeyValues<Long>> task;
    private int[] drawn;
    private int next;

    @Setup(Level.Trial)
    public void open() {
        directory = ScratchDirectory.create();
        drawn = Keys.skewed(keys, 17).draw(DRAWN);
        task = library.counts(StoreSetup.ofOneStore(directory.path(), cached));
        Filling.of(task, keys, (store, key) -> store.put(Keys.key(key), 1L));
        Calm.await();
    }

    @Setup(Level.Invocation)
    public void forgetLog() {
        task.forgetLog();
    }

    @Benchmark
    public long getModifyPut(Cost cost) {
        return cost.of(operationsPerCommit, () -> task.run(this::count));
    }

    private long count(KeyValues<Long> store) {
        long sum = 0;
        for (int i = 0; i < operationsPerCommit; i++) {
            String key = Keys.key(drawn[next]);
            next = (next + 1) & (DRAWN - 1);
            long count = store.get(key) + 1;
            store.put(key, count);
            sum += count;
        }
        return sum;
    }

    @TearDown(Level.Trial)
    public void close() {
        task.close();
        directory.close();
    }
}
