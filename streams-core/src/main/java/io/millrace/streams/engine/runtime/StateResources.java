package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.state.StateBackends;
import io.millrace.streams.engine.state.StateDirectory;
import io.millrace.streams.engine.state.heap.HeapBackend;
import io.millrace.streams.engine.state.rocks.RocksOpener;
import io.millrace.streams.engine.state.rocks.RocksResources;
import io.millrace.streams.engine.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * How the state of this process's tasks is opened, and the memory their databases share.
 *
 * @param backends opens the backends of a task
 * @param rocks what the databases share, null if there are none
 */
record StateResources(StateBackends backends, @Nullable RocksResources rocks) implements AutoCloseable {

    static StateResources open(TaskDirectories directories, Clock clock) {
        StateDirectory directory = directories.directory();
        StateBackends.Opener inMemory = task -> new HeapBackend();
        if (directory == null) {
            StateBackends.Opener none = task -> {
                throw new IllegalStateException(
                        "Task " + task + " asks for a database, but no store of the application is persistent");
            };
            return new StateResources(new StateBackends(none, inMemory), null);
        }
        RocksResources rocks = new RocksResources(RocksResources.DEFAULT_MEMORY_BYTES);
        return new StateResources(
                new StateBackends(new RocksOpener(directory, rocks, clock, RocksOpener.DEFAULT_FLUSH_AGE), inMemory),
                rocks);
    }

    @Override
    public void close() {
        if (rocks != null) {
            rocks.close();
        }
    }
}
