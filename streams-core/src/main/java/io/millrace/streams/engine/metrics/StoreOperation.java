package io.millrace.streams.engine.metrics;

/** What is timed of a store, if metrics of level DEBUG are recorded. */
public enum StoreOperation {
    PUT(StoreCatalog.PUT),
    PUT_IF_ABSENT(StoreCatalog.PUT_IF_ABSENT),
    PUT_ALL(StoreCatalog.PUT_ALL),
    GET(StoreCatalog.GET),
    FETCH(StoreCatalog.FETCH),
    ALL(StoreCatalog.ALL),
    RANGE(StoreCatalog.RANGE),
    PREFIX_SCAN(StoreCatalog.PREFIX_SCAN),
    DELETE(StoreCatalog.DELETE),
    REMOVE(StoreCatalog.REMOVE),
    FLUSH(StoreCatalog.FLUSH),
    COMMIT(StoreCatalog.COMMIT),
    RESTORE(StoreCatalog.RESTORE);

    private final StoreCatalog entry;

    StoreOperation(StoreCatalog entry) {
        this.entry = entry;
    }

    StoreCatalog entry() {
        return entry;
    }
}
