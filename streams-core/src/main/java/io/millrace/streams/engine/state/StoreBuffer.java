package io.millrace.streams.engine.state;

import io.millrace.streams.engine.log.RecordOrigin;
import io.millrace.streams.engine.state.ByteStore.Direction;
import io.millrace.streams.engine.state.StoreSpec.Flavour;
import io.millrace.streams.engine.state.TaskStateSettings.ChangelogTarget;
import io.millrace.streams.engine.state.TaskStateSettings.Isolation;
import io.millrace.streams.engine.state.layout.WindowKey;
import io.millrace.streams.errors.InvalidStateStoreException;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.query.Position;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One store of a task as bytes: its write buffer over its column. The typed views read and write through this. The task's owner
 * thread writes; any thread reads. Whether other threads than the owner see what is not committed yet is a setting: the owner is
 * whoever wrote last, and with nothing written since a commit there is no difference.
 */
public final class StoreBuffer {

    private final StoreSpec spec;
    private final @Nullable ChangelogTarget changelog;
    private final ByteStore column;
    private final Surroundings surroundings;
    private final OriginScope origins;
    private final boolean committedOnly;
    private final ChangelogLayout layout;
    private final WrittenPosition position;
    private final @Nullable VersionSweep sweep;

    private WriteBuffer writes;
    private @Nullable DrainListener listener;
    private boolean logsEveryRemoval;
    private CommitTiming commits = CommitTiming.NONE;
    private long commitSince;
    private volatile boolean open = true;

    /** Stream time of the store: the latest window or session time it was given, -1 before the first. */
    private volatile long streamTimeMs = -1;

    /** The same as of the last commit: the column has no window or session that is later. */
    private volatile long appliedStreamTimeMs = -1;

    /** Number of the last record, in a window store that keeps every record. */
    private int sequenceOfRecords;

    private volatile int appliedSequenceOfRecords;
    private long droppedSegmentsBelow;

    /** The thread that wrote last; only it may use what follows, see {@link #readThrough}. */
    private @Nullable Thread writer;

    /** The key that was last read from the column, and what was found. */
    private @Nullable Object lastKey;

    private @Nullable Object lastHeld;

    /** The key that was last asked for, if the buffer did not have it. */
    private @Nullable Object lastMissed;

    private long looked;
    private long found;

    /** The entry that was last read, which is often the one to write next. */
    private WriteBuffer.@Nullable Entry lastFound;

    /**
     * What the stores of a task share.
     *
     * @param gate when their commits are applied
     */
    record Surroundings(
            TaskId task, OriginScope origins, UncommittedBudget budget, Isolation isolation, CommitGate gate) {}

    StoreBuffer(StoreSpec spec, @Nullable ChangelogTarget changelog, ByteStore column, Surroundings surroundings) {
        this.spec = spec;
        this.changelog = changelog;
        this.column = column;
        this.surroundings = surroundings;
        this.origins = surroundings.origins;
        this.committedOnly = surroundings.isolation == Isolation.READ_COMMITTED;
        this.writes = newBuffer(HeldForm.BYTES);
        this.layout = new ChangelogLayout(spec);
        this.position = new WrittenPosition(spec.name());
        this.sweep = spec.flavour() == Flavour.VERSIONED ? new VersionSweep(column) : null;
    }

    private WriteBuffer newBuffer(HeldForm form) {
        boolean lasts = spec.backing() != StoreSpec.Backing.FOREIGN
                && spec.flavour() != Flavour.VERSIONED
                && !spec.retention().retainDuplicates();
        return new WriteBuffer(surroundings.budget, form, spec.flavour() == Flavour.VERSIONED, lasts);
    }

    /** Says how keys and values are held, before the first is; bytes if nobody says. */
    public void holdAs(HeldForm form) {
        writes = newBuffer(form);
    }

    public StoreSpec spec() {
        return spec;
    }

    /** The changelog topic, null if the store has none. */
    public @Nullable String changelogTopic() {
        return changelog == null ? null : changelog.partition().topic();
    }

    /** Whether the store can be used: until the task closes. */
    public boolean isOpen() {
        return open;
    }

