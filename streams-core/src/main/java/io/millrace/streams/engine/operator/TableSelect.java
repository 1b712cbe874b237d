package io.millrace.streams.engine.operator;

import io.millrace.streams.KeyValue;
import io.millrace.streams.kstream.KeyValueMapper;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Gives each row of a table another key and value, for a table to be aggregated by them. A change that stays under its key is
 * sent whole; one that moves is sent as a removal there and an addition here, in this order.
 */
public final class TableSelect<K, V, KOut, VOut> implements Processor<K, Change<V>, KOut, Change<VOut>> {

    private final KeyValueMapper<? super K, ? super V, ? extends KeyValue<? extends KOut, ? extends VOut>> selector;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private ProcessorContext<KOut, Change<VOut>> context;

    public TableSelect(
            KeyValueMapper<? super K, ? super V, ? extends KeyValue<? extends KOut, ? extends VOut>> selector) {
        this.selector = selector;
    }

    @Override
    public void init(ProcessorContext<KOut, Change<VOut>> context) {
        this.context = context;
    }

    @Override
    public void process(Record<K, Change<V>> record) {
        if (!record.value().isLatest()) {
            return;
        }
        KeyValue<? extends KOut, ? extends VOut> added =
                selected(record.key(), record.value().newValue());
        KeyValue<? extends KOut, ? extends VOut> removed =
                selected(record.key(), record.value().oldValue());
        if (added != null && removed != null && added.key.equals(removed.key)) {
            forward(record, added.key, new Change<>(added.value, removed.value));
            return;
        }
        if (removed != null) {
            forward(record, removed.key, new Change<>(null, removed.value));
        }
        if (added != null) {
            forward(record, added.key, new Change<>(added.value, null));
        }
    }

    /** Null if there is no row, or if it is selected to a null key or value and so takes no part. */
    private @Nullable KeyValue<? extends KOut, ? extends VOut> selected(K key, @Nullable V value) {
        KeyValue<? extends KOut, ? extends VOut> pair = value == null ? null : selector.apply(key, value);
        return pair == null || pair.key == null || pair.value == null ? null : pair;
    }

    private void forward(Record<K, Change<V>> cause, KOut key, Change<VOut> change) {
        context.forward(cause.withKey(key).withValue(change));
    }
}
