package io.millrace.streams.engine.state.view;

import io.millrace.streams.processor.StateStore;
import io.millrace.streams.query.FailureReason;
import io.millrace.streams.query.KeyQuery;
import io.millrace.streams.query.MultiVersionedKeyQuery;
import io.millrace.streams.query.Position;
import io.millrace.streams.query.PositionBound;
import io.millrace.streams.query.Query;
import io.millrace.streams.query.QueryConfig;
import io.millrace.streams.query.QueryResult;
import io.millrace.streams.query.RangeQuery;
import io.millrace.streams.query.TimestampedKeyQuery;
import io.millrace.streams.query.TimestampedRangeQuery;
import io.millrace.streams.query.VersionedKeyQuery;
import io.millrace.streams.query.WindowKeyQuery;
import io.millrace.streams.query.WindowRangeQuery;
import io.millrace.streams.state.SessionStore;
import io.millrace.streams.state.WindowStore;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is the same for the queries of all kinds of stores: the position to be reached, and the notes on the way. */
final class StoreQueries {

    /** The types that some store answers; no position makes a store answer another. */
    private static final Set<Class<?>> KNOWN = Set.of(
            KeyQuery.class,
            RangeQuery.class,
            TimestampedKeyQuery.class,
            TimestampedRangeQuery.class,
            WindowKeyQuery.class,
            WindowRangeQuery.class,
            VersionedKeyQuery.class,
            MultiVersionedKeyQuery.class);

    private StoreQueries() {}

    /**
     * Answers a query.
     *
     * @param partition of the task that the store is part of; negative for a global store, which is read from all partitions
     * @param answers answers a query of a known type; null for an unknown one
     */
    @SuppressWarnings("unchecked") // The answer to a query is of the type that the query says.
    static <R extends @Nullable Object> QueryResult<R> answer(
            StateStore store,
            int partition,
            Query<R> query,
            PositionBound bound,
            QueryConfig config,
            Function<Query<?>, @Nullable QueryResult<?>> answers) {
        // Taken before the contents are read: what is read reflects at least this.
        Position position = store.getPosition();
        QueryResult<R> result;
        if (!KNOWN.contains(query.getClass())) {
            result = QueryResult.forUnknownQueryType(query, store);
        } else if (isReached(bound.position(), position, partition)) {
            QueryResult<R> answer = (QueryResult<R>) answers.apply(query);
            result = answer == null ? unanswered(query, store) : answer;
        } else {
            result = QueryResult.notUpToBound(position, bound, partition);
        }
        if (config.isCollectExecutionInfo()) {
            result.addExecutionInfo("Handled in " + store.getClass() + " of store '" + store.name() + "', partition "
                    + partition + ", at " + position);
        }
        result.setPosition(position);
        return result;
    }

    /** A query of a type that some store answers, in a form that this one does not. The words are those of Kafka Streams. */
    private static <R extends @Nullable Object> QueryResult<R> unanswered(Query<R> query, StateStore store) {
        String only = "";
        if (query instanceof WindowRangeQuery<?, ?> && store instanceof SessionStore<?, ?>) {
            only = " because SessionStores only support WindowRangeQuery.withKey";
        } else if (query instanceof WindowRangeQuery<?, ?> && store instanceof WindowStore<?, ?>) {
            only = " because WindowStores only supports WindowRangeQuery.withWindowStartRange";
        } else if (query instanceof WindowKeyQuery<?, ?> && store instanceof WindowStore<?, ?>) {
            only = " because it only supports closed-range queries";
        }
        return only.isEmpty()
                ? QueryResult.forUnknownQueryType(query, store)
                : QueryResult.forFailure(
                        FailureReason.UNKNOWN_QUERY_TYPE,
                        "This store (" + store.getClass() + ") doesn't know how to execute the given query (" + query
                                + ")"
                                + only
                                + ". Contact the store maintainer if you need support for a new query type.");
    }

    /** Only the components of the store's own partition count; the others are for other tasks to reach. */
    private static boolean isReached(Position bound, Position position, int partition) {
        for (String topic : bound.getTopics()) {
            Map<Integer, Long> reached = position.getPartitionPositions(topic);
            for (Map.Entry<Integer, Long> wanted :
                    bound.getPartitionPositions(topic).entrySet()) {
                boolean counts = partition < 0 || wanted.getKey() == partition;
                if (counts && reached.getOrDefault(wanted.getKey(), -1L) < wanted.getValue()) {
                    return false;
                }
            }
        }
        return true;
    }
}
