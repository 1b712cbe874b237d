package io.millrace.streams.engine.operator.window;

import io.millrace.streams.engine.operator.TableLookup;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.processor.api.ProcessingContext;
import io.millrace.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/** Looks up in the store of a table of sessions. A session's timestamp is its end. */
public final class SessionStoreLookup<K, V> implements TableLookup<Windowed<K>, V> {

    private final String storeName;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private SessionRows<K, V, ?> rows;

    public SessionStoreLookup(String storeName) {
        this.storeName = storeName;
    }

    @Override
    public void init(ProcessingContext context) {
        rows = SessionRows.in(context, storeName);
    }

    @Override
    public @Nullable ValueAndTimestamp<V> find(Windowed<K> key) {
        long endMs = key.window().end();
        return ValueAndTimestamp.make(rows.get(key.key(), key.window().start(), endMs), endMs);
    }
}
