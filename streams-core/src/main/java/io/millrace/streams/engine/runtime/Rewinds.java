package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.log.LogPosition;
import io.millrace.streams.engine.task.ActiveTask;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Inputs that were read further than their tasks will remember: they are to be read again from where they were committed or, if they
 * never were, from where reading them began. Owned by the worker's thread.
 */
final class Rewinds {

    private static final long NOTHING_READ = -1L;

    /** Where reading began, by input; negative if nothing was read. */
    private final Map<TopicPartition, Long> beginnings = new HashMap<>();

    /** Where reading the inputs of a task began, to be {@linkplain #add added} for the task that takes its place. */
    Map<TopicPartition, Long> beginningsOf(ActiveTask task) {
        Map<TopicPartition, Long> found = new HashMap<>();
        for (TopicPartition input : task.inputs()) {
            found.put(input, beginnings.getOrDefault(input, task.firstOffset(input)));
        }
        return found;
    }

    void add(Set<TopicPartition> inputs, Map<TopicPartition, Long> began) {
        inputs.forEach(input -> beginnings.put(input, began.getOrDefault(input, NOTHING_READ)));
    }

    void forget(Set<TopicPartition> inputs) {
        beginnings.keySet().removeAll(inputs);
    }

    /** Where to go on reading an input that is ready now; null where it stands. */
    @Nullable
    Long take(TopicPartition input, @Nullable LogPosition committed) {
        Long began = beginnings.remove(input);
        if (began == null) {
            return null;
        }
        if (committed != null) {
            return committed.offset();
        }
        return began == NOTHING_READ ? null : began;
    }
}
