package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.ChangeListener;
import io.millrace.streams.engine.state.ChangeSource;
import io.millrace.streams.engine.state.StoreBuffer;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.StateStoreContext;
import io.millrace.streams.state.AggregationWithHeaders;
import io.millrace.streams.state.SessionStoreWithHeaders;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A session store that keeps the headers of each aggregate, and may tell its changes at drain. */
final class HeadersSessionView<K, V> extends SessionView<K, AggregationWithHeaders<V>>
        implements SessionStoreWithHeaders<K, V>, ChangeSource<Windowed<K>, V> {

    private @Nullable ChangeListener<Windowed<K>, V> listener;

    /** @param queried what a query is shown of an aggregate */
    HeadersSessionView(
            SessionOrigin<K, AggregationWithHeaders<V>> origin, Function<AggregationWithHeaders<V>, Object> queried) {
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
        Held<K, AggregationWithHeaders<V>> held = opened().held();
        buffer.onDrain((key, newValue, oldValue, writtenMs) -> {
            Windowed<K> session = windowedOf(key);
            told.changed(
                    session,
                    AggregationWithHeaders.getAggregationOrNull(held.valueOfOrNull(newValue)),
                    AggregationWithHeaders.getAggregationOrNull(held.valueOfOrNull(oldValue)),
                    session.window().end());
        });
    }

    /** The buffer that tells its changes at drain, null if there is none. */
    private @Nullable StoreBuffer drained() {
        return opened().bytes() instanceof BufferedSessions sessions
                        && sessions.buffer().spec().emitAtDrain()
                ? sessions.buffer()
                : null;
    }
}
