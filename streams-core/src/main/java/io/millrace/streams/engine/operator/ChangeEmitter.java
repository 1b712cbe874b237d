package io.millrace.streams.engine.operator;

import io.millrace.streams.engine.state.ChangeSource;
import io.millrace.streams.engine.state.HeadersInHand;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.SessionStoreWithHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Sends the changes of a table downstream: each as it happens, or, if the table's store emits at drain, what the store then says
 * has changed.
 *
 * @param <K> key as sent downstream
 */
public final class ChangeEmitter<K, V> {

    private final ProcessorContext<K, Change<V>> context;
    private final boolean withOldValues;
    private final boolean atDrain;
    private final boolean isOfSessionsWithHeaders;

    public ChangeEmitter(ProcessorContext<K, Change<V>> context, @Nullable StateStore store, boolean withOldValues) {
        this.context = context;
        this.withOldValues = withOldValues;
        this.atDrain = listensTo(store);
        this.isOfSessionsWithHeaders = store instanceof SessionStoreWithHeaders;
    }

    @SuppressWarnings("unchecked") // The operator asked for the store by name and knows its types.
    private boolean listensTo(@Nullable StateStore store) {
        if (store instanceof ChangeSource<?, ?> source && source.emitsAtDrain()) {
            ((ChangeSource<K, V>) source).onDrain(this::drained);
            return true;
        }
        return false;
    }

    /** Whether changes are sent as they happen. */
    public boolean emitsAtOnce() {
        return !atDrain;
    }

    /** Whether somebody has to look up the value before the change: nobody asked, or the store remembers it. */
    public boolean needsOldValue() {
        return withOldValues && !atDrain;
    }

    /** A change just written to the store. The key and headers are those of the record. */
    public void emit(Record<K, ?> cause, @Nullable V newValue, @Nullable V oldValue, long timestampMs) {
        emit(cause, new Change<>(newValue, oldValue), timestampMs);
    }

    /** A change to the row of the record's key, by what the store returned for it: nothing if it was refused. */
    void emitPut(Record<K, ?> cause, long putResult, @Nullable V newValue, @Nullable V oldValue, long timestampMs) {
        if (!atDrain && !TableRows.isRefused(putResult)) {
            emit(cause, new Change<>(newValue, oldValue, TableRows.isLatest(putResult)), timestampMs);
        }
    }

    /** A change just written to the store. The key and headers are those of the record. */
    public void emit(Record<K, ?> cause, Change<V> news, long timestampMs) {
        if (!atDrain) {
            forward(cause, news, timestampMs);
        }
    }

    /** A change that the store refused, because it has forgotten that time. No drain tells of it, so it is sent as it happens. */
    public void emitForgotten(Record<K, ?> cause, @Nullable V newValue, long timestampMs) {
        forward(cause, new Change<>(newValue, null), timestampMs);
    }

    private void forward(Record<K, ?> cause, Change<V> news, long timestampMs) {
        Record<K, Change<V>> change = cause.withValue(
                withOldValues || news.oldValue() == null ? news : new Change<>(news.newValue(), null, news.isLatest()));
        context.forward(timestampMs == change.timestamp() ? change : change.withTimestamp(timestampMs));
    }

    private void drained(K key, @Nullable V newValue, @Nullable V oldValue, long timestampMs) {
        Change<V> change = new Change<>(newValue, withOldValues ? oldValue : null);
        Record<K, Change<V>> record = new Record<>(key, change, timestampMs);
        // A session is of many records. Where headers are a part of it, it is sent with its own, and has none.
        context.forward(
                !isOfSessionsWithHeaders && context instanceof HeadersInHand hand
                        ? record.withHeaders(hand.headersInHand())
                        : record);
    }
}
