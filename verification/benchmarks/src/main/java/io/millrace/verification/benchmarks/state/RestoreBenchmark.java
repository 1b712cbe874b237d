package io.millrace.verification.benchmarks.state;

import io.millrace.verification.benchmarks.Keys;
import io.millrace.verification.benchmarks.ScratchDirectory;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
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

/**
 * From the start of an application without local state, in a new JVM, until it runs: joins its group, reads the changelog of its store
 * from a real broker, and answers a query.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class RestoreBenchmark {

    @Param
    public Library library;

    @Param({"2000000", "5000000"})
    public int records;

    private Changelogs own;
    private String bootstrap;
    private ScratchDirectory directory;
    private Restoring application;

    @Setup(Level.Trial)
    public void findBroker() {
        bootstrap = Changelogs.bootstrapOfRun();
        if (bootstrap == null) {
            own = Changelogs.load(Set.of(records));
            bootstrap = own.bootstrap();
        }
        directory = ScratchDirectory.create();
        Properties config = new Properties();
        config.put("application.id", Changelogs.application(records));
        config.put("bootstrap.servers", bootstrap);
        config.put("state.dir", directory.path().toString());
        config.put("statestore.cache.max.bytes", StoreSetup.ENTRIES_BYTES);
        if (library == Library.MILLRACE) {
            config.put("state.memory.max.bytes", StoreSetup.ENTRIES_BYTES + StoreSetup.NATIVE_BYTES);
        }
        application = library.restoring(config, Changelogs.input(records));
    }

    @Benchmark
    public long restore(Cost cost) {
        return cost.of(1, this::startAndAsk);
    }

    private long startAndAsk() {
        try {
            application.start();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted before the application ran", e);
        }
        byte[] last = application.get(Keys.key(Filling.shuffled(records - 1, records)));
        return last.length;
    }

    /** The group must not keep the next application waiting, nor tell it where this one was. */
    @TearDown(Level.Trial)
    public void close() throws InterruptedException, ExecutionException {
        application.close();
        directory.close();
        Properties config = new Properties();
        config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        try (Admin admin = Admin.create(config)) {
            admin.deleteConsumerGroups(List.of(Changelogs.application(records)))
                    .all()
                    .get();
        }
        if (own != null) {
            own.close();
        }
    }
}
