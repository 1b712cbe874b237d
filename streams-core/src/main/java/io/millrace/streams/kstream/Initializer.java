package io.millrace.streams.kstream;

import org.jspecify.annotations.Nullable;

/**
 * Supplies the value that an aggregation starts from, once for each new key or window.
 *
 * @param <VAgg> type of the aggregate
 */
@FunctionalInterface
public interface Initializer<VAgg extends @Nullable Object> {

    /**
     * Returns a fresh initial aggregate.
     *
     * @return the initial aggregate, null if the aggregator can start from nothing
     */
    VAgg apply();
}
