package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.log.CommitProtocol;
import io.millrace.streams.engine.log.LogPosition;
import io.millrace.streams.engine.metrics.Meter;
import io.millrace.streams.engine.state.UncommittedBudget;
import io.millrace.streams.engine.task.ActiveTask;
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

    private final CommitProtocol protocol;
    private final UncommittedBudget budget;
    private final long intervalMs;
    private final Meter commits;
    private long lastMs;

    CommitCycle(CommitProtocol protocol, UncommittedBudget budget, long intervalMs, long nowMs, Meter commits) {
        this.protocol = protocol;
        this.budget = budget;
        this.intervalMs = intervalMs;
        this.commits = commits;
        this.lastMs = nowMs;
    }

    /** Whether the interval passed, a processor asked, or too much is uncommitted. */
    boolean isDue(List<ActiveTask> tasks, long nowMs) {
        if (nowMs - lastMs >= intervalMs || budget.isSpent()) {
            return true;
        }
        for (ActiveTask task : tasks) {
            if (task.commitRequested()) {
                return true;
            }
        }
        return false;
    }

    /** Commits what these tasks did. Returns the input positions committed. */
    Map<TopicPartition, LogPosition> run(Collection<ActiveTask> tasks, long nowMs) {
        List<ActiveTask> dirty = new ArrayList<>();
        for (ActiveTask task : tasks) {
            if (task.needsCommit()) {
                dirty.add(task);
            }
        }
        if (dirty.isEmpty()) {
            lastMs = nowMs;
            return Map.of();
        }
        Map<TopicPartition, LogPosition> inputs = new HashMap<>();
        for (ActiveTask task : dirty) {
            task.drain();
        }
        Map<TopicPartition, Long> changelogs = protocol.publish(changelogEnds -> {
            for (ActiveTask task : dirty) {
                inputs.putAll(task.positions(changelogEnds));
            }
            return inputs;
        });
        for (ActiveTask task : dirty) {
            task.committed(changelogs);
        }
        lastMs = nowMs;
        commits.mark(1, nowMs);
        return inputs;
    }
}
