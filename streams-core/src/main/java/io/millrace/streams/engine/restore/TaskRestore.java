package io.millrace.streams.engine.restore;

import io.millrace.streams.engine.restore.RestoreMessage.Restore;
import io.millrace.streams.engine.state.TaskState;
import io.millrace.streams.engine.task.RestorableTask;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One task on its way up to its changelogs. Owned by the restore worker's thread. */
final class TaskRestore {

    private static final Logger log = LoggerFactory.getLogger(TaskRestore.class);

    private final RestorableTask task;
    private final Map<TopicPartition, Long> ceilings;
    private final RestoreListeners listeners;
    private final Map<TopicPartition, ChangelogRestore> changelogs = new LinkedHashMap<>();
    private final Map<TopicPartition, KeptEnd> keptEnds = new HashMap<>();
    private boolean started;

    TaskRestore(Restore message, RestoreListeners listeners) {
        this.task = message.task();
        this.ceilings = message.ceilings();
        this.listeners = listeners;
    }

    RestorableTask task() {
        return task;
    }

    boolean isStarted() {
        return started;
    }

    Set<TopicPartition> partitions() {
        return task.state().changelogs();
    }

    /**
     * The changelogs whose ends, as given, are before what is known to be committed: the position of the store, or the end kept with the
     * input positions. Soon after a commit that is so of what can be read, because the end of the transaction is not in every partition
     * yet.
     */
    Set<TopicPartition> endingEarly(Map<TopicPartition, Long> ends) {
        Set<TopicPartition> early = new HashSet<>();
        for (TopicPartition partition : partitions()) {
            Long end = ends.get(partition);
            long committed = Math.max(
                    ceilings.getOrDefault(partition, 0L),
                    task.state().position(partition).orElse(0L));
            if (end != null && committed > end) {
                early.add(partition);
            }
        }
        return early;
    }

    /** Fixes where each changelog is read from and to. A position outside of what the log holds starts over. */
    void start(Map<TopicPartition, Long> beginnings, Map<TopicPartition, Long> ends, long nowMs) {
        for (TopicPartition partition : partitions()) {
            long beginning = beginnings.getOrDefault(partition, 0L);
            long logEnd = ends.getOrDefault(partition, beginning);
            long end = Math.min(logEnd, ceilings.getOrDefault(partition, Long.MAX_VALUE));
            long start = start(partition, beginning, logEnd);
            if (end < logEnd) {
                task.state().restoredInPart(partition);
                if (!task.isInput(partition)) {
                    keptEnds.put(partition, new KeptEnd(start, end, logEnd));
                }
            }
            ChangelogRestore restore =
                    new ChangelogRestore(partition, task.state().storeOf(partition), start, end, nowMs);
            changelogs.put(partition, restore);
        }
        changelogs.values().stream().filter(restore -> !restore.isComplete()).forEach(listeners::started);
        started = true;
        task.restored(0, remaining());
    }

    private long remaining() {
        long remaining = 0;
        for (ChangelogRestore restore : changelogs.values()) {
            remaining += Math.max(0, restore.endOffset() - restore.nextOffset());
        }
        return remaining;
    }

    private long start(TopicPartition partition, long beginning, long end) {
        TaskState state = task.state();
        OptionalLong stored = state.position(partition);
        if (stored.isEmpty()) {
            return beginning;
        }
        long position = stored.getAsLong();
        if (position >= beginning && position <= end) {
            return position;
        }
        log.warn(
                "The state of store {} of task {} is that of offset {}, but its changelog {} holds {} to {}: restoring"
                        + " it from the beginning",
                state.storeOf(partition),
                task.id(),
                position,
                partition,
                beginning,
                end);
        state.reset(partition);
        return beginning;
    }

    /** Takes records up to the end offset; answers with how many. */
    int restore(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records, long position) {
        ChangelogRestore restore = changelogs.get(partition);
        if (restore == null || restore.isComplete()) {
            return 0;
        }
        checkKeptEnd(restore, records, position);
        List<ConsumerRecord<byte[], byte[]>> batch = ChangelogRestore.upTo(restore.endOffset(), records);
        long next = Math.min(position, restore.endOffset());
        if (next <= restore.nextOffset()) {
            return 0;
        }
        task.state().restore(partition, task.restorable(partition, batch), next);
        restore.advance(batch, next);
        task.state().restoreGoesOn(partition, batch.size());
        task.restored(batch.size(), remaining());
        if (!batch.isEmpty()) {
            listeners.restored(restore, batch.get(batch.size() - 1).offset(), batch.size());
        }
        if (restore.isComplete()) {
            task.state().restoreEnds(partition);
            listeners.ended(restore);
        }
        return batch.size();
    }

    /** Goes on to the end of the log where an entry before the kept end may be lost: rather a record twice than a result gone. */
    private void checkKeptEnd(ChangelogRestore restore, List<ConsumerRecord<byte[], byte[]>> records, long position) {
        TopicPartition partition = restore.partition();
        KeptEnd kept = keptEnds.get(partition);
        if (kept == null) {
            return;
        }
        kept.read(records, position);
        if (!kept.isReachedInDoubt()) {
            return;
        }
        restore.goOnTo(kept.logEnd());
        if (kept.isPassedBy(records)) { // Otherwise there are but the ends of transactions.
            keptEnds.remove(partition);
            log.warn(
                    "Changelog {} of task {} was compacted, perhaps beyond offset {}, up to which it was committed:"
                            + " restoring it to its end at {}. Records that were processed and not committed before the"
                            + " last stop may count twice",
                    partition,
                    task.id(),
                    kept.end(),
                    kept.logEnd());
        }
    }

    /** Restores a changelog whose log lost the next offset from its beginning, with an emptied store. */
    void startOver(TopicPartition partition, long beginning) {
        ChangelogRestore restore = changelogs.get(partition);
        if (restore != null) {
            log.warn(
                    "Changelog {} of task {} does not hold offset {} any more: restoring its store from the beginning",
                    partition,
                    task.id(),
                    restore.nextOffset());
            task.state().reset(partition);
            restore.startOver(beginning);
            KeptEnd kept = keptEnds.get(partition);
            if (kept != null) {
                kept.startOver(beginning);
            }
        }
    }

    /** Tells the listeners that it ends here, finished or not. */
    void suspend() {
        changelogs.values().stream().filter(restore -> !restore.isComplete()).forEach(listeners::suspended);
    }

    boolean isComplete() {
        return started && changelogs.values().stream().allMatch(ChangelogRestore::isComplete);
    }

    /** Where to read a changelog from now on. */
    long startReading(TopicPartition partition, long nowMs) {
        ChangelogRestore restore = Objects.requireNonNull(changelogs.get(partition));
        restore.startReading(nowMs);
        return restore.nextOffset();
    }

    /** Whether records of the changelog are still to be read. */
    boolean isReading(TopicPartition partition) {
        ChangelogRestore restore = changelogs.get(partition);
        return restore != null && !restore.isComplete();
    }

    Collection<ChangelogRestore> changelogRestores() {
        return changelogs.values();
    }

    RestoreProgress progress() {
        return new RestoreProgress(
                task.id(),
                changelogs.values().stream().map(ChangelogRestore::progress).toList());
    }
}
