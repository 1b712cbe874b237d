package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.crash.CrashPoint;
import io.millrace.streams.engine.log.CommitProtocol;
import io.millrace.streams.engine.log.LogPosition;
import io.millrace.streams.engine.state.UncommittedBudget;
import io.millrace.streams.engine.task.ActiveTask;
import io.millrace.streams.engine.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Commits the tasks of a worker together, in three steps whose order must not change: drain (changes go to outputs and
 * changelogs), publish (outputs are acknowledged, then input positions are committed), apply (stores are written, with the
 * changelog positions they correspond to). A crash after any step loses nothing: stores are never ahead of their changelogs, and
 * committed inputs never lead them. Owned by the worker's thread.
 */
final class CommitCycle {

    /** How long before a commit that readers wait for its changes are passed on, so that few are left to wait for then. */
    private static final long HEAD_START_MS = 10;

    /** A commit that is late by more was deferred, because the group would not take it. */
    private static final long LATE_MS = 10;

    private final CommitProtocol protocol;
    private final Limits limits;
    private final Clock clock;
    private final WorkerMeters meters;
    /** Ends of changelogs that are in the log but not in the stores yet. */
    private final Map<TopicPartition, Long> appended = new HashMap<>();

    private final Backoff backoff = new Backoff();
    private final CommitSchedule schedule;
    private long passedOnBytes;
    private boolean headStart;

    /**
     * When to commit, and when to pass changes on before that.
     *
     * @param uncommitted changes beyond this are committed
     * @param heldBackBytes changes beyond this are passed on, 0 if none are held back
     * @param intervalMs {@code commit.interval.ms}
     */
    record Limits(UncommittedBudget uncommitted, long heldBackBytes, long intervalMs) {}

    CommitCycle(CommitProtocol protocol, Limits limits, Clock clock, WorkerMeters meters) {
        this.protocol = protocol;
        this.limits = limits;
        this.meters = meters;
        this.clock = clock;
        this.schedule = new CommitSchedule(limits.intervalMs(), clock.elapsedMs());
    }

    /** Gets ready to commit; false if the broker does not answer at the moment, or work was lost again and again. */
    boolean prepare() {
        return !backoff.isWaiting(clock.elapsedMs()) && protocol.prepare();
    }

    /** Whether all tasks lose their work since the last commit if one does. */
    boolean isAtomic() {
        return protocol.isAtomic();
    }

    /** Whether the interval passed, a processor asked, or too much is uncommitted. */
    boolean isDue(List<ActiveTask> tasks) {
        if (schedule.isDue(clock.elapsedMs()) || limits.uncommitted().isSpent()) {
            return true;
        }
        for (ActiveTask task : tasks) {
            if (task.commitRequested()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether as many changes are held back as may be. A change to a key that was passed on and not committed takes no memory of its
     * own and is not counted again.
     */
    boolean holdsBackTooMuch() {
        long used = limits.uncommitted().usedBytes();
        passedOnBytes = Math.min(passedOnBytes, used);
        return limits.heldBackBytes() > 0 && used - passedOnBytes >= limits.heldBackBytes();
    }

    /** Whether readers wait for the next commit, and it is so near that a worker with nothing to process better calls {@link #passOn}. */
    boolean isNear() {
        return leftToHeadStartMs() <= 0;
    }

    private long leftToHeadStartMs() {
        boolean none = headStart || !protocol.isAtomic() || limits.intervalMs() < 4 * HEAD_START_MS;
        return none ? Long.MAX_VALUE : schedule.leftMs(clock.elapsedMs()) - HEAD_START_MS;
    }

    /** How long a worker with nothing to process may wait for input: its results shall not wait for that. */
    Duration waitAtMost(Duration limit, List<ActiveTask> tasks) {
        long headStartMs = leftToHeadStartMs();
        long leftMs = schedule.leftMs(clock.elapsedMs());
        long waitMs = headStartMs > 0 ? Math.min(headStartMs, leftMs) : leftMs;
        if (waitMs >= limit.toMillis() || !isNeeded(tasks)) {
            return limit;
        }
        return waitMs < -LATE_MS ? limit : Duration.ofMillis(Math.max(0, waitMs));
    }

    /** Passes on what is held back, to outputs and changelogs, as the first step of a commit does; the rest follows at the commit. */
    void passOn(List<ActiveTask> tasks) {
        List<ActiveTask> dirty = needingCommit(tasks);
        publishFirstPositions(dirty);
        dirty.forEach(ActiveTask::drain);
        passedOnBytes = limits.uncommitted().usedBytes();
        headStart |= isNear();
    }

    /** Whether these tasks have done anything since their last commit. */
    boolean isNeeded(Collection<ActiveTask> tasks) {
        return !needingCommit(tasks).isEmpty();
    }

    private static List<ActiveTask> needingCommit(Collection<ActiveTask> tasks) {
        List<ActiveTask> dirty = new ArrayList<>();
        for (ActiveTask task : tasks) {
            if (task.needsCommit()) {
                dirty.add(task);
            }
        }
        return dirty;
    }

    private void publishFirstPositions(List<ActiveTask> dirty) {
        if (protocol.isAtomic()) {
            return; // Nothing can be in a changelog without the positions.
        }
        Map<TopicPartition, LogPosition> first = new HashMap<>();
        for (ActiveTask task : dirty) {
            first.putAll(task.firstPositions());
        }
        if (!first.isEmpty()) {
            appended.putAll(protocol.publish(changelogEnds -> first));
            dirty.forEach(ActiveTask::firstPositionsCommitted);
        }
    }

    /** Forgets what was sent since the last commit: all tasks start over from there. */
    void abort() {
        backoff.lost(clock.elapsedMs());
        headStart = false;
        appended.clear();
        protocol.abort();
    }

    /** Forgets what a task that is given up without a commit has sent. */
    void forget(ActiveTask task) {
        appended.keySet().removeAll(task.changelogs());
        protocol.forget(task.changelogs());
    }

    /** Commits what these tasks did. Returns the input positions committed. */
    Map<TopicPartition, LogPosition> run(Collection<ActiveTask> tasks) {
        long beganMs = clock.elapsedMs();
        tasks.forEach(ActiveTask::persistAged);
        List<ActiveTask> dirty = needingCommit(tasks);
        if (dirty.isEmpty()) {
            headStart = false;
            schedule.nothingToCommit(beganMs);
            return Map.of();
        }
        long sinceNanos = meters.start();
        Map<TopicPartition, LogPosition> inputs = new HashMap<>();
        publishFirstPositions(dirty);
        for (ActiveTask task : dirty) {
            task.drain();
        }
        Map<TopicPartition, Long> ends = protocol.publish(changelogEnds -> {
            appended.putAll(changelogEnds);
            for (ActiveTask task : dirty) {
                inputs.putAll(task.positions(appended));
            }
            return inputs;
        });
        CrashPoint.COMMITTED.pass();
        appended.putAll(ends);
        for (ActiveTask task : dirty) {
            task.committed(appended);
        }
        CrashPoint.APPLIED.pass();
        appended.clear();
        backoff.over();
        headStart = false;
        schedule.committed(beganMs, clock.elapsedMs());
        meters.committed(sinceNanos);
        return inputs;
    }
}
