package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.config.StateMemory;
import io.millrace.streams.engine.metrics.MetricCatalog;
import io.millrace.streams.engine.metrics.MetricScope;
import io.millrace.streams.engine.state.BufferPool;
import io.millrace.streams.engine.state.UncommittedBudget;
import io.millrace.streams.engine.state.rocks.RocksResources;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory of all state in the process, whoever uses it: every client takes a lease, the first decides how much there is, and the
 * last gives it back. Memory belongs to the process and not to a client, so this is the one object that is found and not handed
 * over (ADR 26). Any thread may use it.
 */
final class ProcessMemory {

    private static final Logger log = LoggerFactory.getLogger(ProcessMemory.class);
    private static final ProcessMemory OF_THIS_PROCESS = new ProcessMemory();

    private final List<Lease> leases = new ArrayList<>();
    private @Nullable Pools pools;
    private int leaked;
    private int abandoned;

    /** What there is, while anybody uses it. */
    private record Pools(StateMemory memory, String decidedBy, BufferPool buffers, RocksResources rocks) {}

    static ProcessMemory ofThisProcess() {
        return OF_THIS_PROCESS;
    }

    /**
     * Takes part.
     *
     * @param asked how much memory there should be; ignored, with a warning, if others have agreed on another number
     * @param client who asks
     */
    synchronized Lease lease(StateMemory asked, String client) {
        Pools current = pools;
        if (current == null) {
            current = new Pools(
                    asked,
                    client,
                    new BufferPool(asked.heapBytes()),
                    new RocksResources(
                            asked.nativeBytes(),
                            asked.rowBytes(),
                            ThreadLocalRandom.current().nextLong()));
            pools = current;
            log.info(
                    "State of this process may take {} MiB: {} MiB for entries and {} MiB for rows on the heap, {} MiB off the heap",
                    asked.totalBytes() >> 20,
                    asked.heapBytes() >> 20,
                    asked.rowBytes() >> 20,
                    asked.nativeBytes() >> 20);
        } else if (!current.memory().equals(asked)) {
            log.warn(
                    "Client {} is set to {} bytes of memory for state, but client {} in this process was first with"
                            + " {}, and they share it. Set the same for both",
                    client,
                    asked.totalBytes(),
                    current.decidedBy(),
                    current.memory().totalBytes());
        }
        Lease lease = new Lease(current);
        leases.add(lease);
        return lease;
    }

    private synchronized void giveBack(Lease lease) {
        if (!leases.remove(lease)) {
            return;
        }
        lease.budgets.forEach(lease.pools.buffers()::leave);
        lease.budgets.clear();
        if (leases.isEmpty()) {
            RocksResources rocks = lease.pools.rocks();
            rocks.close();
            leaked += rocks.openHandles();
            abandoned += rocks.abandonedIterators();
            pools = null;
        }
    }

    /** How many native objects are open now, with those that were never closed. */
    synchronized int openHandles() {
        Pools current = pools;
        return leaked + (current == null ? 0 : current.rocks().openHandles());
    }

    /** How many iterators were left to be closed with their task so far. */
    synchronized int abandonedIterators() {
        Pools current = pools;
        return abandoned + (current == null ? 0 : current.rocks().abandonedIterators());
    }

    /** One client's part. */
    final class Lease implements AutoCloseable {

        private final Pools pools;
        private final List<UncommittedBudget> budgets = new ArrayList<>();

        private Lease(Pools pools) {
            this.pools = pools;
        }

        /** What databases share. */
        RocksResources rocks() {
            return pools.rocks();
        }

        /** The part of one more worker. */
        UncommittedBudget join() {
            synchronized (ProcessMemory.this) {
                UncommittedBudget budget = pools.buffers().join();
                budgets.add(budget);
                return budget;
            }
        }

        /** A worker ended. */
        void leave(UncommittedBudget budget) {
            synchronized (ProcessMemory.this) {
                budgets.remove(budget);
                pools.buffers().leave(budget);
            }
        }

        /** Shows what is used; of the whole process, whichever client is asked. */
        void publish(MetricScope metrics) {
            RocksResources rocks = pools.rocks();
            metrics.gauge(MetricCatalog.MEMORY_MAX, pools.memory()::totalBytes);
            metrics.gauge(MetricCatalog.MEMORY_BUFFERS, pools.buffers()::usedBytes);
            metrics.gauge(MetricCatalog.MEMORY_ROWS, rocks::rowBytes);
            metrics.gauge(MetricCatalog.MEMORY_BLOCKS, rocks::blockBytes);
            metrics.gauge(MetricCatalog.MEMORY_PINNED_BLOCKS, rocks::pinnedBytes);
            metrics.gauge(MetricCatalog.MEMORY_MEMTABLES, rocks::memtableBytes);
        }

        @Override
        public void close() {
            giveBack(this);
        }
    }
}
