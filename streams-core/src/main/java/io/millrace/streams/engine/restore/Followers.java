package io.millrace.streams.engine.restore;

import io.millrace.streams.engine.log.ChangelogReader;
import io.millrace.streams.engine.log.LogPosition;
import io.millrace.streams.engine.restore.RestoreWorker.Following;
import io.millrace.streams.engine.task.FollowerTask;
import io.millrace.streams.engine.time.Clock;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.StandbyUpdateListener.SuspendReason;
import io.millrace.streams.processor.TaskId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The standby tasks of a restore worker. If there are more changelogs than may be read at a time, they take turns, each until it has caught
 * up or its time is over. Owned by the restore worker's thread.
 */
final class Followers {

    private static final Logger log = LoggerFactory.getLogger(Followers.class);

    /** How long a changelog is read while others wait. */
    private static final long TURN_MS = 1_000;

    /** How often stores are asked whether there is something old enough to be written to the disk. */
    private static final long PERSIST_INTERVAL_MS = 1_000;

    /** How often stores that keep their bytes themselves are told their positions. */
    private static final long NOTE_INTERVAL_MS = 60_000;

    private final ChangelogReader reader;
    private final RestoreOutbox outbox;
    private final StandbyListeners listeners;
    private final FollowLimits limits;
    private final Clock clock;
    private final Map<TaskId, TaskFollow> tasks = new LinkedHashMap<>();
    /** In the order of their turns. */
    private final Map<TopicPartition, ChangelogFollow> changelogs = new LinkedHashMap<>();

    private long persistAtMs = 0;
    private long noteAtMs = 0;

    /** @param limitsKnown told, by any thread, that it is known anew how far tasks may follow */
    Followers(ChangelogReader reader, RestoreOutbox outbox, Clock clock, Following way, Runnable limitsKnown) {
        this.reader = reader;
        this.outbox = outbox;
        this.clock = clock;
        this.listeners = new StandbyListeners(way.listener());
        this.limits = new FollowLimits(way, clock, limitsKnown);
    }

    boolean isEmpty() {
        return tasks.isEmpty();
    }

    Collection<TaskId> ids() {
        return tasks.keySet();
    }

    /** Begins to follow. */
    void add(FollowerTask task) {
        TaskFollow follow = new TaskFollow(task);
        if (tasks.putIfAbsent(task.id(), follow) != null) {
            outbox.failed(task, new IllegalStateException("Standby task " + task.id() + " was handed over twice"));
            return;
        }
        try {
            follow.start(limits, clock.nowMs());
            for (ChangelogFollow changelog : follow.changelogs()) {
                changelogs.put(changelog.partition(), changelog);
                listeners.started(changelog);
            }
        } catch (RuntimeException e) { // Stores and listeners are the user's code as well.
            fail(follow, e);
            return;
        }
        limits.askSoon();
        log.info(
                "Following {} changelogs of standby task {}",
                follow.changelogs().size(),
                task.id());
    }

    /** Ends following because the stores become those of an active task; without effect if the task is not followed. */
    void promote(TaskId id) {
        TaskFollow follow = tasks.get(id);
        if (follow != null) {
            forget(id);
            log.info("Standby task {} becomes active", id);
            follow.changelogs().forEach(changelog -> listeners.suspended(changelog, SuspendReason.PROMOTED));
        }
    }

    /** Ends following, closes the task and hands it back; without effect if it is not followed. What goes wrong is logged. */
    void recall(TaskId id) {
        TaskFollow follow = tasks.get(id);
        if (follow == null) {
            return;
        }
        forget(id);
        try {
            follow.notePositions();
        } catch (RuntimeException e) { // Loading goes on from an earlier position then.
            log.warn("The stores of standby task {} did not take their positions", id, e);
        }
        try {
            follow.task().close();
            follow.changelogs().forEach(changelog -> listeners.suspended(changelog, SuspendReason.MIGRATED));
        } catch (StreamsException e) {
            log.warn("Standby task {} did not end cleanly", id, e);
        } finally {
            outbox.recalled(follow.task());
        }
    }