    /** The value of a serialised key, null if there is none, in a store that holds bytes. The array must not be changed. */
    public byte @Nullable [] get(byte[] key) {
        return (byte[]) lookup(new ByteKey(key));
    }

    /** Sets a serialised key, or removes it if the value is null. The arrays must not be changed afterwards. */
    public void put(byte[] key, byte @Nullable [] value, long timestampMs) {
        set(new ByteKey(key), value, timestampMs);
    }

    /** The value of a key, null if there is none; both as they are held. */
    public @Nullable Object lookup(Object key) {
        return lookup(key, Long.MIN_VALUE);
    }

    /**
     * The same for a window or session.
     *
     * @param timeMs its time; the column is not read if that is later than all it has
     */
    public @Nullable Object lookup(Object key, long timeMs) {
        ensureOpen();
        if (Thread.currentThread() != writer) {
            return lookupFromOutside(key, timeMs);
        }
        WriteBuffer.Entry entry = writes.find(key);
        looked++;
        if (entry == null) {
            lastMissed = key;
            return readThrough(key, timeMs);
        }
        found++;
        entry.used();
        lastFound = entry;
        return entry.value();
    }

    private @Nullable Object lookupFromOutside(Object key, long timeMs) {
        if (!committedOnly) {
            WriteBuffer.Entry entry = writes.findFromOutside(key);
            if (entry != null) {
                return entry.value();
            }
        }
        // Asked after the buffer was, which loses an entry only when the column has it and the time says so.
        return timeMs > appliedStreamTimeMs ? null : read(key);
    }

    /**
     * Whether whoever asks sees only what is committed. What is read then is of the last commit, and each part of a read that has
     * several must be of the same one: see {@link #atOneCommit} and {@link #openAtOneCommit}.
     */
    public boolean showsCommitted() {
        return committedOnly && Thread.currentThread() != writer;
    }

    /** Runs a read while no commit is applied; it may be run twice. */
    public <T extends @Nullable Object> T atOneCommit(Supplier<T> read) {
        return surroundings.gate.read(read);
    }

    /** Opens a cursor while no commit is applied. */
    public <T> T openAtOneCommit(Supplier<T> opening) {
        return surroundings.gate.open(opening);
    }

    /** Sets a key, or removes it if the value is null; both as they are held. */
    public void set(Object key, @Nullable Object value, long timestampMs) {
        set(key, value, timestampMs, Long.MIN_VALUE);
    }

    /** The same for a window or session of the time. */
    public void set(Object key, @Nullable Object value, long timestampMs, long timeMs) {
        ensureOpen();
        writer = Thread.currentThread();
        boolean emits = listener != null;
        RecordOrigin current = origins.current();
        position.observe(current);
        // What removes a key has no other place for its headers.
        boolean remembers = emits || (value == null && spec.format().hasHeaders());
        RecordOrigin origin = remembers ? current : null;
        WriteBuffer.Entry entry = lastFound;
        if (entry == null || !entry.key.equals(key)) {
            entry = writes.find(key);
        }
        if (entry == null) {
            boolean asked = emits || key.equals(lastMissed);
            writes.add(key, value, emits ? readThrough(key, timeMs) : null, timestampMs, origin, asked);
        } else {
            writes.replace(entry, value, timestampMs, origin);
        }
        forgetLookup();
    }

    /** The entries of a range, as they are now but for values overwritten while the cursor is open. */
    public ByteCursor scan(KeyRange range, Direction direction) {
        ensureOpen();
        if (showsCommitted() && !range.isEmpty()) {
            RangeWalk committed = new HeldWalk(column.walk(direction), writes.form());
            committed.over(range);
            return committed;
        }
        return merged(range, direction, writes.sequence(), Long.MIN_VALUE);
    }

    /**
     * A walk over ranges of windows or sessions: of the last commit for who sees only that, otherwise as the ranges are when their turn
     * comes.
     *
     * @param earliestMs the least time that is of interest; the writer does not walk over the column if that is later than all it has
     */
    public RangeWalk walk(Direction direction, long earliestMs) {
        ensureOpen();
        if (showsCommitted()) {
            return new HeldWalk(column.walk(direction), writes.form());
        }
        long asOf = writes.sequence();
        return new ScanByScan((range, way) -> merged(range, way, asOf, earliestMs), direction);
    }

