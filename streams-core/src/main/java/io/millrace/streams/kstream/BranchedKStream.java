package io.millrace.streams.kstream;

import java.util.Map;

/**
 * A stream being split into branches. Each record goes to the first branch whose predicate it meets, in the order the branches were
 * added; one that meets none goes to the default branch, or is dropped if there is none.
 *
 * <pre>{@code
 * Map<String, KStream<String, Order>> branches = orders.split(Named.as("orders-"))
 *         .branch((id, order) -> order.isUrgent(), Branched.as("urgent"))
 *         .defaultBranch(Branched.as("normal"));
 * branches.get("orders-urgent").to("express");
 * }</pre>
 *
 * @param <K> type of keys
 * @param <V> type of values
 */
public interface BranchedKStream<K, V> {

    /**
     * Adds a branch named after its position, counted from 1.
     *
     * @param predicate which records the branch takes
     * @return this, to add more
     * @throws NullPointerException if the predicate is null
     */
    BranchedKStream<K, V> branch(Predicate<? super K, ? super V> predicate);

    /**
     * Adds a branch.
     *
     * @param predicate which records the branch takes
     * @param branched name of the branch, and what becomes of it
     * @return this, to add more
     * @throws NullPointerException if an argument is null
     */
    BranchedKStream<K, V> branch(Predicate<? super K, ? super V> predicate, Branched<K, V> branched);

    /**
     * Ends the split with a branch for the records that meet no predicate, named {@code 0}.
     *
     * @return the branches by name, with the name of the split before it; those given to a consumer are left out
     */
    Map<String, KStream<K, V>> defaultBranch();

    /**
     * Ends the split with a branch for the records that meet no predicate.
     *
     * @param branched name of the branch, and what becomes of it
     * @return the branches by name, with the name of the split before it; those given to a consumer are left out
     * @throws NullPointerException if the option is null
     */
    Map<String, KStream<K, V>> defaultBranch(Branched<K, V> branched);

    /**
     * Ends the split; records that meet no predicate are dropped.
     *
     * @return the branches by name, with the name of the split before it; those given to a consumer are left out
     */
    Map<String, KStream<K, V>> noDefaultBranch();
}
