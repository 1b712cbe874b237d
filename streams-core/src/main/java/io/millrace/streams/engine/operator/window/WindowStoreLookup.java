package io.millrace.streams.engine.operator.window;

import io.millrace.streams.engine.operator.TableLookup;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.processor.api.ProcessingContext;
import io.millrace.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/** Looks up in the store of a windowed table. */
public final class WindowStoreLookup<K, V> implements TableLookup<Windowed<K>, V> {

    private final String storeName;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private WindowRows<K, V, ?> rows;

    public WindowStoreLookup(String storeName) {
        this.storeName = storeName;
    }

    @Override
    public void init(ProcessingContext context) {
        rows = WindowRows.in(context, storeName);
    }

    @Override
    public @Nullable ValueAndTimestamp<V> find(Windowed<K> key) {
        return rows.get(key.key(), key.window().start());
    }
}
