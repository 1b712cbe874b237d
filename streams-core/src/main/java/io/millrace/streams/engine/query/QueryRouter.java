package io.millrace.streams.engine.query;

import io.millrace.streams.engine.plan.GlobalPlan;
import io.millrace.streams.engine.query.HostedStore.Role;
import io.millrace.streams.errors.UnknownStateStoreException;
import io.millrace.streams.query.FailureReason;
import io.millrace.streams.query.QueryConfig;
import io.millrace.streams.query.QueryResult;
import io.millrace.streams.query.StateQueryRequest;
import io.millrace.streams.query.StateQueryResult;
import java.util.HashSet;
import java.util.Set;

/**
 * Takes a query to the partitions of its store that this instance hosts, and collects their answers: one for each partition asked,
 * so that one which cannot answer does not spoil the others. Safe for use by any thread.
 */
public final class QueryRouter {

    private final StoreDirectory directory;
    private final Set<String> known;

    /**
     * @param directory what is hosted here
     * @param known names of all stores of the topology
     */
    public QueryRouter(StoreDirectory directory, Set<String> known) {
        this.directory = directory;
        this.known = known;
    }

    /**
     * Asks the partitions.
     *
     * @throws UnknownStateStoreException if the topology has no such store
     */
    public <R> StateQueryResult<R> query(StateQueryRequest<R> request) {
        requireKnown(request.getStoreName());
        StateQueryResult<R> result = new StateQueryResult<>();
        Set<Integer> missing = new HashSet<>(request.isAllPartitions() ? Set.of() : request.getPartitions());
        for (HostedStore hosted : directory.named(request.getStoreName())) {
            if (hosted.task().equals(GlobalPlan.TASK)) {
                result.setGlobalResult(ask(hosted, request));
                return result;
            }
            int partition = hosted.task().partition();
            boolean asked = missing.remove(partition);
            if (asked || request.isAllPartitions()) {
                result.addResult(partition, ask(hosted, request));
            }
        }
        for (int partition : missing) {
            result.addResult(
                    partition,
                    QueryResult.forFailure(
                            FailureReason.NOT_PRESENT,
                            "Partition " + partition + " of store '" + request.getStoreName()
                                    + "' is not hosted by this instance now; ask the one that queryMetadataForKey or"
                                    + " streamsMetadataForStore names."));
        }
        return result;
    }

    /** Fails for a store that the topology does not have. */
    public void requireKnown(String store) {
        if (!known.contains(store)) {
            throw new UnknownStateStoreException(
                    "Cannot get state store " + store + " because no such store is registered in the topology.");
        }
    }

    private static <R> QueryResult<R> ask(HostedStore hosted, StateQueryRequest<R> request) {
        if (!hosted.isCurrent() && request.isRequireActive()) {
            return QueryResult.forFailure(
                    FailureReason.NOT_ACTIVE,
                    "Task " + hosted.task() + " of store '" + hosted.name() + "' "
                            + (hosted.role() == Role.STANDBY
                                    ? "is a standby here; ask the instance that runs it"
                                    : "is being restored; try again later")
                            + ", or do not require an active task.");
        }
        try {
            return hosted.store()
                    .query(
                            request.getQuery(),
                            request.getPositionBound(),
                            new QueryConfig(request.executionInfoEnabled()));
        } catch (RuntimeException e) { // The store may be the user's, and may be closed while it is asked.
            return QueryResult.forFailure(
                    FailureReason.STORE_EXCEPTION,
                    "Store '" + hosted.name() + "' of task " + hosted.task() + " failed on the query: " + e);
        }
    }
}
