package io.millrace.streams.engine.state.rocks;

import io.millrace.streams.engine.metrics.EngineMetrics;
import io.millrace.streams.engine.state.ByteStore;
import io.millrace.streams.engine.state.DamageMark;
import io.millrace.streams.engine.state.PositionHint;
import io.millrace.streams.engine.state.PositionMark;
import io.millrace.streams.engine.state.StateBackend;
import io.millrace.streams.engine.state.StateBatch;
import io.millrace.streams.engine.state.StoreSpec;
import io.millrace.streams.engine.state.StoredLayout;
import io.millrace.streams.engine.time.Clock;
import io.millrace.streams.errors.InvalidStateStoreException;
import io.millrace.streams.errors.ProcessorStateException;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.errors.TaskCorruptedException;
import io.millrace.streams.processor.TaskId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One database per task: a column family per store, and the default one for marks. There is no write-ahead log, the changelogs are
 * that; memtables of all columns are flushed together, so that what is on disk is always the state after some batch.
 *
 * <p>The owner thread writes and closes. Other threads read, and a read of a closed database would end the process; so reads hold
 * {@link #closing} shared, and closing takes it alone.
 */
final class RocksBackend implements StateBackend {

    private static final Logger log = LoggerFactory.getLogger(RocksBackend.class);
    private static final String MEMTABLE_BYTES = "rocksdb.size-all-mem-tables";
    private static final String MEMTABLES_TO_FLUSH = "rocksdb.num-immutable-mem-table";
    private static final byte[] TASK_KEY = "!task".getBytes(StandardCharsets.UTF_8);

    /** Since when a store is in the topology no more, in wall-clock time. */
    private static final String UNUSED = "unused/";

    private static final long BEING_DROPPED = -1;

    /** A database that was just opened is flushed after an eighth of the age, then twice that: a process that dies soon, again and again, gets on. */
    private static final int FIRST_FLUSH = 8;

    private final Settings settings;
    private final RocksResources resources;
    private final Clock clock;
    private final RocksColumns columns;
    private final RocksDB database;
    private final RocksMarks marks = new RocksMarks();
    private final FlushedPositions positions;
    private final FilledColumns filled = new FilledColumns();
    private final ColumnMetrics metrics;

    private final DatabaseStatistics statistics;

    /** Guards the native objects against being read after they are closed. */
    private final StampedLock closing = new StampedLock();

    private final List<RocksColumn> ofStores = new ArrayList<>();
    private final RowReader rows;
    private final SpareIterators iterators;
    private final Set<RocksCursor> cursors = ConcurrentHashMap.newKeySet();
    private volatile @Nullable RocksDBException damage;
    private boolean closed;
    private boolean unflushed;
    private long flushedAtNanos;
    private long flushAfterNanos;

    /**
     * What to open.
     *
     * @param path the database's directory
     * @param tuning how stores want their columns
     * @param metrics where the columns are shown, null for nowhere
     * @param flushAgeNanos how long what was written may wait to be flushed, after the first flushes, which come sooner
     * @param unusedAgeMs how long the column of a store is kept that is in the topology no more
     */
    record Settings(
            TaskId task,
            Path path,
            StoreTuning tuning,
            @Nullable EngineMetrics metrics,
            long flushAgeNanos,
            long unusedAgeMs) {}

    private RocksBackend(Settings settings, RocksResources resources, Clock clock) throws RocksDBException {
        this.settings = settings;
        this.resources = resources;
        this.clock = clock;
        this.positions = new FlushedPositions(PositionHint.in(Objects.requireNonNull(settings.path.getParent())));
        this.columns = new RocksColumns(resources, settings.tuning);
        this.statistics = DatabaseStatistics.of(settings.metrics, resources, clock);
        this.database = opened();
        this.metrics = new ColumnMetrics(
                settings.metrics, settings.task, Thread.currentThread().getName());
        this.rows = settings.tuning.isSet()
                ? RowReader.ofAnyBlocks(resources.read())
                : RowReader.ofCheckedBlocks(resources.read());
        this.iterators = new SpareIterators(resources.handles(), resources.read());
        this.flushedAtNanos = clock.nanoTime();
        this.flushAfterNanos = settings.flushAgeNanos / FIRST_FLUSH;
        resources.opened(this);
    }

    private RocksDB opened() throws RocksDBException {
        try {
            return columns.open(settings.path, statistics.options());
        } catch (RocksDBException | RuntimeException e) {
            statistics.close();
            throw e;
        }
    }

    /** Opens the database, made if there is none. Throws if it is damaged or another task's. */
    static RocksBackend open(Settings settings, RocksResources resources, Clock clock) throws RocksDBException {
        if (Files.exists(settings.path) && !Files.isDirectory(settings.path)) {
            throw Damage.found(settings.path + " is a file where a directory is expected");
        }
        try {
            Files.createDirectories(settings.path);
        } catch (IOException e) {
            throw new ProcessorStateException(
                    "Directory " + settings.path + " of task " + settings.task + " cannot be made: " + e, e);
        }
        RocksBackend backend = new RocksBackend(settings, resources, clock);
        try {
            backend.checkOwner();
            backend.marks.read(backend.database, backend.columns.marks());
            backend.positions.opened(backend.hinted());
            backend.finishDrops();
            return backend;
        } catch (RocksDBException | RuntimeException e) {
            backend.closeHandles();
            throw e;
        }
    }

    private void checkOwner() throws RocksDBException {
        byte[] task = settings.task.toString().getBytes(StandardCharsets.UTF_8);
        byte[] owner = database.get(columns.marks(), TASK_KEY);
        if (owner == null) {
            database.put(columns.marks(), resources.write(), TASK_KEY, task);
        } else if (!Arrays.equals(owner, task)) {
            throw Damage.found("The database belongs to task " + new String(owner, StandardCharsets.UTF_8));
        }
    }

    @Override
    public ByteStore open(StoreSpec spec) {
        columns.ask(spec.name());
        RocksColumn column = new RocksColumn(this, spec.name(), spec.flavour() == StoreSpec.Flavour.KEY_VALUE);
        ofStores.add(column);
        metrics.show(spec, column, statistics);
        return column;
    }

    ColumnFamilyHandle column(String store) {
        try {
            return columns.column(database, store);
        } catch (RocksDBException e) {
            throw failed("make the columns of new stores, that of '" + store + "' among them", e);
        }
    }

    /**
     * A column that no store asks for is kept for a while, in case the change of the topology is taken back, and dropped when the
     * database is opened after that.
     */
    @Override
    public void keepOnly(Set<String> stores) {
        ofStores.forEach(RocksColumn::handle);
        try (WriteBatch batch = new WriteBatch()) {
            Map<String, Long> unusedSince = new HashMap<>();
            for (String store : columns.stores()) {
                OptionalLong since = marks.get(UNUSED + store);
                if (stores.contains(store)) {
                    if (since.isPresent()) {
                        marks.remove(batch, columns.marks(), UNUSED + store);
                    }
                } else if (since.isEmpty()) {
                    unusedSince.put(UNUSED + store, clock.nowMs());
                } else if (clock.nowMs() - since.getAsLong() >= settings.unusedAgeMs) {
                    log.info(
                            "Task {} drops what it kept of store '{}', which the topology has not had since {}",
                            settings.task,
                            store,
                            Instant.ofEpochMilli(since.getAsLong()));
                    drop(store);
                }
            }
            if (batch.count() > 0 || !unusedSince.isEmpty()) {
                write(batch, unusedSince);
            }
        } catch (RocksDBException e) {
            throw failed("drop the columns of stores that are in the topology no more", e);
        }
    }

    /**
     * First the marks go, for good: contents without a position are restored anew, a position without its contents would be believed.
     * The mark that says so is gone only after the column is, so that a crash in between is made up for at the next opening.
     */
    private void drop(String store) throws RocksDBException {
        positions.withdraw();
        try (WriteBatch batch = new WriteBatch()) {
            marks.removeAllOf(store, batch, columns.marks());
            write(batch, Map.of(UNUSED + store, BEING_DROPPED));
        }
        flush();
        finishDrops();
    }

    private void finishDrops() throws RocksDBException {
        for (Map.Entry<String, Long> unused : marks.startingWith(UNUSED).entrySet()) {
            if (unused.getValue() == BEING_DROPPED) {
                columns.drop(database, unused.getKey().substring(UNUSED.length()));
                try (WriteBatch batch = new WriteBatch()) {
                    marks.remove(batch, columns.marks(), unused.getKey());
                    write(batch, Map.of());
                }
            }
        }
    }

    @Override
    public void restoring(String store, int entries) {
        try {
            filled.restored(database, columns.column(database, store), store, entries, columns.options(store));
        } catch (RocksDBException e) {
            throw failed("set the column of store '" + store + "' up for its restore", e);
        }
    }

    @Override
    public void restored(String store) {
        try {
            filled.ended(database, columns.column(database, store), store, columns.options(store));
        } catch (RocksDBException e) {
            throw failed("set the column of store '" + store + "' up after its restore", e);
        }
        flushedAtNanos = clock.nanoTime() - flushAfterNanos; // So it is flushed soon, and never restored again.
    }

    @Override
    public StateBatch newBatch() {
        return new RocksBatch(this, resources.handles().opened(new WriteBatch()));
    }

    @Override
    public OptionalLong mark(String name) {
        return marks.get(name);
    }

    @Override
    public Map<String, Long> marks(String prefix) {
        return marks.startingWith(prefix);
    }

    /** The marks that are told beside the database. */
    private Map<String, Long> hinted() {
        Map<String, Long> told = new HashMap<>(marks(PositionMark.PREFIX));
        told.putAll(marks(StoredLayout.PREFIX));
        return told;
    }

    @Override
    public void flush() {
        Map<String, Long> reached = hinted();
        try {
            flush(resources.flushNow());
        } catch (RocksDBException e) {
            throw failed("flush", e);
        }
        positions.flushed(reached);
    }

    /** A reader, of another thread even, may have found damage: nothing is built on that. */
    private void requireSound() {
        RocksDBException found = damage;
        if (found != null) {
            throw failed("go on", found);
        }
    }

    @Override
    public void flushAged() {
        iterators.changed();
        ofStores.forEach(RocksColumn::shareMemory);
        statistics.sampleAged();
        requireSound();
        if (!closed && positions.isFlushing() && isFlushed()) {
            positions.flushEnded();
        }
        if (unflushed && clock.nanoTime() - flushedAtNanos > flushAfterNanos) {
            try {
                flush(resources.flushSoon());
            } catch (RocksDBException e) {
                throw failed("flush", e);
            }
            positions.flushBegan(hinted());
        }
    }

    /** All columns are flushed together, so the one with the marks tells of all. */
    private boolean isFlushed() {
        try {
            return database.getLongProperty(columns.marks(), MEMTABLES_TO_FLUSH) == 0;
        } catch (RocksDBException e) {
            throw failed("tell whether it is flushed", e);
        }
    }

    private void flush(FlushOptions how) throws RocksDBException {
        flushedAtNanos = clock.nanoTime();
        flushAfterNanos = Math.min(2 * flushAfterNanos, settings.flushAgeNanos);
        unflushed = false;
        iterators.changed();
        database.flush(how, columns.all());
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        try {
            if (damage == null) {
                flush();
            }
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
        metrics.close();
        long stamp = closing.writeLock();
        try {
            closed = true;
            resources.closed(this);
            resources.handles().abandoned(cursors.size());
            cursors.forEach(RocksCursor::release);
            cursors.clear();
            ofStores.forEach(RocksColumn::close);
            iterators.changed();
            columns.close(database);
            statistics.close();
        } finally {
            closing.unlockWrite(stamp);
        }
    }

    /** Writes a batch, and the marks in it become those of the backend. */
    void write(WriteBatch batch, Map<String, Long> newMarks) {
        requireSound();
        try {
            positions.beforeWrite(newMarks);
            RocksMarks.add(batch, columns.marks(), newMarks);
            writeUnseen(batch);
            marks.written(newMarks);
            unflushed = true;
        } catch (RocksDBException e) {
            throw failed("write", e);
        }
        flushAged();
    }

    /** Nobody walks over what was before the write once somebody could see the write. */
    private void writeUnseen(WriteBatch batch) throws RocksDBException {
        iterators.changed();
        try {
            database.write(resources.write(), batch);
        } finally {
            iterators.changed();
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

    RowReader rows() {
        return rows;
    }

    SpareIterators iterators() {
        return iterators;
    }

    void opened(RocksCursor cursor) {
        cursors.add(cursor);
    }

    void closed(RocksCursor cursor) {
        cursors.remove(cursor);
    }

    /**
     * What to throw because RocksDB failed. Damage is noted, in memory and beside the database, so that whoever opens it next sets it
     * aside and the state is restored from the changelogs.
     */
    StreamsException failed(String what, RocksDBException e) {
        String where = "The database of task " + settings.task + " in " + settings.path;
        if (!Damage.isFoundInUse(e)) {
            return new ProcessorStateException(
                    where + " failed to " + what + ": " + e.getMessage()
                            + ". Check the space on the disk and its health.",
                    e);
        }
        if (damage == null) {
            damage = e;
            positions.withdraw();
            DamageMark.leave(Objects.requireNonNull(settings.path.getParent()), String.valueOf(e.getMessage()));
        }
        return new TaskCorruptedException(
                Set.of(settings.task),
                new ProcessorStateException(
                        where + " is damaged and failed to " + what + ": " + e.getMessage()
                                + ". Its directory is set aside when the task is opened next, and the state restored"
                                + " from the changelogs; check the disk's health.",
                        e));
    }

    /** A read of the database. */
    @FunctionalInterface
    interface Read<T> {

        T from(RocksDB database) throws RocksDBException;
    }
}
