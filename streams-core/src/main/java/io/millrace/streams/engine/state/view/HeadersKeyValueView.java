package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.ChangeListener;
import io.millrace.streams.engine.state.ChangeSource;
import io.millrace.streams.engine.state.StoreBuffer;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.StateStoreContext;
import io.millrace.streams.query.Query;
import io.millrace.streams.query.QueryResult;
import io.millrace.streams.query.TimestampedKeyQuery;
import io.millrace.streams.query.TimestampedRangeQuery;
import io.millrace.streams.state.TimestampedKeyValueStoreWithHeaders;
import io.millrace.streams.state.ValueAndTimestamp;
import io.millrace.streams.state.ValueTimestampHeaders;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A key-value store that keeps the timestamp and the headers of each value, and may tell its changes at drain. */
final class HeadersKeyValueView<K, V> extends KeyValueView<K, ValueTimestampHeaders<V>>
        implements TimestampedKeyValueStoreWithHeaders<K, V>, ChangeSource<K, V> {

    private final UnaryOperator<ValueAndTimestamp<V>> queried;
    private @Nullable ChangeListener<K, V> listener;

    /** @param queried what a query of a range is shown of a row */
    HeadersKeyValueView(
            KeyValueOrigin<K, ValueTimestampHeaders<V>> origin, UnaryOperator<ValueAndTimestamp<V>> queried) {
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
    Object plain(@Nullable ValueTimestampHeaders<V> value) {
        return ValueTimestampHeaders.getValueOrNull(value);
    }

    @Override
    // Who asks knows the types of the store; the answer for a key that is not there is null.
    @SuppressWarnings({"unchecked", "NullAway"})
    @Nullable
    QueryResult<?> answer(Query<?> query) {
        if (query instanceof TimestampedKeyQuery<?, ?> one) {
            return QueryResult.forResult(timestamped(get((K) one.key())));
        }
        if (query instanceof TimestampedRangeQuery<?, ?> range) {
            return QueryResult.forResult(scan(
                    (K) range.lowerBound().orElse(null),
                    (K) range.upperBound().orElse(null),
                    range.resultOrder(),
                    row -> queried.apply(ValueAndTimestamp.makeAllowNullable(row.value(), row.timestamp()))));
        }
        return super.answer(query);
    }

    private static <V> @Nullable ValueAndTimestamp<V> timestamped(@Nullable ValueTimestampHeaders<V> value) {
        return value == null ? null : ValueAndTimestamp.make(value.value(), value.timestamp());
    }

    @Override
    public boolean emitsAtDrain() {
        return isOpen() && drained() != null;
    }

    @Override
    public void onDrain(ChangeListener<K, V> told) {
        listener = told;
        if (isOpen()) {
            listen(told);
        }
    }

    private void listen(ChangeListener<K, V> told) {
        StoreBuffer buffer = drained();
        if (buffer == null) {
            return;
        }
        Opened<K, ValueTimestampHeaders<V>> store = opened();
        buffer.onDrain((key, newValue, oldValue, timestampMs) -> told.changed(
                store.held().keyOf(key),
                ValueTimestampHeaders.getValueOrNull(store.held().valueOfOrNull(newValue)),
                ValueTimestampHeaders.getValueOrNull(store.held().valueOfOrNull(oldValue)),
                timestampMs));
    }

    /** The buffer that tells its changes at drain, null if there is none. */
    private @Nullable StoreBuffer drained() {
        return opened().bytes() instanceof BufferedKeyValues values
                        && values.buffer().spec().emitAtDrain()
                ? values.buffer()
                : null;
    }
}
