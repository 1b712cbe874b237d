package io.millrace.streams.engine.operator;

import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.kstream.Aggregator;
import io.millrace.streams.kstream.Initializer;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates the rows of a table by key: takes the row that was before out of the aggregate, then the new one in. The result
 * carries the latest timestamp of what went in or out.
 */
public final class TableAggregate<K, V, A> implements Processor<K, Change<V>, K, Change<A>> {

    private final String storeName;
    private final Initializer<A> initializer;
    private final Aggregator<? super K, ? super V, A> adder;
    private final Aggregator<? super K, ? super V, A> subtractor;
    private final boolean sendOldValues;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private TableRows<K, A> rows;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private ChangeEmitter<K, A> changes;

    public TableAggregate(
            String storeName,
            Initializer<A> initializer,
            Aggregator<? super K, ? super V, A> adder,
            Aggregator<? super K, ? super V, A> subtractor,
            boolean sendOldValues) {
        this.storeName = storeName;
        this.initializer = initializer;
        this.adder = adder;
        this.subtractor = subtractor;
        this.sendOldValues = sendOldValues;
    }

    @Override
    public void init(ProcessorContext<K, Change<A>> context) {
        rows = TableRows.in(context, storeName);
        changes = new ChangeEmitter<>(context, rows.store(), sendOldValues);
    }

    @Override
    public void process(Record<K, Change<V>> record) {
        K key = record.key();
        if (key == null) {
            throw new StreamsException("A change without a key reached the table aggregation of store '" + storeName
                    + "': its repartition topic was written by something else.");
        }
        ValueAndTimestamp<A> old = rows.get(key);
        A oldAggregate = ValueAndTimestamp.getValueOrNull(old);
        long timestampMs = old == null ? record.timestamp() : Math.max(record.timestamp(), old.timestamp());
        A aggregate = added(key, record.value(), subtracted(key, record.value(), oldAggregate));
        long putResult = rows.put(key, aggregate, timestampMs, record.headers());
        changes.emitPut(record, putResult, aggregate, oldAggregate, timestampMs);
    }

    private @Nullable A subtracted(K key, Change<V> change, @Nullable A aggregate) {
        V removed = change.oldValue();
        return removed == null || aggregate == null ? aggregate : subtractor.apply(key, removed, aggregate);
    }

    private @Nullable A added(K key, Change<V> change, @Nullable A aggregate) {
        V value = change.newValue();
        if (value == null) {
            return aggregate;
        }
        return adder.apply(key, value, aggregate == null ? initializer.apply() : aggregate);
    }
}
