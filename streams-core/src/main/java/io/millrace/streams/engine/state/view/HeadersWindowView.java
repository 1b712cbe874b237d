package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.ChangeListener;
import io.millrace.streams.engine.state.ChangeSource;
import io.millrace.streams.engine.state.StoreBuffer;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.StateStoreContext;
import io.millrace.streams.state.TimestampedWindowStoreWithHeaders;
import io.millrace.streams.state.ValueTimestampHeaders;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A window store that keeps the timestamp and the headers of each value, and may tell its changes at drain. */
final class HeadersWindowView<K, V> extends WindowView<K, ValueTimestampHeaders<V>>
        implements TimestampedWindowStoreWithHeaders<K, V>, ChangeSource<Windowed<K>, V> {

    private @Nullable ChangeListener<Windowed<K>, V> listener;

    /** @param queried what a query is shown of a row */
    HeadersWindowView(
            WindowOrigin<K, ValueTimestampHeaders<V>> origin, Function<ValueTimestampHeaders<V>, Object> queried) {
        super(origin, queried);
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        super.init(context, root);
        if (listener != null) {
            listen(listener);
        }
    }

    @Override
    public boolean emitsAtDrain() {
        return isOpen() && drained() != null;
    }

    @Override
    public void onDrain(ChangeListener<Windowed<K>, V> told) {
        listener = told;
        if (isOpen()) {
            listen(told);
        }
    }

    private void listen(ChangeListener<Windowed<K>, V> told) {
        StoreBuffer buffer = drained();
        if (buffer == null) {
            return;
        }
        Held<K, ValueTimestampHeaders<V>> held = opened().held();
        buffer.onDrain((key, newValue, oldValue, timestampMs) -> told.changed(
                windowedOf(key),
                ValueTimestampHeaders.getValueOrNull(held.valueOfOrNull(newValue)),
                ValueTimestampHeaders.getValueOrNull(held.valueOfOrNull(oldValue)),
                timestampMs));
    }

    /** The buffer that tells its changes at drain, null if there is none. */
    private @Nullable StoreBuffer drained() {
        return opened().bytes() instanceof BufferedWindows windows
                        && windows.buffer().spec().emitAtDrain()
                ? windows.buffer()
                : null;
    }
}
