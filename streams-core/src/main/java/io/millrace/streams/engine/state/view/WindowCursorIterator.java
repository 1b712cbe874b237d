package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.metrics.StoreOperation;
import io.millrace.streams.engine.state.HeldCursor;
import io.millrace.streams.engine.state.layout.WindowKey;
import io.millrace.streams.state.WindowStoreIterator;
import java.util.function.Function;

/** The windows of one key, by their start. */
final class WindowCursorIterator<V> extends CursorIterator<Long, V> implements WindowStoreIterator<V> {

    WindowCursorIterator(HeldCursor cursor, Runnable ensureOpen, Function<Object, V> values, StoreMeters meters) {
        super(cursor, ensureOpen, WindowKey::startMs, values, StoreOperation.FETCH, meters);
    }
}
