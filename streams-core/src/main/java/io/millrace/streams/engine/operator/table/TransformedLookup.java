package io.millrace.streams.engine.operator.table;

import io.millrace.streams.engine.operator.TableLookup;
import io.millrace.streams.kstream.ValueTransformerWithKey;
import io.millrace.streams.processor.api.ProcessingContext;
import io.millrace.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/** Computes the values of a transformed table that is not kept from those of its parent. */
public final class TransformedLookup<K, V, VOut> implements TableLookup<K, VOut> {

    private static final long NO_TIMESTAMP_MS = -1;

    private final TableLookup<K, V> parent;
    private final ValueTransformerWithKey<? super K, ? super @Nullable V, ? extends @Nullable VOut> transformer;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first lookup.
    private TransformerContext context;

    public TransformedLookup(
            TableLookup<K, V> parent,
            ValueTransformerWithKey<? super K, ? super @Nullable V, ? extends @Nullable VOut> transformer) {
        this.parent = parent;
        this.transformer = transformer;
    }

    @Override
    public void init(ProcessingContext processingContext) {
        parent.init(processingContext);
        context = new TransformerContext(processingContext, TransformerContext.Record.OF_OTHERS);
        transformer.init(context);
    }

    @Override
    public void close() {
        transformer.close();
        parent.close();
    }

    @Override
    public @Nullable ValueAndTimestamp<VOut> find(K key) {
        return transformed(key, parent.find(key));
    }

    @Override
    public @Nullable ValueAndTimestamp<VOut> find(K key, long asOfMs) {
        return transformed(key, parent.find(key, asOfMs));
    }

    @SuppressWarnings("NullAway") // A transformer is given null for a key that is not there.
    private @Nullable ValueAndTimestamp<VOut> transformed(K key, @Nullable ValueAndTimestamp<V> found) {
        long timestampMs = found == null ? NO_TIMESTAMP_MS : found.timestamp();
        context.at(timestampMs);
        return ValueAndTimestamp.make(transformer.transform(key, ValueAndTimestamp.getValueOrNull(found)), timestampMs);
    }
}
