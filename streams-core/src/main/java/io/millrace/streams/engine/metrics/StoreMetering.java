package io.millrace.streams.engine.metrics;

import java.util.Set;

/** Makes meters for stores. The context that the engine gives to a store is one of these. */
public interface StoreMetering {

    /**
     * A meter, to be closed with the store.
     *
     * @param tag what a store of its kind is called by in tags, such as {@code rocksdb-state-id}
     * @param timed the operations to be timed
     */
    StoreMeter storeMeter(String tag, String store, Set<StoreOperation> timed);
}
