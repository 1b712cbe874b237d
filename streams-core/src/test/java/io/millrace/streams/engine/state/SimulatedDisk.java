package io.millrace.streams.engine.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A backend that keeps what {@link StateBackend} promises and no more: a batch is written all or not at all, and at a crash any
 * number of the batches written since the last flush are forgotten, the latest first. The power can be cut at a write.
 */
public final class SimulatedDisk implements StateBackend {

    private final Map<String, Column> columns = new HashMap<>();
    private final Map<String, Long> marks = new HashMap<>();

    /** How to take back each batch since the last flush. */
    private final List<List<Runnable>> unflushed = new ArrayList<>();

    /** The keys that the last batch set, by column. */
    private Map<String, List<byte[]>> lastSet = new HashMap<>();

    /** The positions as of the last flush; empty once one went back. */
    private Map<String, Long> hint = Map.of();

    private int openCursors;
    private int writesUntilCut = Integer.MAX_VALUE;
    private boolean cutAfterWrite;

    /** From now on the power goes off at the write with this number, before it or after it. */
    void cutPowerAtWrite(int number, boolean after) {
        writesUntilCut = number;
        cutAfterWrite = after;
    }

    void keepPower() {
        writesUntilCut = Integer.MAX_VALUE;
    }

    /** The process is gone, and with it some of what was not flushed. */
    public void crash(RandomGenerator random) {
        int forgotten = random.nextInt(unflushed.size() + 1);
        for (int i = 0; i < forgotten; i++) {
            List<Runnable> batch = unflushed.remove(unflushed.size() - 1);
            for (int j = batch.size() - 1; j >= 0; j--) {
                batch.get(j).run();
            }
        }
        // The others reached the disk.
        unflushed.clear();
        openCursors = 0;
        keepPower();
        requireHonestHint();
    }

    private void requireHonestHint() {
        hint.forEach((name, told) -> {
            if (marks.getOrDefault(name, -1L) < told) {
                throw new AssertionError("The hint says " + told + " of " + name + ", which is at " + marks.get(name)
                        + " after a crash");
            }
        });
    }

    /** How far the changelogs are on the disk, as it can be told from outside. */
    public Map<TopicPartition, Long> hint() {
        return PositionMark.positions(hint);
    }

    /** What a column holds now. */
    public NavigableMap<byte[], byte[]> contents(String column) {
        return Collections.unmodifiableNavigableMap(column(column).entries);
    }

    List<byte[]> lastSet(String column) {
        return lastSet.getOrDefault(column, List.of());
    }

    int openCursors() {
        return openCursors;
    }

    @Override
    public Column open(StoreSpec spec) {
        return columns.computeIfAbsent(spec.name(), Column::new);
    }

    Column column(String name) {
        return columns.computeIfAbsent(name, Column::new);
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
    public void flush() {
        unflushed.clear();
        hint = marks(PositionMark.PREFIX);
    }

    @Override
    public void flushAged() {}

    @Override
    public void keepOnly(Set<String> stores) {}

    @Override
    public void close() {
        flush();
        if (openCursors != 0) {
            throw new AssertionError(openCursors + " cursors were left open");
        }
    }

    /** Thrown where the power goes off. */
    static final class PowerCut extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private PowerCut() {
            super("power cut", null, false, false);
        }
    }

    final class Column implements ByteStore {

        private final String name;
        private final NavigableMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);

        private Column(String name) {
            this.name = name;
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            return entries.get(key);
        }

        @Override
        public ByteCursor scan(KeyRange range, Direction direction) {
            if (range.isEmpty()) {
                return EmptyCursor.INSTANCE;
            }
            NavigableMap<byte[], byte[]> inRange = range.of(entries);
            // A copy, as a cursor of a database goes on with what was there when it was opened.
            List<Map.Entry<byte[], byte[]>> found = new ArrayList<>();
            (direction == Direction.FORWARD ? inRange : inRange.descendingMap())
                    .forEach((key, value) -> found.add(Map.entry(key, value)));
            return new Cursor(found.iterator());
        }

        @Override
        public RangeWalk walk(Direction direction) {
            return new ScanByScan(this::scan, direction);
        }

        @Override
        public long approximateEntries() {
            return entries.size();
        }
    }

    private final class Cursor implements ByteCursor {

        private final Iterator<Map.Entry<byte[], byte[]>> entries;
        private Map.@Nullable Entry<byte[], byte[]> current;
        private boolean closed;

        private Cursor(Iterator<Map.Entry<byte[], byte[]>> entries) {
            this.entries = entries;
            this.current = entries.hasNext() ? entries.next() : null;
            openCursors++;
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
            current = entries.hasNext() ? entries.next() : null;
        }

        @Override
        public void close() {
            current = null;
            if (!closed) {
                closed = true;
                openCursors--;
            }
        }

        private Map.Entry<byte[], byte[]> entry() {
            Map.Entry<byte[], byte[]> entry = current;
            if (entry == null) {
                throw new NoSuchElementException("The cursor is past its last entry or closed.");
            }
            return entry;
        }
    }

    private final class Batch implements StateBatch {

        private final List<Runnable> changes = new ArrayList<>();
        private final List<Runnable> undo = new ArrayList<>();
        private final Map<String, List<byte[]>> set = new HashMap<>();
        private @Nullable Column column;

        @Override
        public StateBatch into(ByteStore store) {
            column = (Column) store;
            return this;
        }

        @Override
        public void put(byte[] key, byte @Nullable [] value) {
            Column target = current();
            if (value != null) {
                set.computeIfAbsent(target.name, any -> new ArrayList<>()).add(key);
            }
            changes.add(() -> change(target, key, value));
        }

        private void change(Column target, byte[] key, byte @Nullable [] value) {
            byte[] before = value == null ? target.entries.remove(key) : target.entries.put(key, value);
            undo.add(() -> {
                if (before == null) {
                    target.entries.remove(key);
                } else {
                    target.entries.put(key, before);
                }
            });
        }

        @Override
        public void dropBelow(byte[] key) {
            Column target = current();
            changes.add(() -> List.copyOf(target.entries.headMap(key, false).keySet())
                    .forEach(below -> change(target, below, null)));
        }

        @Override
        public void mark(String name, long value) {
            changes.add(() -> {
                if (value < hint.getOrDefault(name, value)) {
                    hint = Map.of();
                }
                Long before = marks.put(name, value);
                undo.add(() -> {
                    if (before == null) {
                        marks.remove(name);
                    } else {
                        marks.put(name, before);
                    }
                });
            });
        }

        @Override
        public void write() {
            boolean cut = --writesUntilCut == 0;
            if (cut && !cutAfterWrite) {
                throw new PowerCut();
            }
            changes.forEach(Runnable::run);
            unflushed.add(undo);
            lastSet = set;
            if (cut) {
                throw new PowerCut();
            }
        }

        @Override
        public void close() {}

        private Column current() {
            if (column == null) {
                throw new IllegalStateException("No column was chosen for the change.");
            }
            return column;
        }
    }
}
