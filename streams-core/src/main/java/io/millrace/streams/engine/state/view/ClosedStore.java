package io.millrace.streams.engine.state.view;

import io.millrace.streams.errors.InvalidStateStoreException;

/** What is said to those who use a store before it is initialised or after it is closed. */
final class ClosedStore {

    private ClosedStore() {}

    static InvalidStateStoreException of(String store) {
        return new InvalidStateStoreException("Store '" + store
                + "' is not open: it was not initialised yet, or its task moved to another instance or thread, or the application is"
                + " stopping. Look the store up again.");
    }
}
