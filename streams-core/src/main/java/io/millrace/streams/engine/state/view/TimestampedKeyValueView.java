package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.ChangeListener;
import io.millrace.streams.engine.state.ChangeSource;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.StateStoreContext;
import io.millrace.streams.query.Query;
import io.millrace.streams.query.QueryResult;
import io.millrace.streams.query.TimestampedKeyQuery;
import io.millrace.streams.query.TimestampedRangeQuery;
import io.millrace.streams.state.TimestampedKeyValueStore;
import io.millrace.streams.state.ValueAndTimestamp;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A key-value store that keeps the timestamp of each value, and may tell its changes at drain. */
final class TimestampedKeyValueView<K, V> extends KeyValueView<K, ValueAndTimestamp<V>>
        implements TimestampedKeyValueStore<K, V>, ChangeSource<K, V> {

    private final UnaryOperator<ValueAndTimestamp<V>> queried;
    private @Nullable ChangeListener<K, V> listener;

    /** @param queried what a query of a range is shown of a row */
    TimestampedKeyValueView(
            KeyValueOrigin<K, ValueAndTimestamp<V>> origin, UnaryOperator<ValueAndTimestamp<V>> queried) {
        super(origin);
        this.queried = queried;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        super.init(context, root);
        if (listener != null) {
            listen(listener);
        }
    }

    @Override
    @Nullable
    Object plain(@Nullable ValueAndTimestamp<V> value) {
        return ValueAndTimestamp.getValueOrNull(value);
    }

    @Override
    // Who asks knows the types of the store; the answer for a key that is not there is null.
    @SuppressWarnings({"unchecked", "NullAway"})
    @Nullable
    QueryResult<?> answer(Query<?> query) {
        if (query instanceof TimestampedKeyQuery<?, ?> one) {
            return QueryResult.forResult(get((K) one.key()));
        }
        if (query instanceof TimestampedRangeQuery<?, ?> range) {
            return QueryResult.forResult(scan(
                    (K) range.lowerBound().orElse(null),
                    (K) range.upperBound().orElse(null),
                    range.resultOrder(),
                    queried));
        }
        return super.answer(query);
    }

    @Override
    public boolean emitsAtDrain() {
        return isOpen()
                && opened().bytes() instanceof BufferedKeyValues buffered
                && buffered.buffer().spec().emitAtDrain();
    }

    @Override
    public void onDrain(ChangeListener<K, V> told) {
        listener = told;
        if (emitsAtDrain()) {
            listen(told);
        }
    }

    private void listen(ChangeListener<K, V> told) {
        Opened<K, ValueAndTimestamp<V>> store = opened();
        if (store.bytes() instanceof BufferedKeyValues buffered
                && buffered.buffer().spec().emitAtDrain()) {
            buffered.buffer()
                    .onDrain((key, newValue, oldValue, timestampMs) -> told.changed(
                            store.held().keyOf(key),
                            ValueAndTimestamp.getValueOrNull(store.held().valueOfOrNull(newValue)),
                            ValueAndTimestamp.getValueOrNull(store.held().valueOfOrNull(oldValue)),
                            timestampMs));
        }
    }
}
