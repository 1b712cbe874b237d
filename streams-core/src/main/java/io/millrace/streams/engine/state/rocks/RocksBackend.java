package io.millrace.streams.engine.state.rocks;

import io.millrace.streams.engine.state.ByteStore;
import io.millrace.streams.engine.state.StateBackend;
import io.millrace.streams.engine.state.StateBatch;
import io.millrace.streams.engine.state.StoreSpec;
import io.millrace.streams.engine.time.Clock;
import io.millrace.streams.errors.InvalidStateStoreException;
import io.millrace.streams.errors.ProcessorStateException;
import io.millrace.streams.processor.TaskId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.StampedLock;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;

/**
 * One database per task: a column family per store, and the default one for marks. There is no write-ahead log, the changelogs are
 * that; memtables of all columns are flushed together, so that what is on disk is always the state after some batch.
 *
 * <p>The owner thread writes and closes. Other threads read, and a read of a closed database would end the process; so reads hold
 * {@link #closing} shared, and closing takes it alone.
 */
final class RocksBackend implements StateBackend {

    private static final String COLUMN_PREFIX = "store:";
    private static final String MEMTABLE_BYTES = "rocksdb.size-all-mem-tables";
    private static final byte[] TASK_KEY = "!task".getBytes(StandardCharsets.UTF_8);
    private static final byte[] MARK_PREFIX = "mark:".getBytes(StandardCharsets.UTF_8);

    private final Settings settings;
    private final RocksResources resources;
    private final Clock clock;
    private final RocksDB database;
    private final ColumnFamilyHandle marksHandle;
    private final Map<String, ColumnFamilyHandle> columnHandles;
    private final Map<String, Long> marks = new ConcurrentHashMap<>();

    /** Guards the native objects against being read after they are closed. */
    private final StampedLock closing = new StampedLock();

    private final Set<RocksCursor> cursors = ConcurrentHashMap.newKeySet();
    private boolean closed;
    private long flushedAtNanos;

    /**
     * What to open.
     *
     * @param path the database's directory
     * @param flushAgeNanos how long after the last flush a batch starts the next one
     */
    record Settings(TaskId task, Path path, long flushAgeNanos) {}

    private RocksBackend(
            Settings settings,
            RocksResources resources,
            Clock clock,
            RocksDB database,
            List<ColumnFamilyHandle> handles)
            throws RocksDBException {
        this.settings = settings;
        this.resources = resources;
        this.clock = clock;
        this.database = resources.handles().opened(database);
        this.marksHandle = resources.handles().opened(handles.get(0));
        this.columnHandles = new HashMap<>();
        for (ColumnFamilyHandle handle : handles.subList(1, handles.size())) {
            String name = new String(handle.getName(), StandardCharsets.UTF_8);
            columnHandles.put(name, resources.handles().opened(handle));
        }
        this.flushedAtNanos = clock.nanoTime();
        resources.opened(this);
    }