    /** Hands all tasks back, because nothing can be read any more. */
    void failAll(RuntimeException cause) {
        List.copyOf(tasks.values()).forEach(follow -> fail(follow, cause));
    }

    private void fail(TaskFollow follow, RuntimeException cause) {
        forget(follow.task().id());
        outbox.failed(follow.task(), cause);
    }

    private void forget(TaskId id) {
        changelogs.keySet().removeAll(partitionsOf(id));
        tasks.remove(id);
    }

    /** The changelogs of a task; none if it is not followed. */
    Set<TopicPartition> partitionsOf(TaskId id) {
        Set<TopicPartition> partitions = new LinkedHashSet<>();
        TaskFollow follow = tasks.get(id);
        if (follow != null) {
            follow.changelogs().forEach(changelog -> partitions.add(changelog.partition()));
        }
        return partitions;
    }

    /** Learns how far the changelogs may be loaded. */
    void refreshLimits() {
        Map<TopicPartition, LogPosition> committed = tasks.isEmpty() ? null : limits.refresh(tasks.values());
        if (committed == null) {
            return;
        }
        for (TaskFollow follow : List.copyOf(tasks.values())) {
            try {
                limits.tell(follow, committed);
            } catch (RuntimeException e) { // Its stores note where they are.
                fail(follow, e);
            }
        }
    }

    /** Reading these failed: if they are several, each is read by itself to find which it is; and that one is not read for a while. */
    void cannotRead(Set<TopicPartition> partitions, long restMs, StreamsException cause) {
        partitions.forEach(partition -> changelog(partition).suspect());
        if (partitions.size() > 1) {
            log.info("Following {} failed; each is read by itself now", partitions, cause);
            return;
        }
        for (TopicPartition partition : partitions) {
            ChangelogFollow changelog = changelog(partition);
            log.warn(
                    "Standby task {} cannot follow {} from offset {} on, and tries again in {} ms; others go on",
                    changelog.task().task().id(),
                    partition,
                    changelog.nextOffset(),
                    restMs,
                    cause);
            changelog.restUntil(clock.elapsedMs() + restMs);
        }
    }

    /** The changelogs to read now, no more than so many; a suspect one without others. */
    Set<TopicPartition> turn(int slots) {
        long nowMs = clock.elapsedMs();
        List<ChangelogFollow> readable = new ArrayList<>();
        changelogs.values().stream()
                .filter(changelog -> changelog.isReadable(nowMs))
                .forEach(readable::add);
        readable.stream()
                .filter(changelog -> changelog.hadItsTurn(nowMs, TURN_MS))
                .forEach(ChangelogFollow::trust);
        boolean suspects = readable.stream().anyMatch(ChangelogFollow::isSuspect);
        if (suspects) {
            readable.stream().filter(changelog -> !changelog.isSuspect()).forEach(ChangelogFollow::turnEnds);
            readable.removeIf(changelog -> !changelog.isSuspect());
        }
        return turn(readable, suspects ? Math.min(1, slots) : slots, nowMs);
    }

    private Set<TopicPartition> turn(List<ChangelogFollow> readable, int slots, long nowMs) {
        if (readable.size() > slots) {
            List<ChangelogFollow> last = readable.stream()
                    .filter(changelog -> changelog.hadItsTurn(nowMs, TURN_MS))
                    .toList();
            readable.removeAll(last);
            readable.addAll(last);
            for (ChangelogFollow changelog : last) {
                changelog.turnEnds();
                changelogs.remove(changelog.partition());
                changelogs.put(changelog.partition(), changelog);
            }
        }
        Set<TopicPartition> turn = new LinkedHashSet<>();
        for (ChangelogFollow changelog : readable) {
            if (turn.size() < slots) {
                changelog.turnBegins(nowMs);
                turn.add(changelog.partition());
            } else {
                changelog.turnEnds();
            }
        }
        return turn;
    }

