package io.millrace.streams.engine.state.rocks;

import io.millrace.streams.engine.metrics.EngineMetrics;
import io.millrace.streams.engine.state.StateBackend;
import io.millrace.streams.engine.state.StateBackends;
import io.millrace.streams.engine.state.StateDirectory;
import io.millrace.streams.engine.time.Clock;
import io.millrace.streams.errors.ProcessorStateException;
import io.millrace.streams.processor.TaskId;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * Opens the databases of tasks. One that is damaged, or is not this task's, is set aside and the task starts with an empty one:
 * its state is rebuilt from the changelogs.
 */
public final class RocksOpener implements StateBackends.Opener {

    /** How old the state on disk may get. Bounds what a restart after a crash has to restore. */
    public static final Duration DEFAULT_FLUSH_AGE = Duration.ofSeconds(5);

    private static final String SUBDIRECTORY = "rocksdb";

    private final StateDirectory directory;
    private final RocksResources resources;
    private final StoreTuning tuning;
    private final @Nullable EngineMetrics metrics;
    private final Clock clock;
    private final Ages ages;

    /**
     * What is done after how long.
     *
     * @param flush how long what a task wrote may wait to be flushed
     * @param unused how long the contents of a store are kept that is in the topology no more
     */
    public record Ages(Duration flush, Duration unused) {}

    /**
     * Opens nothing yet.
     *
     * @param directory where databases are
     * @param resources what they share
     * @param tuning how stores want their columns
     * @param metrics where the columns are shown, null for nowhere
     * @param clock the time
     * @param ages what is done after how long
     */
    public RocksOpener(
            StateDirectory directory,
            RocksResources resources,
            StoreTuning tuning,
            @Nullable EngineMetrics metrics,
            Clock clock,
            Ages ages) {
        this.directory = directory;
        this.resources = resources;
        this.tuning = tuning;
        this.metrics = metrics;
        this.clock = clock;
        this.ages = ages;
    }

    @Override
    public StateBackend open(TaskId task) {
        Path path = directory.pathOf(task).resolve(SUBDIRECTORY);
        try {
            return openAt(task, path);
        } catch (RocksDBException e) {
            if (!Damage.isFoundAtOpening(e, tuning.isSet())) {
                throw failed(task, path, e);
            }
            directory.setAside(task, e);
        }
        try {
            return openAt(task, path);
        } catch (RocksDBException e) {
            throw failed(task, path, e);
        }
    }

    private RocksBackend openAt(TaskId task, Path path) throws RocksDBException {
        return RocksBackend.open(
                new RocksBackend.Settings(
                        task,
                        path,
                        tuning,
                        metrics,
                        ages.flush().toNanos(),
                        ages.unused().toMillis()),
                resources,
                clock);
    }

    private ProcessorStateException failed(TaskId task, Path path, RocksDBException e) {
        return new ProcessorStateException(
                "The state of task " + task + " in " + path + " cannot be opened: " + e.getMessage()
                        + ". Check the space on the disk and the rights to the directory"
                        + (tuning.isSet() ? ", and whether the options fit that " + tuning + " sets." : "."),
                e);
    }
}
