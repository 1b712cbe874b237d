package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.state.ByteStore;
import io.millrace.streams.engine.state.SimulatedDisk;
import io.millrace.streams.engine.state.StateBackend;
import io.millrace.streams.engine.state.StateBatch;
import io.millrace.streams.engine.state.StoreSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A task's disk as its owner sees it: the process may end at each write, and a flush may be lost. */
final class ProcessDisk implements StateBackend {

    private final SimulatedDisk disk;
    private final SimulatedWorker owner;

    ProcessDisk(SimulatedDisk disk, SimulatedWorker owner) {
        this.disk = disk;
        this.owner = owner;
    }

    @Override
    public ByteStore open(StoreSpec spec) {
        return disk.open(spec);
    }

    @Override
    public StateBatch newBatch() {
        return new Batch(disk.newBatch());
    }

    @Override
    public OptionalLong mark(String name) {
        return disk.mark(name);
    }

    @Override
    public Map<String, Long> marks(String prefix) {
        return disk.marks(prefix);
    }

    @Override
    public void flush() {
        owner.beat("before a disk flush");
        if (owner.process().broker.faults().oneIn(5)) {
            owner.process().broker.trace().sometimes("a flush of a disk was lost");
            return;
        }
        disk.flush();
    }

    @Override
    public void flushAged() {
        if (owner.process().broker.faults().oneIn(10)) {
            disk.flush();
        }
    }

    @Override
    public void keepOnly(Set<String> stores) {}

    @Override
    public void close() {
        flush();
    }

    private final class Batch implements StateBatch {

        private final StateBatch batch;
        private final Map<String, Long> marks = new HashMap<>();

        private Batch(StateBatch batch) {
            this.batch = batch;
        }

        @Override
        public StateBatch into(ByteStore column) {
            batch.into(column);
            return this;
        }

        @Override
        public void put(byte[] key, byte @Nullable [] value) {
            if (owner.process().defects.contains(Defect.TORN_BATCH)
                    && owner.process().broker.chance().oneIn(50)) {
                return;
            }
            batch.put(key, value);
        }

        @Override
        public void dropBelow(byte[] key) {
            batch.dropBelow(key);
        }

        @Override
        public void mark(String name, long value) {
            marks.put(name, value);
            batch.mark(name, value);
        }

        @Override
        public void write() {
            owner.beat("before a write to the store");
            owner.interference().storeWritten(owner, marks);
            batch.write();
            owner.beat("after a write to the store");
        }

        @Override
        public void close() {
            batch.close();
        }
    }
}
