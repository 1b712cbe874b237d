package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.processor.StateStore;
import io.millrace.streams.state.QueryableStoreType;
import io.millrace.streams.state.StateStoreProvider;
import java.util.List;

/** Asks the engine for the stores themselves, of whichever type they are. */
final class HostedStores implements QueryableStoreType<List<StateStore>> {

    @Override
    public boolean accepts(StateStore stateStore) {
        return true;
    }

    @Override
    public List<StateStore> create(StateStoreProvider storeProvider, String storeName) {
        return storeProvider.stores(storeName, new AnyStore());
    }

    private static final class AnyStore implements QueryableStoreType<StateStore> {

        @Override
        public boolean accepts(StateStore stateStore) {
            return true;
        }

        @Override
        public StateStore create(StateStoreProvider storeProvider, String storeName) {
            return storeProvider.stores(storeName, this).get(0);
        }
    }
}