    /** Opens the database, made if there is none. Throws if it is damaged or another task's. */
    static RocksBackend open(Settings settings, RocksResources resources, Clock clock) throws RocksDBException {
        try {
            Files.createDirectories(settings.path);
        } catch (IOException e) {
            throw new ProcessorStateException(
                    "Directory " + settings.path + " of task " + settings.task + " cannot be made: " + e, e);
        }
        List<ColumnFamilyDescriptor> columns = new ArrayList<>();
        columns.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, resources.column()));
        for (byte[] name : existingColumns(settings.path)) {
            if (!Arrays.equals(name, RocksDB.DEFAULT_COLUMN_FAMILY)) {
                columns.add(new ColumnFamilyDescriptor(name, resources.column()));
            }
        }
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        RocksDB database = RocksDB.open(resources.database(), settings.path.toString(), columns, handles);
        RocksBackend backend = new RocksBackend(settings, resources, clock, database, handles);
        try {
            backend.checkOwner();
            backend.readMarks();
            return backend;
        } catch (RocksDBException | RuntimeException e) {
            backend.closeHandles();
            throw e;
        }
    }

    private static List<byte[]> existingColumns(Path path) throws RocksDBException {
        if (!Files.exists(path.resolve("CURRENT"))) {
            return List.of();
        }
        try (Options options = new Options()) {
            return RocksDB.listColumnFamilies(options, path.toString());
        }
    }

    private void checkOwner() throws RocksDBException {
        byte[] task = settings.task.toString().getBytes(StandardCharsets.UTF_8);
        byte[] owner = database.get(marksHandle, TASK_KEY);
        if (owner == null) {
            database.put(marksHandle, resources.write(), TASK_KEY, task);
        } else if (!Arrays.equals(owner, task)) {
            throw new RocksDBException(
                    "The database belongs to task " + new String(owner, StandardCharsets.UTF_8),
                    new Status(Status.Code.InvalidArgument, Status.SubCode.None, "not this task's"));
        }
    }

    private void readMarks() throws RocksDBException {
        try (RocksIterator iterator = database.newIterator(marksHandle)) {
            for (iterator.seek(MARK_PREFIX); iterator.isValid(); iterator.next()) {
                byte[] key = iterator.key();
                if (key.length < MARK_PREFIX.length
                        || !Arrays.equals(key, 0, MARK_PREFIX.length, MARK_PREFIX, 0, MARK_PREFIX.length)) {
                    break;
                }
                String name =
                        new String(key, MARK_PREFIX.length, key.length - MARK_PREFIX.length, StandardCharsets.UTF_8);
                marks.put(name, ByteBuffer.wrap(iterator.value()).getLong());
            }
            iterator.status();
        }
    }

    @Override
    public ByteStore open(StoreSpec spec) {
        String name = COLUMN_PREFIX + spec.name();
        ColumnFamilyHandle handle = columnHandles.get(name);
        if (handle == null) {
            try {
                handle = resources
                        .handles()
                        .opened(database.createColumnFamily(
                                new ColumnFamilyDescriptor(name.getBytes(StandardCharsets.UTF_8), resources.column())));
            } catch (RocksDBException e) {
                throw failed("make the column of store '" + spec.name() + "'", e);
            }
            columnHandles.put(name, handle);
        }
        return new RocksColumn(this, spec.name(), handle);
    }

    @Override
    public StateBatch newBatch() {
        return new RocksBatch(this, resources.handles().opened(new WriteBatch()));
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
        flushedAtNanos = clock.nanoTime();
        try {
            database.flush(resources.flushNow(), allHandles());
        } catch (RocksDBException e) {
            throw failed("flush", e);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        try {
            flush();
        } finally {
            closeHandles();
        }
    }

    /** Closes as a crash would: what was not flushed is lost. */
    void closeWithoutFlush() {
        if (!closed) {
            closeHandles();
        }
    }

    private void closeHandles() {
        long stamp = closing.writeLock();
        try {
            closed = true;
            resources.closed(this);
            cursors.forEach(RocksCursor::release);
            cursors.clear();
            columnHandles.values().forEach(resources.handles()::close);
            resources.handles().close(marksHandle);
            resources.handles().close(database);
        } finally {
            closing.unlockWrite(stamp);
        }
    }

    /** Writes a batch, and the marks in it become those of the backend. */
    void write(WriteBatch batch, Map<String, Long> newMarks) {
        try {
            for (Map.Entry<String, Long> mark : newMarks.entrySet()) {
                batch.put(marksHandle, markKey(mark.getKey()), markValue(mark.getValue()));
            }
            database.write(resources.write(), batch);
            marks.putAll(newMarks);
            long now = clock.nanoTime();
            if (now - flushedAtNanos > settings.flushAgeNanos) {
                flushedAtNanos = now;
                database.flush(resources.flushSoon(), allHandles());
            }
        } catch (RocksDBException e) {
            throw failed("write", e);
        }
    }

    /** Gives back the space of whole files below a key; what else is below it was removed by the batch. */
    void deleteFilesBelow(ColumnFamilyHandle column, byte[] key) {
        try {
            database.deleteFilesInRanges(column, List.of(new byte[0], key), false);
        } catch (RocksDBException e) {
            throw failed("delete expired files", e);
        }
    }

    void closeBatch(WriteBatch batch) {
        resources.handles().close(batch);
    }

    /** Runs a read while the database cannot be closed. */
    <T> T reading(String store, Read<T> read) {
        long stamp = closing.readLock();
        try {
            if (closed) {
                throw new InvalidStateStoreException("Store '" + store + "' of task " + settings.task
                        + " is closed: the task moved to another instance or thread, or the application is stopping."
                        + " Look the store up again.");
            }
            return read.from(database);
        } catch (RocksDBException e) {
            throw failed("read store '" + store + "'", e);
        } finally {
            closing.unlockRead(stamp);
        }
    }

    /** Bytes in memtables, 0 once closed. */
    long memtableBytes() {
        long stamp = closing.readLock();
        try {
            return closed ? 0 : database.getAggregatedLongProperty(MEMTABLE_BYTES);
        } catch (RocksDBException e) {
            throw failed("tell the size of its memtables", e);
        } finally {
            closing.unlockRead(stamp);
        }
    }

    RocksResources resources() {
        return resources;
    }

    void opened(RocksCursor cursor) {
        cursors.add(cursor);
    }

    void closed(RocksCursor cursor) {
        cursors.remove(cursor);
    }

    private List<ColumnFamilyHandle> allHandles() {
        List<ColumnFamilyHandle> handles = new ArrayList<>(columnHandles.values());
        handles.add(marksHandle);
        return handles;
    }

    private static byte[] markKey(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        byte[] key = Arrays.copyOf(MARK_PREFIX, MARK_PREFIX.length + bytes.length);
        System.arraycopy(bytes, 0, key, MARK_PREFIX.length, bytes.length);
        return key;
    }

    private static byte[] markValue(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    ProcessorStateException failed(String what, RocksDBException e) {
        return new ProcessorStateException(
                "The database of task " + settings.task + " in " + settings.path + " failed to " + what + ": "
                        + e.getMessage() + ". Check the space on the disk and its health.",
                e);
    }

    /** A read of the database. */
    @FunctionalInterface
    interface Read<T> {

        T from(RocksDB database) throws RocksDBException;
    }
}
