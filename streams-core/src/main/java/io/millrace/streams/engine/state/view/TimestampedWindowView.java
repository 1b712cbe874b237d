package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.ChangeListener;
import io.millrace.streams.engine.state.ChangeSource;
import io.millrace.streams.engine.state.StoreBuffer;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.StateStoreContext;
import io.millrace.streams.state.TimestampedWindowStore;
import io.millrace.streams.state.ValueAndTimestamp;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A window store that keeps the timestamp of each value, and may tell its changes at drain. */
final class TimestampedWindowView<K, V> extends WindowView<K, ValueAndTimestamp<V>>
        implements TimestampedWindowStore<K, V>, ChangeSource<Windowed<K>, V> {

    private @Nullable ChangeListener<Windowed<K>, V> listener;

    /** @param queried what a query is shown of a row */
    TimestampedWindowView(
            WindowOrigin<K, ValueAndTimestamp<V>> origin, Function<ValueAndTimestamp<V>, Object> queried) {
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
        Held<K, ValueAndTimestamp<V>> held = opened().held();
        buffer.onDrain((key, newValue, oldValue, timestampMs) -> told.changed(
                windowedOf(key),
                ValueAndTimestamp.getValueOrNull(held.valueOfOrNull(newValue)),
                ValueAndTimestamp.getValueOrNull(held.valueOfOrNull(oldValue)),
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
