package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.config.EngineSettings;
import io.millrace.streams.engine.metrics.EngineMetrics;
import io.millrace.streams.engine.state.StateBackends;
import io.millrace.streams.engine.state.StateDirectory;
import io.millrace.streams.engine.state.heap.HeapBackend;
import io.millrace.streams.engine.state.rocks.RocksOpener;
import io.millrace.streams.engine.state.rocks.StoreTuning;
import io.millrace.streams.engine.time.Clock;

/**
 * How the state of this client's tasks is opened, and its part of the memory.
 *
 * @param backends opens the backends of a task
 * @param memory what the client shares with others in the process
 */
record StateResources(StateBackends backends, ProcessMemory.Lease memory) implements AutoCloseable {

    static StateResources open(
            TaskDirectories directories,
            ProcessMemory.Lease memory,
            EngineSettings settings,
            EngineMetrics metrics,
            Clock clock) {
        StateDirectory directory = directories.directory();
        StateBackends.Opener inMemory = task -> new HeapBackend();
        if (directory == null) {
            StateBackends.Opener none = task -> {
                throw new IllegalStateException(
                        "Task " + task + " asks for a database, but no store of the application is persistent");
            };
            return new StateResources(new StateBackends(none, inMemory), memory);
        }
        return new StateResources(
                new StateBackends(
                        new RocksOpener(
                                directory,
                                memory.rocks(),
                                new StoreTuning(
                                        settings.state().rocksConfigSetter(),
                                        settings.tasks().configs()),
                                metrics,
                                clock,
                                new RocksOpener.Ages(
                                        RocksOpener.DEFAULT_FLUSH_AGE,
                                        settings.state().cleanupDelay())),
                        inMemory),
                memory);
    }

    @Override
    public void close() {
        memory.close();
    }
}
