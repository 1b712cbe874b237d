package io.millrace.streams.engine.assign;

import io.millrace.streams.processor.TaskId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the changelogs of tasks go.
 *
 * @param ends the sum of the end offsets of each task's changelogs, {@link AssignmentProblem#NOT_KNOWN} if one was not told
 * @param complete whether all that was asked was answered
 * @param failure why nothing was answered, null if something was, or nothing was asked
 */
record ChangelogSizes(
        Map<TaskId, Long> ends, boolean complete, @Nullable KafkaException failure) {

    private static final Logger log = LoggerFactory.getLogger(ChangelogSizes.class);

    ChangelogSizes {
        ends = Map.copyOf(ends);
    }

    /** Asks the brokers. */
    static ChangelogSizes ask(GroupMember leader, Map<TaskId, Set<TopicPartition>> changelogs) {
        Set<TopicPartition> asked = new HashSet<>();
        changelogs.values().forEach(asked::addAll);
        if (asked.isEmpty()) {
            return notAsked(changelogs.keySet());
        }
        try {
            return answered(changelogs, asked, leader.endOffsets(asked));
        } catch (KafkaException e) {
            log.warn(
                    "The end offsets of {} changelog partitions cannot be had: tasks are assigned as if nobody knew"
                            + " how old state is, and again later: {}",
                    asked.size(),
                    e.toString());
            return new ChangelogSizes(notAsked(changelogs.keySet()).ends(), false, e);
        }
    }

    private static ChangelogSizes answered(
            Map<TaskId, Set<TopicPartition>> changelogs, Set<TopicPartition> asked, Map<TopicPartition, Long> answers) {
        Set<TopicPartition> missing = new HashSet<>(asked);
        missing.removeAll(answers.keySet());
        if (missing.size() == asked.size()) {
            throw new TimeoutException("no answer in time");
        }
        if (!missing.isEmpty()) {
            log.warn(
                    "The end offsets of {} cannot be had now; do these partitions have leaders? Their tasks are"
                            + " assigned as if nobody knew how old their state is, and again later",
                    missing);
        }
        Map<TaskId, Long> ends = new HashMap<>();
        changelogs.forEach((task, partitions) -> ends.put(task, sum(partitions, answers)));
        return new ChangelogSizes(ends, missing.isEmpty(), null);
    }

    /** What is known without asking: nothing. */
    static ChangelogSizes notAsked(Set<TaskId> tasks) {
        Map<TaskId, Long> ends = new HashMap<>();
        tasks.forEach(task -> ends.put(task, AssignmentProblem.NOT_KNOWN));
        return new ChangelogSizes(ends, true, null);
    }

    /** How many records the state of a task is behind. One that is ahead belongs to a log that is no more, so nobody knows what it is worth. */
    long lag(TaskId task, long offsets, boolean runsThere) {
        long end = ends.getOrDefault(task, AssignmentProblem.NOT_KNOWN);
        if (offsets == MemberSubscription.RUNNING || (runsThere && offsets == MemberSubscription.UNKNOWN)) {
            return 0;
        }
        if (offsets < 0 || offsets > end || end == AssignmentProblem.NOT_KNOWN) {
            return runsThere ? 0 : AssignmentProblem.NOT_KNOWN;
        }
        return end - offsets;
    }

    private static long sum(Set<TopicPartition> partitions, Map<TopicPartition, Long> answers) {
        long sum = 0;
        for (TopicPartition partition : partitions) {
            Long end = answers.get(partition);
            if (end == null) {
                return AssignmentProblem.NOT_KNOWN;
            }
            sum += end;
        }
        return sum;
    }
}
