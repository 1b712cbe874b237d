package io.millrace.streams.query;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answers to a request: one for each partition, or one for a global store.
 *
 * @param <R> the type of the answer
 */
public class StateQueryResult<R extends @Nullable Object> {

    private final Map<Integer, QueryResult<R>> partitionResults = new LinkedHashMap<>();
    private @Nullable QueryResult<R> globalResult;

    /** Creates a result without any answer. */
    public StateQueryResult() {}

    /**
     * Sets the answer of a global store.
     *
     * @param r the answer
     */
    public void setGlobalResult(QueryResult<R> r) {
        globalResult = r;
    }

    /**
     * Adds the answer of a partition.
     *
     * @param partition the partition
     * @param r the answer
     */
    public void addResult(int partition, QueryResult<R> r) {
        partitionResults.put(partition, r);
    }

    /**
     * The answers by partition.
     *
     * @return a read-only view, empty for a global store
     */
    public Map<Integer, QueryResult<R>> getPartitionResults() {
        return Collections.unmodifiableMap(partitionResults);
    }

    /**
     * The one answer that is not null. Failures and null answers of other partitions are passed over.
     *
     * @return the answer, or null if no partition has one
     * @throws IllegalArgumentException if several partitions have one
     */
    public @Nullable QueryResult<R> getOnlyPartitionResult() {
        List<QueryResult<R>> answers = partitionResults.values().stream()
                .filter(result -> result.isSuccess() && result.getResult() != null)
                .toList();
        if (answers.size() > 1) {
            throw new IllegalArgumentException(
                    answers.size() + " partitions have answered instead of one: " + partitionResults);
        }
        return answers.isEmpty() ? null : answers.get(0);
    }

    /**
     * The answer of a global store.
     *
     * @return the answer, or null if the store is not global
     */
    public @Nullable QueryResult<R> getGlobalResult() {
        return globalResult;
    }

    /**
     * How far the partitions had come when they answered.
     *
     * @return the positions of all partitions merged, or null for a global store
     */
    public @Nullable Position getPosition() {
        if (globalResult != null) {
            return globalResult.getPosition();
        }
        Position position = Position.emptyPosition();
        partitionResults.values().forEach(result -> position.merge(result.getPosition()));
        return position;
    }

    @Override
    public String toString() {
        return "StateQueryResult{partitionResults=" + partitionResults + ", globalResult=" + globalResult + "}";
    }
}
