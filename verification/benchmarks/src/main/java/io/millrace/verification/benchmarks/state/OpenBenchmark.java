package io.millrace.verification.benchmarks.state;

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

/** Opens a new task with its stores. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 20)
public class OpenBenchmark {

    @Param
    public Library library;

    @Param("10")
    public int stores;

    private ScratchDirectory directory;
    private StoreTask<KeyValues<Long>> task;

    @Setup(Level.Invocation)
    public void makeDirectory() {
        directory = ScratchDirectory.create();
    }

    @Benchmark
    public long open(Cost cost) {
        cost.of(1, () -> {
            task = library.counts(new StoreSetup(directory.path(), true, stores));
            return 0;
        });
        cost.files += directory.files();
        return cost.files;
    }

    @TearDown(Level.Invocation)
    public void close() {
        task.close();
        directory.close();
    }
}