    /** Where to read a changelog from. */
    long nextOffset(TopicPartition partition) {
        return changelog(partition).nextOffset();
    }

    boolean isFollowed(TopicPartition partition) {
        return changelogs.containsKey(partition);
    }

    private ChangelogFollow changelog(TopicPartition partition) {
        return Objects.requireNonNull(changelogs.get(partition));
    }

    /**
     * Loads records; answers with how many. A task that cannot take them is handed back.
     *
     * @param position the offset after the records, negative if it is not known
     */
    int load(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records, long position) {
        ChangelogFollow changelog = changelog(partition);
        try {
            return load(changelog, records, position);
        } catch (RuntimeException e) { // Stores and listeners are the user's code as well.
            fail(changelog.task(), e);
            return 0;
        }
    }

    private int load(ChangelogFollow changelog, List<ConsumerRecord<byte[], byte[]>> records, long position) {
        TopicPartition partition = changelog.partition();
        FollowerTask task = changelog.task().task();
        List<ConsumerRecord<byte[], byte[]>> batch = ChangelogRestore.upTo(changelog.ceiling(), records);
        long next = Math.min(position, changelog.ceiling());
        if (position >= 0) {
            reader.lag(partition).ifPresent(lag -> {
                changelog.endOffset(position + lag);
                changelog.caughtUp(lag == 0);
            });
        }
        if (next <= changelog.nextOffset()) {
            return 0;
        }
        changelog.trust();
        task.state().restore(partition, task.restorable(partition, batch), next);
        changelog.advance(batch.size(), ChangelogRestore.sizeOf(batch), next);
        task.restored(batch.size(), 0);
        if (!batch.isEmpty()) {
            listeners.loaded(task.id(), changelog, batch.get(batch.size() - 1).offset(), batch.size());
        }
        return batch.size();
    }

    /** Goes on from the beginning of a changelog whose log lost the next offset, with an emptied store. */
    void startOver(TopicPartition partition, long beginning) {
        ChangelogFollow changelog = changelogs.get(partition);
        if (changelog == null) {
            return;
        }
        FollowerTask task = changelog.task().task();
        try {
            if (changelog.nextOffset() > 0) {
                log.warn(
                        "Changelog {} of standby task {} does not hold offset {} any more: loading its store from the"
                                + " beginning",
                        partition,
                        task.id(),
                        changelog.nextOffset());
                task.state().reset(partition);
            }
            changelog.startOver(beginning);
            reader.seek(partition, beginning);
        } catch (RuntimeException e) { // A store of the user's is asked as well.
            fail(changelog.task(), e);
        }
    }

    /** Makes what was loaded long ago outlive the process. */
    void persistAged() {
        long nowMs = clock.elapsedMs();
        if (nowMs < persistAtMs) {
            return;
        }
        persistAtMs = nowMs + PERSIST_INTERVAL_MS;
        boolean note = nowMs >= noteAtMs;
        if (note) {
            noteAtMs = nowMs + NOTE_INTERVAL_MS;
        }
        for (TaskFollow follow : List.copyOf(tasks.values())) {
            try {
                if (note) {
                    follow.notePositions();
                }
                follow.task().state().persistAged();
            } catch (RuntimeException e) { // The disk may be damaged, and some stores are the user's.
                fail(follow, e);
            }
        }
    }

    /** How long nothing is to be done if there is nothing to read. */
    long waitMs() {
        return changelogs.isEmpty() ? PERSIST_INTERVAL_MS : Math.min(PERSIST_INTERVAL_MS, limits.waitMs());
    }

    /** How far the tasks are. */
    Map<TaskId, RestoreProgress> progress() {
        Map<TaskId, RestoreProgress> now = new LinkedHashMap<>();
        tasks.forEach((id, follow) -> now.put(id, follow.progress()));
        return Map.copyOf(now);
    }
}
