package io.millrace.streams.query;

import io.millrace.streams.processor.StateStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of one partition of a store to a query, or the reason why there is none.
 *
 * @param <R> the type of the answer
 */
public interface QueryResult<R extends @Nullable Object> {

    /**
     * Creates an answer.
     *
     * @param <R> the type of the answer
     * @param result the answer, may be null
     * @return the result
     */
    static <R extends @Nullable Object> QueryResult<R> forResult(R result) {
        return new AnsweredQuery<>(result);
    }

    /**
     * Creates a failure.
     *
     * @param <R> the type of the answer
     * @param failureReason the reason
     * @param failureMessage what happened
     * @return the result
     */
    static <R extends @Nullable Object> QueryResult<R> forFailure(FailureReason failureReason, String failureMessage) {
        return new RefusedQuery<>(failureReason, failureMessage);
    }

    /**
     * Creates the failure of a store that does not know the type of the query.
     *
     * @param <R> the type of the answer
     * @param query the query
     * @param store the store
     * @return the result
     */
    static <R extends @Nullable Object> QueryResult<R> forUnknownQueryType(Query<R> query, StateStore store) {
        return forFailure(
                FailureReason.UNKNOWN_QUERY_TYPE,
                "This store (" + store.getClass() + ") doesn't know how to execute the given query (" + query
                        + "). Contact the store maintainer if you need support for a new query type.");
    }

    /**
     * Creates the failure of a partition that has not reached the position asked for.
     *
     * @param <R> the type of the answer
     * @param currentPosition how far the partition has come
     * @param positionBound how far it should have come
     * @param partition the partition, or null if the store is not opened yet
     * @return the result
     */
    static <R extends @Nullable Object> QueryResult<R> notUpToBound(
            Position currentPosition, PositionBound positionBound, @Nullable Integer partition) {
        String message = partition == null
                ? "The store is not opened yet and has not reached " + positionBound + "."
                : "Partition " + partition + " is at " + currentPosition + " and has not reached " + positionBound
                        + ".";
        return forFailure(FailureReason.NOT_UP_TO_BOUND, message);
    }

    /**
     * Adds a line to the execution information.
     *
     * @param message the line
     */
    void addExecutionInfo(String message);

    /**
     * Sets how far the store had come when it answered.
     *
     * @param position the position
     */
    void setPosition(Position position);

    /**
     * Whether there is an answer.
     *
     * @return true for an answer, false for a failure
     */
    boolean isSuccess();

    /**
     * Whether the query failed.
     *
     * @return false for an answer, true for a failure
     */
    boolean isFailure();

    /**
     * How the query was executed.
     *
     * @return the lines, empty unless the request asked for them
     */
    List<String> getExecutionInfo();

    /**
     * How far the store had come when it answered.
     *
     * @return the position, or null if the store does not tell
     */
    @Nullable
    Position getPosition();

    /**
     * The reason of the failure.
     *
     * @return the reason
     * @throws IllegalArgumentException if the query did not fail
     */
    FailureReason getFailureReason();

    /**
     * What happened.
     *
     * @return the message
     * @throws IllegalArgumentException if the query did not fail
     */
    String getFailureMessage();

    /**
     * The answer.
     *
     * @return the answer, null if the store has nothing under the key
     * @throws IllegalArgumentException if the query failed
     */
    R getResult();
}
