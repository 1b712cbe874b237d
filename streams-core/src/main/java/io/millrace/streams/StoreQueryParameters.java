package io.millrace.streams;

import io.millrace.streams.state.QueryableStoreType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which store to read, and which of its partitions and replicas.
 *
 * @param <T> the type of the store
 */
public class StoreQueryParameters<T> {

    private final String storeName;
    private final QueryableStoreType<T> queryableStoreType;
    private final @Nullable Integer partition;
    private final boolean staleStores;

    /**
     * Creates parameters.
     *
     * @param storeName the name of the store
     * @param queryableStoreType the type of the store
     * @param partition the partition; null for all that are on this instance
     * @param staleStores whether to read standby and restoring replicas as well
     */
    protected StoreQueryParameters(
            String storeName,
            QueryableStoreType<T> queryableStoreType,
            @Nullable Integer partition,
            boolean staleStores) {
        this.storeName = storeName;
        this.queryableStoreType = queryableStoreType;
        this.partition = partition;
        this.staleStores = staleStores;
    }

    /**
     * Reads the active replicas of all partitions that are on this instance.
     *
     * @param <T> the type of the store
     * @param storeName the name of the store
     * @param queryableStoreType the type of the store, one of {@link io.millrace.streams.state.QueryableStoreTypes}
     * @return the parameters
     */
    public static <T> StoreQueryParameters<T> fromNameAndType(
            String storeName, QueryableStoreType<T> queryableStoreType) {
        return new StoreQueryParameters<>(storeName, queryableStoreType, null, false);
    }

    /**
     * Reads one partition.
     *
     * @param partition the partition; null for all that are on this instance
     * @return new parameters
     */
    public StoreQueryParameters<T> withPartition(@Nullable Integer partition) {
        return new StoreQueryParameters<>(storeName, queryableStoreType, partition, staleStores);
    }

    /**
     * Reads standby and restoring replicas as well, which may be behind.
     *
     * @return new parameters
     */
    public StoreQueryParameters<T> enableStaleStores() {
        return new StoreQueryParameters<>(storeName, queryableStoreType, partition, true);
    }

    /**
     * The name of the store.
     *
     * @return the name
     */
    public String storeName() {
        return storeName;
    }

    /**
     * The type of the store.
     *
     * @return the type
     */
    public QueryableStoreType<T> queryableStoreType() {
        return queryableStoreType;
    }

    /**
     * The partition to read.
     *
     * @return the partition, or null for all that are on this instance
     */
    public @Nullable Integer partition() {
        return partition;
    }

    /**
     * Whether to read standby and restoring replicas as well.
     *
     * @return true if so; false by default
     */
    public boolean staleStoresEnabled() {
        return staleStores;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StoreQueryParameters<?> parameters
                && Objects.equals(storeName, parameters.storeName)
                && Objects.equals(queryableStoreType, parameters.queryableStoreType)
                && Objects.equals(partition, parameters.partition)
                && staleStores == parameters.staleStores;
    }

    @Override
    public String toString() {
        return "StoreQueryParameters{storeName=" + storeName + ", queryableStoreType=" + queryableStoreType
                + ", partition=" + partition + ", staleStores=" + staleStores + "}";
    }

    @Override
    public int hashCode() {
        return Objects.hash(storeName, queryableStoreType, partition, staleStores);
    }
}
