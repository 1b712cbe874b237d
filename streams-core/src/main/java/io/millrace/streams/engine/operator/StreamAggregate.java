package io.millrace.streams.engine.operator;

import io.millrace.streams.engine.metrics.DroppedRecords;
import io.millrace.streams.kstream.Aggregator;
import io.millrace.streams.kstream.Initializer;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.ValueAndTimestamp;

/** Aggregates the values of each key. The result carries the latest timestamp of what went in. */
public final class StreamAggregate<K, V, A> implements Processor<K, V, K, Change<A>> {

    private final String storeName;
    private final Initializer<A> initializer;
    private final Aggregator<? super K, ? super V, A> aggregator;
    private final boolean sendOldValues;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private TableRows<K, A> rows;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private ChangeEmitter<K, A> changes;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private DroppedRecords drops;

    public StreamAggregate(
            String storeName,
            Initializer<A> initializer,
            Aggregator<? super K, ? super V, A> aggregator,
            boolean sendOldValues) {
        this.storeName = storeName;
        this.initializer = initializer;
        this.aggregator = aggregator;
        this.sendOldValues = sendOldValues;
    }

    @Override
    public void init(ProcessorContext<K, Change<A>> context) {
        rows = TableRows.in(context, storeName);
        changes = new ChangeEmitter<>(context, rows.store(), sendOldValues);
        drops = Drops.of(context);
    }

    @Override
    public void process(Record<K, V> record) {
        K key = record.key();
        V value = record.value();
        if (key == null || value == null) {
            drops.dropped("null key or value in an aggregation");
            return;
        }
        ValueAndTimestamp<A> old = rows.get(key);
        A oldAggregate = ValueAndTimestamp.getValueOrNull(old);
        long timestampMs = old == null ? record.timestamp() : Math.max(record.timestamp(), old.timestamp());
        A aggregate = aggregator.apply(key, value, oldAggregate == null ? initializer.apply() : oldAggregate);
        long putResult = rows.put(key, aggregate, timestampMs, record.headers());
        changes.emitPut(record, putResult, aggregate, oldAggregate, timestampMs);
    }
}