    /** The entries of a range, without the keys added since the sequence number was taken. */
    private ByteCursor merged(KeyRange range, Direction direction, long asOf, long earliestMs) {
        ensureOpen();
        if (range.isEmpty()) {
            return EmptyCursor.INSTANCE;
        }
        WriteBuffer current = writes;
        boolean isWriter = Thread.currentThread() == writer;
        var buffered = current.inRange(range, direction, asOf, isWriter);
        ByteCursor stored =
                isWriter && earliestMs > appliedStreamTimeMs ? EmptyCursor.INSTANCE : column.scan(range, direction);
        return new MergedCursor(buffered, stored, current.form(), direction);
    }

    /** About how many keys the store holds. */
    public long approximateEntries() {
        ensureOpen();
        return column.approximateEntries() + (showsCommitted() ? 0 : writes.changes());
    }

    /** How far into its inputs the store reflects them. */
    public Position position() {
        return showsCommitted() ? atOneCommit(position::committed) : position.snapshot();
    }

    /** Timestamp of the record in hand. */
    public long currentTimestampMs() {
        return origins.current().timestampMs();
    }

    /** Sets who is told of changed keys at drain. */
    public void onDrain(DrainListener told) {
        if (!spec.emitAtDrain()) {
            throw new IllegalStateException("Store '" + spec.name() + "' emits on each write, not at drain.");
        }
        listener = told;
    }

    /** Latest window or session time the store was given, -1 before the first. */
    public long streamTimeMs() {
        return showsCommitted() ? appliedStreamTimeMs : streamTimeMs;
    }

    /** Moves the store's stream time on; an earlier time changes nothing. */
    public void observe(long timeMs) {
        if (timeMs > streamTimeMs) {
            writer = Thread.currentThread();
            streamTimeMs = timeMs;
        }
    }

    /**
     * A number that tells a record from others of its key and time. It goes on after a restart: a number given anew would put a
     * record in the place of an earlier one.
     */
    public int nextSequenceOfRecords() {
        sequenceOfRecords = (sequenceOfRecords + 1) & Integer.MAX_VALUE;
        return sequenceOfRecords;
    }

    /** The number given last, 0 before the first. */
    public int sequenceOfRecords() {
        return showsCommitted() ? appliedSequenceOfRecords : sequenceOfRecords;
    }

    /** Throws if the store is closed. */
    public void ensureOpen() {
        if (!open) {
            throw new InvalidStateStoreException("Store '" + spec.name() + "' of task " + surroundings.task
                    + " is closed: the task moved to another instance or thread, or the application is stopping."
                    + " Look the store up again.");
        }
    }

    /**
     * Reads the column. An operator that reads a key and then writes it would read the column twice, the second time for the old
     * value it must tell; the last answer is remembered for that, and kept if the key is not written next. That is the writer's
     * alone, because another reader could leave an answer there that a commit has outdated meanwhile.
     */
    private @Nullable Object readThrough(Object key, long timeMs) {
        if (timeMs > appliedStreamTimeMs) {
            return null;
        }
        lastFound = null; // it may have to make room
        Object last = lastKey;
        if (last != null) {
            if (last.equals(key)) {
                return lastHeld;
            }
            writes.keep(last, lastHeld);
        }
        HeldForm form = writes.form();
        byte[] stored = column.getAsOwner(form.keyBytes(key));
        Object held = stored == null ? null : form.held(stored);
        lastKey = key;
        lastHeld = held;
        return held;
    }

    private @Nullable Object read(Object key) {
        HeldForm form = writes.form();
        byte[] stored = column.get(form.keyBytes(key));
        return stored == null ? null : form.held(stored);
    }

    private void forgetLookup() {
        lastKey = null;
        lastHeld = null;
        lastMissed = null;
        lastFound = null;
    }

    void takeHits(TaskState.HitListener told) {
        told.looked(spec.name(), looked, found);
        looked = 0;
        found = 0;
    }

    boolean hasUndrained() {
        return writes.hasUndrained();
    }

    /** Whether there is anything to apply: changes, or only that time has moved on. */
    boolean isDirty() {
        return writes.hasChanges() || streamTimeMs != appliedStreamTimeMs;
    }

