package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.ByteCursor;
import io.millrace.streams.engine.state.ByteStore;
import io.millrace.streams.engine.state.KeyRange;
import io.millrace.streams.engine.state.RangeWalk;
import io.millrace.streams.engine.state.StateBackend;
import io.millrace.streams.engine.state.StateBatch;
import io.millrace.streams.engine.state.StoreSpec;
import io.millrace.streams.engine.state.heap.HeapBackend;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A heap that counts how often it is read. */
final class CountingBackend implements StateBackend {

    private final HeapBackend heap = new HeapBackend();

    /** Keys that were looked up. */
    int gets;

    /** Cursors that were opened. */
    int scans;

    @Override
    public ByteStore open(StoreSpec spec) {
        return new Column(heap.open(spec));
    }

    @Override
    public StateBatch newBatch() {
        return new Batch(heap.newBatch());
    }

    @Override
    public OptionalLong mark(String name) {
        return heap.mark(name);
    }

    @Override
    public Map<String, Long> marks(String prefix) {
        return heap.marks(prefix);
    }

    @Override
    public void flush() {
        heap.flush();
    }

    @Override
    public void flushAged() {
        heap.flushAged();
    }

    @Override
    public void keepOnly(Set<String> stores) {
        heap.keepOnly(stores);
    }

    @Override
    public void close() {
        heap.close();
    }

    private final class Column implements ByteStore {

        private final ByteStore entries;

        private Column(ByteStore entries) {
            this.entries = entries;
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            gets++;
            return entries.get(key);
        }

        @Override
        public ByteCursor scan(KeyRange range, Direction direction) {
            scans++;
            return entries.scan(range, direction);
        }

        @Override
        public RangeWalk walk(Direction direction) {
            scans++;
            return entries.walk(direction);
        }

        @Override
        public long approximateEntries() {
            return entries.approximateEntries();
        }
    }

    private record Batch(StateBatch changes) implements StateBatch {

        @Override
        public StateBatch into(ByteStore store) {
            changes.into(((Column) store).entries);
            return this;
        }

        @Override
        public void put(byte[] key, byte @Nullable [] value) {
            changes.put(key, value);
        }

        @Override
        public void dropBelow(byte[] key) {
            changes.dropBelow(key);
        }

        @Override
        public void mark(String name, long value) {
            changes.mark(name, value);
        }

        @Override
        public void write() {
            changes.write();
        }

        @Override
        public void close() {
            changes.close();
        }
    }
}
