package io.millrace.streams.engine.restore;

import io.millrace.streams.engine.log.ChangelogReader;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;

/**
 * From where to where changelogs can be read, as the broker says.
 *
 * @param beginnings their first offsets
 * @param ends the offsets after their last records
 * @param early the tasks with changelogs that are known to be committed further than they can be read now, and are written as far
 */
record ChangelogSpans(Map<TopicPartition, Long> beginnings, Map<TopicPartition, Long> ends, Set<TaskRestore> early) {

    /**
     * Asks about the changelogs of these tasks. Blocks for the broker's answers.
     *
     * @param written tells the offsets after the last records, whether their transactions have ended or not
     */
    static ChangelogSpans ask(
            Collection<TaskRestore> tasks,
            ChangelogReader reader,
            Function<Set<TopicPartition>, Map<TopicPartition, Long>> written) {
        Set<TopicPartition> partitions = of(tasks);
        Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
        Map<TopicPartition, Long> beginnings = reader.beginningOffsets(partitions);
        Map<TopicPartition, TaskRestore> early = new HashMap<>();
        for (TaskRestore restore : tasks) {
            restore.endingEarly(ends).forEach(partition -> early.put(partition, restore));
        }
        if (!early.isEmpty()) {
            Map<TopicPartition, Long> writtenEnds = written.apply(early.keySet());
            early.entrySet()
                    .removeIf(entry -> entry.getValue().endingEarly(writtenEnds).contains(entry.getKey()));
        }
        return new ChangelogSpans(beginnings, ends, Set.copyOf(early.values()));
    }

    /** The changelogs of these tasks. */
    static Set<TopicPartition> of(Collection<TaskRestore> tasks) {
        Set<TopicPartition> partitions = new HashSet<>();
        tasks.forEach(restore -> partitions.addAll(restore.partitions()));
        return partitions;
    }
}