    boolean hasChanges() {
        return writes.hasChanges();
    }

    long bytes() {
        return writes.bytes();
    }

    /** From now on a removal is logged even if the store had no such key: the changelog may have it beyond what was restored. */
    void logEveryRemoval() {
        logsEveryRemoval = true;
    }

    /** Tells and appends what was written since the last drain. */
    void drain(ChangelogAppender appender) {
        // Compaction keeps the last of several versions that share a key.
        boolean inOrder = listener != null || spec.flavour() == Flavour.VERSIONED;
        for (WriteBuffer.Entry entry : writes.takeUndrained(inOrder)) {
            Object value = entry.value();
            Object oldValue = entry.oldValue;
            long timestampMs = entry.timestampMs;
            RecordOrigin origin = entry.origin();
            byte[] logged = changelog != null && changelog.append() ? entry.valueBytes() : null;
            entry.drained();
            // Old values are known only if somebody is told of them.
            boolean isNews = listener == null || value != null || oldValue != null;
            if (isNews && origin != null) {
                tell(entry.key, value, oldValue, timestampMs, origin);
            }
            if (changelog != null && changelog.append() && (isNews || logsEveryRemoval)) {
                appender.append(
                        changelog.partition(),
                        layout.changelogKey(entry.keyBytes()),
                        layout.changelogValue(logged),
                        timestampMs,
                        layout.changelogHeaders(logged, origin));
            }
        }
    }

    private void tell(
            Object key, @Nullable Object value, @Nullable Object oldValue, long timestampMs, RecordOrigin origin) {
        DrainListener told = listener;
        if (told == null) {
            return;
        }
        RecordOrigin before = origins.current();
        origins.enter(origin);
        try {
            told.changed(key, value, oldValue, timestampMs);
        } finally {
            origins.enter(before);
        }
    }

    /** Sets who times the commits that have changes of this store. */
    public void timeCommits(CommitTiming timing) {
        commits = timing;
    }

    /** Puts every buffered change, and the stream time, into a batch. */
    void addTo(StateBatch batch) {
        commitSince = commits.start();
        if (spec.backing() != StoreSpec.Backing.FOREIGN) {
            batch.into(column);
            if (sweep != null) {
                sweep.addTo(batch, writes.ordered(), earliestVersionMs());
            }
            for (WriteBuffer.Entry entry : writes.sorted()) {
                batch.put(entry.keyBytes(), entry.valueBytes());
            }
        }
        closeBatch(batch);
    }

    /** Puts changelog records into a batch. */
    void restoreInto(StateBatch batch, List<RestoredBatch.Row> lastPerStoredKey) {
        batch.into(column);
        if (sweep != null) {
            sweep.addTo(batch, RestoredBatch.byKey(lastPerStoredKey), earliestVersionMs());
        }
        for (RestoredBatch.Row row : lastPerStoredKey) {
            ConsumerRecord<byte[], byte[]> record = row.record;
            long timeMs = layout.timeMs(record.key());
            if (timeMs < earliestLiveMs()) {
                continue;
            }
            layout.requireReadable(record);
            batch.put(row.key, layout.storedValue(record));
        }
        closeBatch(batch);
    }

    /**
     * Notes the time of a restored entry, so that windows which expired meanwhile are left out.
     *
     * @return false for a version that came too late for the store; a topic of another writer's may hold such
     */
    boolean observeRestored(ConsumerRecord<byte[], byte[]> record) {
        switch (spec.flavour()) {
            case KEY_VALUE -> {}
            case WINDOW -> {
                observe(layout.timeMs(record.key()));
                if (spec.retention().retainDuplicates()) {
                    sequenceOfRecords = WindowKey.sequence(record.key());
                }
            }
            case SESSION -> observe(layout.timeMs(record.key()));
            case VERSIONED -> {
                if (record.timestamp() < earliestVersionMs()) {
                    return false;
                }
                observe(record.timestamp());
            }
        }
        return true;
    }

    boolean accepts(byte[] changelogKey) {
        return layout.accepts(changelogKey);
    }

    byte[] storedKey(ConsumerRecord<byte[], byte[]> record) {
        return layout.storedKey(record.key(), record.timestamp());
    }

