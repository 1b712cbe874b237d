package io.millrace.streams.engine.restore;

import io.millrace.streams.engine.log.GroupPositions;
import io.millrace.streams.engine.log.LogPosition;
import io.millrace.streams.engine.restore.RestoreWorker.Following;
import io.millrace.streams.engine.task.FollowerTask;
import io.millrace.streams.engine.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far standby tasks may follow: to where the group has committed. What lies beyond is not part of the state yet, and never will be
 * if whoever runs the task stops before its commit; a store cannot give it back. Asked for now and then, for all tasks in one request,
 * whose answer nobody waits for. Changelogs of which only committed records are read need no limit.
 */
final class FollowLimits {

    private static final Logger log = LoggerFactory.getLogger(FollowLimits.class);

    private final GroupPositions positions;
    private final Clock clock;
    private final long intervalMs;
    private final boolean readsCommitted;
    private final Runnable answered;
    private @Nullable CompletableFuture<Map<TopicPartition, LogPosition>> answer;
    private boolean failing;
    private long askAtMs;

    /** @param answered told that an answer came, by any thread */
    FollowLimits(Following way, Clock clock, Runnable answered) {
        this.positions = way.positions();
        this.clock = clock;
        this.intervalMs = way.interval().toMillis();
        this.readsCommitted = way.readsCommitted();
        this.answered = answered;
    }

    private boolean isLimited(FollowerTask task, TopicPartition changelog) {
        return !readsCommitted || task.isInput(changelog);
    }

    long firstCeiling(FollowerTask task, TopicPartition changelog) {
        return isLimited(task, changelog) ? ChangelogFollow.UNKNOWN_CEILING : ChangelogFollow.NO_CEILING;
    }

    /** Asks about the tasks, if it is time; answers with what was committed as of the last question, if the answer came since. */
    @Nullable
    Map<TopicPartition, LogPosition> refresh(Collection<TaskFollow> tasks) {
        CompletableFuture<Map<TopicPartition, LogPosition>> asked = answer;
        Map<TopicPartition, LogPosition> committed = null;
        if (asked != null && asked.isDone()) {
            answer = null;
            committed = answerOf(asked);
        }
        if (answer == null && clock.elapsedMs() >= askAtMs) {
            Set<TopicPartition> inputs = new HashSet<>();
            boolean all = false;
            for (TaskFollow follow : tasks) {
                FollowerTask task = follow.task();
                inputs.addAll(task.inputs());
                all |= task.readsPatterns();
            }
            if (all || !inputs.isEmpty()) {
                askAtMs = clock.elapsedMs() + intervalMs;
                answer = (all ? positions.all() : positions.of(inputs))
                        .whenComplete((known, error) -> answered.run())
                        .toCompletableFuture();
            }
        }
        return committed;
    }

    private @Nullable Map<TopicPartition, LogPosition> answerOf(
            CompletableFuture<Map<TopicPartition, LogPosition>> asked) {
        try {
            Map<TopicPartition, LogPosition> positions = asked.join();
            failing = false;
            return positions;
        } catch (CompletionException
                | CancellationException e) { // What is known holds, and the question is asked again.
            if (!failing) {
                failing = true;
                log.warn(
                        "The positions that the group has committed cannot be had now, and standby tasks follow no"
                                + " further than those known; does the admin client have DESCRIBE on the group?",
                        e);
            }
            return null;
        }
    }

    /** Tells a task what is committed. */
    void tell(TaskFollow follow, Map<TopicPartition, LogPosition> committed) {
        Map<TopicPartition, Long> ceilings = follow.task().ceilings(committed);
        Map<TopicPartition, Long> lastOffsets = follow.task().lastOffsets(committed);
        for (ChangelogFollow changelog : follow.changelogs()) {
            Long end = ceilings.get(changelog.partition());
            if (end != null) {
                changelog.committed(end, lastOffsets);
            }
            if (isLimited(follow.task(), changelog.partition())) {
                changelog.ceiling(end == null ? ChangelogFollow.NO_CEILING : end);
            }
        }
    }

    /** A task came: it need not wait until it is time. */
    void askSoon() {
        askAtMs = clock.elapsedMs();
    }

    /** How long to wait until it is time to ask; an answer is told of when it comes. */
    long waitMs() {
        return answer == null ? Math.max(1, askAtMs - clock.elapsedMs()) : Long.MAX_VALUE;
    }
}
