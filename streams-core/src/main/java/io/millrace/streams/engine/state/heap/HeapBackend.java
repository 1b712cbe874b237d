package io.millrace.streams.engine.state.heap;

import io.millrace.streams.engine.state.ByteCursor;
import io.millrace.streams.engine.state.ByteStore;
import io.millrace.streams.engine.state.KeyRange;
import io.millrace.streams.engine.state.RangeWalk;
import io.millrace.streams.engine.state.StateBackend;
import io.millrace.streams.engine.state.StateBatch;
import io.millrace.streams.engine.state.StoreSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Concurrent sorted maps, one per store. The owner thread writes; cursors of other threads see writes as they happen. */
public final class HeapBackend implements StateBackend {

    private final Map<String, Column> columns = new HashMap<>();
    private final Map<String, Long> marks = new HashMap<>();

    @Override
    public ByteStore open(StoreSpec spec) {
        return columns.computeIfAbsent(spec.name(), name -> new Column());
    }

    @Override
    public StateBatch newBatch() {
        return new Batch();
    }

    @Override
    public OptionalLong mark(String name) {
        Long value = marks.get(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    @Override
    public Map<String, Long> marks(String prefix) {
        Map<String, Long> found = new HashMap<>(marks);
        found.keySet().removeIf(name -> !name.startsWith(prefix));
        return found;
    }

    @Override
    public void flush() {}

    @Override
    public void flushAged() {}

    @Override
    public void keepOnly(Set<String> stores) {}

    @Override
    public void close() {}

    private static final class Column implements ByteStore {

        private final ConcurrentSkipListMap<byte[], byte[]> entries =
                new ConcurrentSkipListMap<>(Arrays::compareUnsigned);

        /** Walks under way, which must not see what is written from now on. */
        private final Set<HeapWalk> walks = ConcurrentHashMap.newKeySet();

        private void put(byte[] key, byte @Nullable [] value) {
            if (!walks.isEmpty()) {
                byte[] before = entries.get(key);
                walks.forEach(walk -> walk.changes(key, before));
            }
            if (value == null) {
                entries.remove(key);
            } else {
                entries.put(key, value);
            }
        }

        private void dropBelow(byte[] key) {
            var below = entries.headMap(key, false);
            if (!walks.isEmpty()) {
                below.forEach((dropped, value) -> walks.forEach(walk -> walk.changes(dropped, value)));
            }
            below.clear();
        }

        @Override
        public RangeWalk walk(Direction direction) {
            HeapWalk walk = new HeapWalk(entries, direction, walks::remove);
            walks.add(walk);
            return walk;
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            return entries.get(key);
        }

        @Override
        public ByteCursor scan(KeyRange range, Direction direction) {
            if (range.isEmpty()) {
                return new Cursor(Map.<byte[], byte[]>of().entrySet().iterator());
            }
            var inRange = range.of(entries);
            return new Cursor((direction == Direction.FORWARD ? inRange : inRange.descendingMap())
                    .entrySet()
                    .iterator());
        }

        @Override
        public long approximateEntries() {
            return entries.size();
        }
    }

    private static final class Cursor implements ByteCursor {

        private final Iterator<Map.Entry<byte[], byte[]>> entries;
        private Map.@Nullable Entry<byte[], byte[]> current;

        private Cursor(Iterator<Map.Entry<byte[], byte[]>> entries) {
            this.entries = entries;
            step();
        }

        @Override
        public boolean isValid() {
            return current != null;
        }

        @Override
        public byte[] key() {
            return entry().getKey();
        }

        @Override
        public byte[] value() {
            return entry().getValue();
        }

        @Override
        public void advance() {
            entry();
            step();
        }

        @Override
        public void close() {
            current = null;
        }

        private void step() {
            current = entries.hasNext() ? entries.next() : null;
        }

        private Map.Entry<byte[], byte[]> entry() {
            Map.Entry<byte[], byte[]> entry = current;
            if (entry == null) {
                throw new NoSuchElementException("The cursor is past its last entry or closed.");
            }
            return entry;
        }
    }

    /** Collects the changes and makes them in one go, so that a batch that is not written leaves no trace. */
    private final class Batch implements StateBatch {

        private final List<Runnable> changes = new ArrayList<>();
        private @Nullable Column column;

        @Override
        public StateBatch into(ByteStore store) {
            column = (Column) store;
            return this;
        }

        @Override
        public void put(byte[] key, byte @Nullable [] value) {
            Column target = current();
            changes.add(() -> target.put(key, value));
        }

        @Override
        public void dropBelow(byte[] key) {
            Column target = current();
            changes.add(() -> target.dropBelow(key));
        }

        @Override
        public void mark(String name, long value) {
            changes.add(() -> marks.put(name, value));
        }

        @Override
        public void write() {
            changes.forEach(Runnable::run);
            changes.clear();
        }

        @Override
        public void close() {
            changes.clear();
        }

        private Column current() {
            if (column == null) {
                throw new IllegalStateException("No column was chosen for the change.");
            }
            return column;
        }
    }
}
