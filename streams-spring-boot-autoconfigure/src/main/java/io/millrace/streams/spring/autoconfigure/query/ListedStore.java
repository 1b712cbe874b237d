package io.millrace.streams.spring.autoconfigure.query;

import org.jspecify.annotations.Nullable;

/**
 * A store that can be asked for.
 *
 * @param topology name of the topology
 * @param store name of the store
 * @param type the kind of store as in {@link StorePage}, null while nothing of it can be read on this instance
 * @param partitions how many partitions it has, null if that is not known yet or each instance has all of it
 */
public record ListedStore(
        String topology,
        String store,
        @Nullable String type,
        @Nullable Integer partitions) {}
