package io.millrace.streams.processor;

import io.millrace.streams.query.FailureReason;
import io.millrace.streams.query.Position;
import io.millrace.streams.query.PositionBound;
import io.millrace.streams.query.Query;
import io.millrace.streams.query.QueryConfig;
import io.millrace.streams.query.QueryResult;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * State that the processors of a task keep between records.
 *
 * <p>Use the stores of {@link io.millrace.streams.state.Stores}, or implement this interface for a store of your own. Except for
 * {@link #query}, methods are called on the thread that owns the task at the time.
 */
public interface StateStore {

    /**
     * The name of the store, unique within the topology.
     *
     * @return the name
     */
    String name();

    /**
     * Opens the store and registers it for restoration.
     *
     * <p>An implementation must call {@link StateStoreContext#register} with {@code root} and its restore callback.
     *
     * @param stateStoreContext what the task offers its stores
     * @param root the outermost store if this one is wrapped, otherwise this store itself
     */
    void init(StateStoreContext stateStoreContext, StateStore root);

    /**
     * Persists what was written since the last commit, together with the changelog positions it corresponds to. Does nothing
     * unless overridden.
     *
     * @param changelogOffsets for each changelog partition of the store, the offset that its content corresponds to
     */
    default void commit(Map<TopicPartition, Long> changelogOffsets) {}

    /**
     * The changelog position that the persisted content of the store corresponds to.
     *
     * @param partition a changelog partition of the store
     * @return the offset given to the last {@link #commit}, or null (the default) if the store does not keep it
     */
    default @Nullable Long committedOffset(TopicPartition partition) {
        return null;
    }

    /** Closes the store and frees what it holds. Calling it again has no effect. */
    void close();

    /**
     * Whether the content survives a restart of the process.
     *
     * @return true if the content is kept on disk
     */
    boolean persistent();

    /**
     * Whether the store can be read and written.
     *
     * @return true between {@link #init} and {@link #close}
     */
    boolean isOpen();

    /**
     * Answers a query from outside the topology. Called from the thread of the one who asks, while the owner writes.
     *
     * <p>Unless overridden, every query fails with {@link FailureReason#UNKNOWN_QUERY_TYPE}.
     *
     * @param <R> the type of the result
     * @param query the question
     * @param positionBound the input positions that the content must have reached
     * @param config whether to collect execution information
     * @return the result, successful or failed; never an exception for a query the store does not know
     */
    default <R extends @Nullable Object> QueryResult<R> query(
            Query<R> query, PositionBound positionBound, QueryConfig config) {
        return QueryResult.forUnknownQueryType(query, this);
    }

    /**
     * The input positions that the content of the store reflects.
     *
     * @return a position that later writes do not change
     * @throws UnsupportedOperationException if the store does not track its position, which is the default
     */
    default Position getPosition() {
        throw new UnsupportedOperationException(
                "Store '" + name() + "' (" + getClass().getName() + ") does not track its position.");
    }
}
