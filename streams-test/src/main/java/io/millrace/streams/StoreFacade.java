package io.millrace.streams;

import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.StateStoreContext;
import io.millrace.streams.query.Position;
import io.millrace.streams.query.PositionBound;
import io.millrace.streams.query.Query;
import io.millrace.streams.query.QueryConfig;
import io.millrace.streams.query.QueryResult;
import org.jspecify.annotations.Nullable;

/** A store that shows less than it keeps. */
abstract sealed class StoreFacade<T extends StateStore> implements StateStore
        permits KeyValueFacade, WindowFacade, SessionFacade {

    private final T store;

    StoreFacade(T store) {
        this.store = store;
    }

    final T store() {
        return store;
    }

    @Override
    public final String name() {
        return store.name();
    }

    @Override
    public final void init(StateStoreContext stateStoreContext, StateStore root) {
        store.init(stateStoreContext, root);
    }

    @Override
    public final void close() {
        store.close();
    }

    @Override
    public final boolean persistent() {
        return store.persistent();
    }

    @Override
    public final boolean isOpen() {
        return store.isOpen();
    }

    @Override
    public final <R extends @Nullable Object> QueryResult<R> query(
            Query<R> query, PositionBound positionBound, QueryConfig config) {
        return store.query(query, positionBound, config);
    }

    @Override
    public final Position getPosition() {
        return store.getPosition();
    }
}
