package io.millrace.streams.query;

import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A query to a store, with the partitions and the position it concerns.
 *
 * <pre>{@code
 * StateQueryRequest.inStore("totals").withQuery(KeyQuery.<String, Long>withKey("a")).withPartitions(Set.of(0))
 * }</pre>
 *
 * @param <R> the type of the answer
 */
public class StateQueryRequest<R extends @Nullable Object> {

    /** Where a request begins: the store. */
    public static class InStore {

        private final String storeName;

        private InStore(String storeName) {
            this.storeName = storeName;
        }

        /**
         * Asks the store a query, in all partitions that are on this instance.
         *
         * @param <R> the type of the answer
         * @param query the query
         * @return the request
         */
        public <R extends @Nullable Object> StateQueryRequest<R> withQuery(Query<R> query) {
            return new StateQueryRequest<>(storeName, PositionBound.unbounded(), null, query, Replica.ANY, Notes.NONE);
        }
    }

    private enum Replica {
        ANY,
        ACTIVE
    }

    private enum Notes {
        NONE,
        COLLECTED
    }

    private final String storeName;
    private final PositionBound positionBound;
    private final @Nullable Set<Integer> partitions;
    private final Query<R> query;
    private final Replica replica;
    private final Notes notes;

    private StateQueryRequest(
            String storeName,
            PositionBound positionBound,
            @Nullable Set<Integer> partitions,
            Query<R> query,
            Replica replica,
            Notes notes) {
        this.storeName = storeName;
        this.positionBound = positionBound;
        this.partitions = partitions;
        this.query = query;
        this.replica = replica;
        this.notes = notes;
    }

    /**
     * Begins a request.
     *
     * @param name the name of the store
     * @return where to go on from
     */
    public static InStore inStore(String name) {
        return new InStore(Objects.requireNonNull(name, "name"));
    }

    /**
     * Asks for an answer at or after a position.
     *
     * @param positionBound the position
     * @return a new request
     */
    public StateQueryRequest<R> withPositionBound(PositionBound positionBound) {
        return new StateQueryRequest<>(storeName, positionBound, partitions, query, replica, notes);
    }

    /**
     * Asks all partitions that are on this instance. This is the default.
     *
     * @return a new request
     */
    public StateQueryRequest<R> withAllPartitions() {
        return new StateQueryRequest<>(storeName, positionBound, null, query, replica, notes);
    }

    /**
     * Asks certain partitions.
     *
     * @param partitions the partitions
     * @return a new request
     */
    public StateQueryRequest<R> withPartitions(Set<Integer> partitions) {
        return new StateQueryRequest<>(storeName, positionBound, Set.copyOf(partitions), query, replica, notes);
    }

    /**
     * Asks for notes on the execution.
     *
     * @return a new request
     */
    public StateQueryRequest<R> enableExecutionInfo() {
        return new StateQueryRequest<>(storeName, positionBound, partitions, query, replica, Notes.COLLECTED);
    }

    /**
     * Asks active replicas only, not standby ones.
     *
     * @return a new request
     */
    public StateQueryRequest<R> requireActive() {
        return new StateQueryRequest<>(storeName, positionBound, partitions, query, Replica.ACTIVE, notes);
    }

    /**
     * The name of the store.
     *
     * @return the name
     */
    public String getStoreName() {
        return storeName;
    }

    /**
     * The position to be reached.
     *
     * @return the bound; unbounded by default
     */
    public PositionBound getPositionBound() {
        return positionBound;
    }

    /**
     * The query.
     *
     * @return the query
     */
    public Query<R> getQuery() {
        return query;
    }

    /**
     * Whether all partitions on this instance are asked.
     *
     * @return true if so, which is the default
     */
    public boolean isAllPartitions() {
        return partitions == null;
    }

    /**
     * The partitions to ask.
     *
     * @return the partitions
     * @throws IllegalStateException if all partitions are asked
     */
    public Set<Integer> getPartitions() {
        if (partitions == null) {
            throw new IllegalStateException("The request asks all partitions of store '" + storeName
                    + "' and has no list of them; check isAllPartitions() first.");
        }
        return partitions;
    }

    /**
     * Whether notes on the execution are asked for.
     *
     * @return true if so; false by default
     */
    public boolean executionInfoEnabled() {
        return notes == Notes.COLLECTED;
    }

    /**
     * Whether only active replicas are asked.
     *
     * @return true if so; false by default
     */
    public boolean isRequireActive() {
        return replica == Replica.ACTIVE;
    }
}
