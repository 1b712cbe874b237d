package io.millrace.streams.engine.restore;

import io.millrace.streams.engine.log.GroupPositions;
import io.millrace.streams.engine.log.LogPosition;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicPartition;

/** A group whose commits are made by the test. Answers at once, unless it is told to fail or to be silent. */
final class FakeGroup implements GroupPositions {

    private final Map<TopicPartition, LogPosition> committed = new HashMap<>();

    int asked;
    boolean silent;
    /** The answer, when the test has it, if it is not null. */
    CompletableFuture<Map<TopicPartition, LogPosition>> pending;

    RuntimeException failure;

    void commit(TopicPartition input, long offset) {
        committed.put(input, new LogPosition(offset, ""));
    }

    @Override
    public CompletionStage<Map<TopicPartition, LogPosition>> of(Set<TopicPartition> partitions) {
        Map<TopicPartition, LogPosition> found = new HashMap<>(committed);
        found.keySet().retainAll(partitions);
        return answer(found);
    }

    @Override
    public CompletionStage<Map<TopicPartition, LogPosition>> all() {
        return answer(Map.copyOf(committed));
    }

    private CompletionStage<Map<TopicPartition, LogPosition>> answer(Map<TopicPartition, LogPosition> found) {
        asked++;
        if (pending != null) {
            return pending;
        }
        if (silent) {
            return new CompletableFuture<>();
        }
        return failure == null ? CompletableFuture.completedFuture(found) : CompletableFuture.failedFuture(failure);
    }
}
