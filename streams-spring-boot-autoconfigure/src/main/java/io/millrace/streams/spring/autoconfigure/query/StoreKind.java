package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.processor.StateStore;
import io.millrace.streams.state.ReadOnlyKeyValueStore;
import io.millrace.streams.state.ReadOnlySessionStore;
import io.millrace.streams.state.ReadOnlyWindowStore;
import io.millrace.streams.state.VersionedKeyValueStore;
import org.jspecify.annotations.Nullable;

/** The kinds of stores, as answers call them. */
final class StoreKind {

    static final String KEY_VALUE = "key-value";
    static final String WINDOW = "window";
    static final String SESSION = "session";
    static final String VERSIONED = "versioned";

    private StoreKind() {}

    /** The kind of a store, null if it is one of the application's own. */
    static @Nullable String of(StateStore store) {
        if (store instanceof ReadOnlyKeyValueStore) {
            return KEY_VALUE;
        }
        if (store instanceof ReadOnlyWindowStore) {
            return WINDOW;
        }
        if (store instanceof ReadOnlySessionStore) {
            return SESSION;
        }
        return store instanceof VersionedKeyValueStore ? VERSIONED : null;
    }
}
