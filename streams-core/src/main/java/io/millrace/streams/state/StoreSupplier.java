package io.millrace.streams.state;

import io.millrace.streams.processor.StateStore;

/**
 * Creates state stores and says what kind they are.
 *
 * @param <T> type of the store
 */
public interface StoreSupplier<T extends StateStore> {

    /**
     * Returns the name of the store. Stores, changelog topics and queries use it.
     *
     * @return the name, made of ASCII alphanumerics, {@code '.'}, {@code '_'} and {@code '-'}
     */
    String name();

    /**
     * Returns a new store at each call; every task has its own.
     *
     * @return a new store
     */
    T get();

    /**
     * Returns the prefix under which the store's metrics are found, such as {@code rocksdb} or {@code in-memory}.
     *
     * @return the scope of the metrics
     */
    String metricsScope();
}
