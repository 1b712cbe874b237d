package io.millrace.streams.engine.operator;

import io.millrace.streams.kstream.ValueMapperWithKey;
import io.millrace.streams.processor.api.ProcessingContext;
import io.millrace.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/** Computes the values of a table without a store from those of its parent. */
public final class MappedLookup<K, V, VOut> implements TableLookup<K, VOut> {

    private final TableLookup<K, V> parent;
    private final ValueMapperWithKey<? super K, ? super V, ? extends @Nullable VOut> mapper;

    /** The mapper may answer null: then the key is not in this table. */
    public MappedLookup(
            TableLookup<K, V> parent, ValueMapperWithKey<? super K, ? super V, ? extends @Nullable VOut> mapper) {
        this.parent = parent;
        this.mapper = mapper;
    }

    @Override
    public void init(ProcessingContext context) {
        parent.init(context);
    }

    @Override
    public void close() {
        parent.close();
    }

    @Override
    public @Nullable ValueAndTimestamp<VOut> find(K key) {
        return mapped(key, parent.find(key));
    }

    @Override
    public @Nullable ValueAndTimestamp<VOut> find(K key, long asOfMs) {
        return mapped(key, parent.find(key, asOfMs));
    }

    private @Nullable ValueAndTimestamp<VOut> mapped(K key, @Nullable ValueAndTimestamp<V> found) {
        return found == null ? null : ValueAndTimestamp.make(mapper.apply(key, found.value()), found.timestamp());
    }
}
