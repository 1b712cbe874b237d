package io.millrace.streams.engine.metrics;

/** Makes meters for the iterators of stores. The context that the engine gives to a store is one of these. */
public interface IteratorMeters {

    /**
     * A meter, to be closed with the store.
     *
     * @param tag what a store of its kind is called by in tags, such as {@code rocksdb-state-id}
     */
    IteratorMeter iteratorMeter(String tag, String store);
}
