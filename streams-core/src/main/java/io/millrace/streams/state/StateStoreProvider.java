package io.millrace.streams.state;

import java.util.List;

/** Hands out the local stores of a running application to a {@link QueryableStoreType}. */
public interface StateStoreProvider {

    /**
     * Returns the stores of a name and type, one for each task that has the store on this instance.
     *
     * @param storeName name of the store
     * @param queryableStoreType which stores to accept
     * @param <T> type that a query reads the store through
     * @return the stores; empty if this instance has none
     * @throws io.millrace.streams.errors.InvalidStateStoreException if a store is there but cannot be read now
     */
    <T> List<T> stores(String storeName, QueryableStoreType<T> queryableStoreType);
}
