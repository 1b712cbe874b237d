package io.millrace.streams.engine.state;

import io.millrace.streams.engine.crash.CrashPoint;
import io.millrace.streams.engine.state.StoreSpec.Backing;
import io.millrace.streams.engine.state.TaskStateSettings.ChangelogTarget;
import io.millrace.streams.engine.state.TaskStateSettings.Emission;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.CommitCallback;
import io.millrace.streams.processor.StateRestoreCallback;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.TaskId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stores of one task. Owned by one thread at a time, handed over by message; other threads read through the stores.
 *
 * <p>A commit is three steps, and the log is published between the first two: {@link #drain} tells downstream and the changelogs
 * what changed, {@link #apply} writes the same changes to the backends together with the changelog positions that the log
 * answered with. So a backend is never ahead of the changelog, contents and positions on disk always belong to one instant, and
 * to abort is only to forget ({@link #discard}).
 */
public final class TaskState implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TaskState.class);

    /** A drain may write to a store that was drained before it; how often that is followed up before it counts as a loop. */
    private static final int MAX_DRAIN_PASSES = 100;

    /** The position of a store that is being emptied: outside of every log, so that a crash on the way begins it again. */
    private static final long BEING_EMPTIED = -1;

    private final TaskStateSettings settings;
    private final StateBackends backends;
    private final OriginScope origins;
    private final UncommittedBudget budget;
    private final CommitGate gate = new CommitGate();

    private final Map<String, StoreBuffer> buffers = new LinkedHashMap<>();
    private final Map<String, ForeignStore> foreign = new LinkedHashMap<>();
    private final Map<Backing, StateBackend> opened = new HashMap<>();
    private final Map<TopicPartition, Long> foreignPositions = new HashMap<>();
    private final Map<TopicPartition, String> storeOf = new HashMap<>();
    private List<StoreBuffer> inDrainOrder = List.of();
    private @Nullable String draining;
    private boolean closed;

    public TaskState(
            TaskStateSettings settings, StateBackends backends, OriginScope origins, UncommittedBudget budget) {
        this.settings = settings;
        this.backends = backends;
        this.origins = origins;
        this.budget = budget;
        settings.changelogs().forEach((store, target) -> storeOf.put(target.partition(), store));
        storeOf.putAll(settings.followed());
    }

    public TaskId task() {
        return settings.task();
    }

    /** Adds a store of ours; its view calls this when it is initialised. */
    public StoreBuffer register(StoreSpec asked) {
        StoreSpec spec = settings.emission() == Emission.AS_ASKED ? asked : asked.withEmitAtDrain(false);
        if (buffers.containsKey(spec.name())) {
            throw new IllegalArgumentException("Store '" + spec.name() + "' is already registered in task " + task()
                    + "; give each store its own name.");
        }
        ChangelogTarget changelog = settings.changelogs().get(spec.name());
        StateBackend backend = spec.backing() == Backing.FOREIGN ? null : backend(spec.backing());
        ByteStore column = backend == null ? NoColumn.INSTANCE : backend.open(spec);
        StoreBuffer buffer = new StoreBuffer(
                spec,
                changelog,
                column,
                new StoreBuffer.Surroundings(task(), origins, budget, settings.isolation(), gate));
        if (backend != null) {
            buffer.resume(backend);
        }
        buffers.put(spec.name(), buffer);
        inDrainOrder = sortedForDrain();
        if (backend != null) {
            adopt(backend, spec);
        }
        return buffer;
    }

    /**
     * Makes sure that what an earlier run left is laid out as the store reads it. If it is not, because the type of the store was changed, the
     * store starts empty and is restored from its changelog, which is the same for all types of a kind.
     */
    private void adopt(StateBackend backend, StoreSpec spec) {
        String mark = StoredLayout.markOf(spec);
        OptionalLong kept = backend.mark(mark);
        long layout = StoredLayout.of(spec).number();
        if (kept.isPresent() && kept.getAsLong() == layout) {
            return;
        }
        if (kept.isPresent()) {
            new StoredLayout(kept.getAsLong()).requireNoLoss(spec, task());
            List<TopicPartition> logs = storeOf.entrySet().stream()
                    .filter(log -> log.getValue().equals(spec.name()))
                    .map(Map.Entry::getKey)
                    .toList();
            log.warn(
                    "Store '{}' of task {} is now of another type than when its state was written; it starts empty{}",
                    spec.name(),
                    task(),
                    logs.isEmpty()
                            ? ", and has no changelog to be restored from"
                            : " and is restored from its changelog");
            logs.forEach(this::reset);
            if (logs.isEmpty()) {
                empty(backend, Objects.requireNonNull(buffers.get(spec.name())));
            }
        }
        try (StateBatch batch = backend.newBatch()) {
            batch.mark(mark, layout);
            batch.write();
        }
    }

    private static void empty(StateBackend backend, StoreBuffer buffer) {
        try (StateBatch batch = backend.newBatch()) {
            buffer.reset(batch);
            batch.write();
        }
        backend.flush();
        buffer.wipe(backend);
    }

    /** Whether a store of this name keeps its bytes, or logs its changes, here. */
    public boolean isRegistered(String store) {
        return buffers.containsKey(store);
    }

    /** Adds a store that the user made and that keeps its bytes itself. */
    public void host(StateStore custom, @Nullable StateRestoreCallback restore, @Nullable CommitCallback commit) {
        ForeignStore earlier = foreign.putIfAbsent(custom.name(), new ForeignStore(custom, restore, commit));
        if (earlier != null) {
            throw new IllegalArgumentException("Store '" + custom.name() + "' is already registered in task " + task()
                    + "; give each store its own name.");
        }
    }

    /** What must be restored and followed: the changelogs of the stores registered. */
    public Set<TopicPartition> changelogs() {
        return settings.changelogs().entrySet().stream()
                .filter(entry -> buffers.containsKey(entry.getKey()) || foreign.containsKey(entry.getKey()))
                .map(entry -> entry.getValue().partition())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The offset to restore a changelog from, or to go on following a partition from; empty for the beginning. */
    public OptionalLong position(TopicPartition changelog) {
        String store = storeOf(changelog);
        StoreBuffer buffer = buffers.get(store);
        if (buffer != null && buffer.spec().backing() != Backing.FOREIGN) {
            return backend(buffer.spec().backing()).mark(PositionMark.of(store, changelog));
        }
        Long known = foreignPositions.get(changelog);
        if (known != null) {
            return OptionalLong.of(known);
        }
        ForeignStore hosted = foreign.get(store);
        return hosted == null ? OptionalLong.empty() : hosted.committedOffset(changelog);
    }

    /** Whether contents of the store outlive the process. */
    public boolean isPersistent(TopicPartition changelog) {
        String store = storeOf(changelog);
        StoreBuffer buffer = buffers.get(store);
        ForeignStore hosted = foreign.get(store);
        return (buffer != null && buffer.spec().backing() == Backing.PERSISTENT)
                || (hosted != null && hosted.isPersistent());
    }

    /**
     * Takes changelog records into the store they belong to, together with the offset that follows them. May be stopped after any
     * call and taken up again from {@link #position}.
     */
    public void restore(TopicPartition changelog, List<ConsumerRecord<byte[], byte[]>> batch, long nextOffset) {
        String store = storeOf(changelog);
        StoreBuffer buffer = buffers.get(store);
        if (buffer == null || buffer.spec().backing() == Backing.FOREIGN) {
            ForeignStore hosted = foreign.get(store);
            if (hosted != null) {
                hosted.restore(batch, buffer);
            }
            foreignPositions.put(changelog, nextOffset);
            return;
        }
        if (buffer.hasChanges()) {
            throw new IllegalStateException("Store '" + store + "' of task " + task()
                    + " holds uncommitted writes and cannot be restored at the same time.");
        }
        List<RestoredBatch.Row> records = lastPerKey(buffer, batch);
        try (StateBatch changes = backend(buffer.spec().backing()).newBatch()) {
            buffer.restoreInto(changes, records);
            changes.mark(PositionMark.of(store, changelog), nextOffset);
            gate.apply(() -> {
                changes.write();
                buffer.restored();
            });
        }
    }

    /** Tells the backend that so many records of a changelog were restored, more will follow, and the store is not read until {@link #restoreEnds}. */
    public void restoreGoesOn(TopicPartition changelog, int records) {
        StoreBuffer buffer = buffers.get(storeOf(changelog));
        if (buffer != null && buffer.spec().backing() != Backing.FOREIGN) {
            backend(buffer.spec().backing()).restoring(buffer.spec().name(), records);
        }
    }

    /** Tells the backend that a changelog is restored. */
    public void restoreEnds(TopicPartition changelog) {
        StoreBuffer buffer = buffers.get(storeOf(changelog));
        if (buffer != null && buffer.spec().backing() != Backing.FOREIGN) {
            backend(buffer.spec().backing()).restored(buffer.spec().name());
        }
    }

    /**
     * Empties the store of a changelog, so that it can be restored from the beginning: needed when its position is outside of
     * what the log holds. A store that the user made is not emptied; what is restored goes over what it has.
     */
    public void reset(TopicPartition changelog) {
        String store = storeOf(changelog);
        StoreBuffer buffer = buffers.get(store);
        if (buffer == null || buffer.spec().backing() == Backing.FOREIGN) {
            foreignPositions.put(changelog, 0L);
            return;
        }
        StateBackend backend = backend(buffer.spec().backing());
        try (StateBatch batch = backend.newBatch()) {
            batch.mark(PositionMark.of(store, changelog), BEING_EMPTIED);
            buffer.reset(batch);
            batch.write();
        }
        // The old contents must not come back with their position, which the log may reach once more; nor be left in
        // part.
        backend.flush();
        buffer.wipe(backend);
        try (StateBatch batch = backend.newBatch()) {
            batch.mark(PositionMark.of(store, changelog), 0L);
            batch.write();
        }
    }

    /**
     * Notes that a changelog holds records beyond what is restored of it. Their inputs will be processed again, and whatever comes of
     * that must be logged, so that it counts and they do not: also that a key is gone which the store never had.
     */
    public void restoredInPart(TopicPartition changelog) {
        StoreBuffer buffer = buffers.get(storeOf(changelog));
        if (buffer != null) {
            buffer.logEveryRemoval();
        }
    }

    /**
     * Notes that what was restored of a changelog is all that came of the task's inputs up to these offsets. Changelogs do not tell: without
     * it a query that asks for a position would wait for the next record.
     */
    public void reflects(TopicPartition changelog, Map<TopicPartition, Long> lastOffsets) {
        StoreBuffer buffer = buffers.get(storeOf(changelog));
        if (buffer == null || buffer.spec().backing() == Backing.FOREIGN || !buffer.reflects(lastOffsets)) {
            return;
        }
        try (StateBatch batch = backend(buffer.spec().backing()).newBatch()) {
            buffer.restoreInto(batch, List.of());
            gate.apply(() -> {
                batch.write();
                buffer.restored();
            });
        }
    }

    private List<RestoredBatch.Row> lastPerKey(StoreBuffer buffer, List<ConsumerRecord<byte[], byte[]>> batch) {
        RestoredBatch restored = new RestoredBatch(batch.size());
        for (ConsumerRecord<byte[], byte[]> record : batch) {
            byte[] key = record.key();
            if (key == null) {
                continue;
            }
            if (!buffer.accepts(key)) {
                throw new StreamsException(
                        "Record at offset " + record.offset() + " of changelog " + record.topic() + "-"
                                + record.partition() + " has a key of " + key.length + " bytes, too short for store '"
                                + buffer.spec().name() + "' of task " + task()
                                + ". The topic was written by something else; check the application id and the store's"
                                + " name and type.");
            }
            if (buffer.observeRestored(record)) {
                restored.add(buffer.storedKey(record), record);
            }
        }
        return restored.lastPerKey();
    }

    /** Whether there is anything to commit. */
    public boolean dirty() {
        for (StoreBuffer buffer : buffers.values()) {
            if (buffer.isDirty()) {
                return true;
            }
        }
        return false;
    }

    /** Is told of lookups. */
    public interface HitListener {

        /** So many lookups in a store, and so many found the entry on the heap. */
        void looked(String store, long looked, long found);
    }

    /** Tells the lookups in stores that hold changes back, since they were told last. */
    public void takeHits(HitListener listener) {
        for (StoreBuffer buffer : buffers.values()) {
            if (buffer.spec().emitAtDrain()) {
                buffer.takeHits(listener);
            }
        }
    }

    /** Bytes of changes not committed. */
    public long uncommittedBytes() {
        long bytes = 0;
        for (StoreBuffer buffer : buffers.values()) {
            bytes += buffer.bytes();
        }
        return bytes;
    }

    /** The store that is being drained, or was last; null before the first. */
    public @Nullable String draining() {
        return draining;
    }

    /** Tells the listeners and the changelogs of each changed key, store by store so that one pass nearly always suffices. */
    public void drain(ChangelogAppender appender) {
        for (int pass = 0; pass < MAX_DRAIN_PASSES; pass++) {
            boolean found = false;
            for (StoreBuffer buffer : inDrainOrder) {
                if (buffer.hasUndrained()) {
                    found = true;
                    draining = buffer.spec().name();
                    buffer.drain(appender);
                }
            }
            if (!found) {
                return;
            }
        }
        throw new StreamsException("Task " + task() + " did not come to rest after " + MAX_DRAIN_PASSES
                + " passes over its stores " + undrainedStores()
                + ": processors keep writing to them in answer to their changes. Break the loop in the topology,"
                + " or disable caching on one of these stores.");
    }

    /**
     * Writes what was drained to the backends, after the log has it.
     *
     * @param changelogPositions the next offset of each changelog; those of other tasks are ignored
     */
    public void apply(Map<TopicPartition, Long> changelogPositions) {
        for (StoreBuffer buffer : buffers.values()) {
            if (buffer.hasUndrained()) {
                throw new IllegalStateException("Store '" + buffer.spec().name() + "' of task " + task()
                        + " has writes that were not drained; applying them would put it ahead of its changelog.");
            }
        }
        gate.apply(() -> applyToBackends(changelogPositions));
        for (ForeignStore hosted : foreign.values()) {
            applyTo(hosted, changelogPositions);
        }
    }

    private void applyToBackends(Map<TopicPartition, Long> changelogPositions) {
        for (Map.Entry<Backing, StateBackend> entry : opened.entrySet()) {
            applyTo(entry.getKey(), entry.getValue(), changelogPositions);
        }
        for (StoreBuffer buffer : buffers.values()) {
            if (buffer.isDirty()) {
                buffer.applied();
            }
        }
    }

    private void applyTo(Backing backing, StateBackend backend, Map<TopicPartition, Long> positions) {
        boolean changed = false;
        try (StateBatch batch = backend.newBatch()) {
            for (StoreBuffer buffer : buffers.values()) {
                if (buffer.spec().backing() == backing && buffer.isDirty()) {
                    buffer.addTo(batch);
                    changed = true;
                }
            }
            for (Map.Entry<TopicPartition, Long> position : positions.entrySet()) {
                if (isKeptIn(backing, position.getKey())) {
                    batch.mark(PositionMark.of(storeOf(position.getKey()), position.getKey()), position.getValue());
                    changed = true;
                }
            }
            if (changed) {
                batch.write();
                CrashPoint.APPLYING.pass();
            }
        }
    }

    private void applyTo(ForeignStore hosted, Map<TopicPartition, Long> positions) {
        Map<TopicPartition, Long> own = new HashMap<>();
        positions.forEach((partition, position) -> {
            if (hosted.name().equals(storeOf.get(partition))) {
                own.put(partition, position);
            }
        });
        foreignPositions.putAll(own);
        hosted.commit(own);
    }

    private boolean isKeptIn(Backing backing, TopicPartition changelog) {
        String store = storeOf.get(changelog);
        StoreBuffer buffer = store == null ? null : buffers.get(store);
        return buffer != null && buffer.spec().backing() == backing;
    }

    /** Forgets every write since the last apply. A store the user made keeps what it was given. */
    public void discard() {
        buffers.values().forEach(StoreBuffer::discard);
    }

    /** To be called when all stores are registered: what the backends hold of others is given up in time. */
    public void allRegistered() {
        opened.forEach((backing, backend) -> backend.keepOnly(buffers.values().stream()
                .map(StoreBuffer::spec)
                .filter(spec -> spec.backing() == backing)
                .map(StoreSpec::name)
                .collect(Collectors.toUnmodifiableSet())));
    }

    /** Makes what was applied long ago outlive the process. To be called now and then, also while nothing changes. */
    public void persistAged() {
        opened.values().forEach(StateBackend::flushAged);
    }

    /** Makes everything applied or restored outlive the process. */
    public void persist() {
        opened.values().forEach(StateBackend::flush);
    }

    /** Persists what was applied, drops what was not, and closes. Stores that other threads hold refuse from now on. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        buffers.values().forEach(StoreBuffer::close);
        RuntimeException failure = null;
        for (StateBackend backend : opened.values()) {
            try {
                backend.close();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private StateBackend backend(Backing backing) {
        return opened.computeIfAbsent(backing, kind -> switch (kind) {
            case PERSISTENT -> backends.persistent().open(task());
            case IN_MEMORY -> backends.inMemory().open(task());
            case FOREIGN -> throw new IllegalArgumentException("A store of the user's has no backend here.");
        });
    }

    /** Name of the store that a changelog belongs to. */
    public String storeOf(TopicPartition changelog) {
        String store = storeOf.get(changelog);
        if (store == null) {
            throw new IllegalArgumentException(
                    changelog + " is not a changelog of task " + task() + "; those are " + storeOf.keySet() + ".");
        }
        return store;
    }

    private List<String> undrainedStores() {
        return inDrainOrder.stream()
                .filter(StoreBuffer::hasUndrained)
                .map(buffer -> buffer.spec().name())
                .toList();
    }

    private List<StoreBuffer> sortedForDrain() {
        Map<String, Integer> place = new HashMap<>();
        settings.drainOrder().forEach(store -> place.putIfAbsent(store, place.size()));
        List<StoreBuffer> sorted = new ArrayList<>(buffers.values());
        sorted.sort(Comparator.comparingInt(
                buffer -> place.getOrDefault(buffer.spec().name(), Integer.MAX_VALUE)));
        return List.copyOf(sorted);
    }
}