    byte @Nullable [] foreignValue(ConsumerRecord<byte[], byte[]> record) {
        return layout.foreignValue(record);
    }

    /** In a versioned store, no version may begin before this, and none can be asked for as of an earlier time. */
    public long earliestVersionMs() {
        return streamTimeMs() - spec.retention().retentionMs();
    }

    /** Window times before this are expired. */
    public long earliestLiveMs() {
        return spec.retention().earliestLiveMs(streamTimeMs());
    }

    private void closeBatch(StateBatch batch) {
        position.addTo(batch);
        if (spec.flavour() == Flavour.KEY_VALUE) {
            return;
        }
        if (streamTimeMs > appliedStreamTimeMs) {
            batch.mark(streamTimeMark(), streamTimeMs);
        }
        if (spec.flavour() == Flavour.VERSIONED) {
            return;
        }
        if (sequenceOfRecords != appliedSequenceOfRecords) {
            batch.mark(sequenceMark(), sequenceOfRecords);
        }
        long firstLive = spec.retention().segment(earliestLiveMs());
        if (firstLive > droppedSegmentsBelow && spec.backing() != StoreSpec.Backing.FOREIGN) {
            batch.into(column).dropBelow(WindowKey.segmentPrefix(firstLive));
        }
    }

    /** Notes that everything up to these offsets of inputs is in what was restored; answers whether that is news. */
    boolean reflects(Map<TopicPartition, Long> lastOffsets) {
        boolean news = false;
        for (Map.Entry<TopicPartition, Long> last : lastOffsets.entrySet()) {
            news |= position.advance(last.getKey().topic(), last.getKey().partition(), last.getValue());
        }
        return news;
    }

    /** Called after the batch of a commit was written. */
    void applied() {
        noteMarks();
        writes.applied();
        commits.committed(commitSince);
    }

    /** Called after a batch of changelog records was written. */
    void restored() {
        noteMarks();
        writes.clear();
    }

    private void noteMarks() {
        position.applied();
        appliedStreamTimeMs = streamTimeMs;
        appliedSequenceOfRecords = sequenceOfRecords;
        droppedSegmentsBelow = spec.retention().segment(earliestLiveMs());
        forgetLookup();
    }

    /** Forgets what is kept of the backend, because somebody wrote to that. */
    public void forgetKept() {
        forgetLookup();
        writes.clear();
    }

    /** Forgets what is not applied. */
    void discard() {
        position.discard();
        streamTimeMs = appliedStreamTimeMs;
        sequenceOfRecords = appliedSequenceOfRecords;
        forgetLookup();
        writes.discard();
    }

    /** Removes every entry, in batches, and forgets the stream time. */
    void wipe(StateBackend backend) {
        resumeAt(-1);
        resumeSequenceAt(0);
        droppedSegmentsBelow = 0;
        if (sweep != null) {
            sweep.reset();
        }
        forgetLookup();
        writes.clear();
        ColumnWipe.wipe(column, backend);
    }

    private String streamTimeMark() {
        return "time/" + spec.name();
    }

    private String sequenceMark() {
        return "sequence/" + spec.name();
    }

    /** Takes up what the backend kept beside the contents. */
    void resume(StateBackend backend) {
        backend.mark(streamTimeMark()).ifPresent(this::resumeAt);
        backend.mark(sequenceMark()).ifPresent(stored -> resumeSequenceAt((int) stored));
        position.resume(backend);
    }

    /** Puts into a batch that the store begins anew. */
    void reset(StateBatch batch) {
        batch.mark(streamTimeMark(), -1L);
        if (spec.retention().retainDuplicates()) {
            batch.mark(sequenceMark(), 0L);
        }
        position.reset(batch);
    }

    /** Takes up the stream time that the backend kept. */
    private void resumeAt(long storedStreamTimeMs) {
        streamTimeMs = storedStreamTimeMs;
        appliedStreamTimeMs = storedStreamTimeMs;
    }

    private void resumeSequenceAt(int stored) {
        sequenceOfRecords = stored;
        appliedSequenceOfRecords = stored;
    }

    void close() {
        open = false;
        writes.clear();
    }
}
