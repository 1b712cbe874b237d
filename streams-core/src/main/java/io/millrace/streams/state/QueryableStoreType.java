package io.millrace.streams.state;

import io.millrace.streams.processor.StateStore;

/**
 * Says which stores a query can read, and how to read all local ones as one.
 *
 * @param <T> type that a query reads the store through
 */
public interface QueryableStoreType<T> {

    /**
     * Tells whether a store can be read this way.
     *
     * @param stateStore the store
     * @return true if it can
     */
    boolean accepts(StateStore stateStore);

    /**
     * Joins the local stores of a name into one view.
     *
     * @param storeProvider hands out the stores
     * @param storeName name of the store
     * @return the view
     */
    T create(StateStoreProvider storeProvider, String storeName);
}
