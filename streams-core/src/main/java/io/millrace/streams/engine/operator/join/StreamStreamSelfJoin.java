package io.millrace.streams.engine.operator.join;

import io.millrace.streams.KeyValue;
import io.millrace.streams.engine.metrics.DroppedRecords;
import io.millrace.streams.engine.operator.Drops;
import io.millrace.streams.kstream.ValueJoinerWithKey;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.WindowStore;
import io.millrace.streams.state.WindowStoreIterator;

/**
 * Joins a stream with itself, from the one store that its records are in. The record at hand is in there too, as the last with its
 * timestamp: as the left side it joins the others first, then as the right side the others and itself.
 */
public final class StreamStreamSelfJoin<K, V, VOut> implements Processor<K, V, K, VOut> {

    private final String storeName;
    private final JoinReach reach;
    private final ValueJoinerWithKey<? super K, ? super V, ? super V, ? extends VOut> joiner;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private ProcessorContext<K, VOut> context;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private WindowStore<K, V> window;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private DroppedRecords drops;

    public StreamStreamSelfJoin(
            String storeName,
            JoinReach reach,
            ValueJoinerWithKey<? super K, ? super V, ? super V, ? extends VOut> joiner) {
        this.storeName = storeName;
        this.reach = reach;
        this.joiner = joiner;
    }

    @Override
    public void init(ProcessorContext<K, VOut> context) {
        this.context = context;
        window = context.getStateStore(storeName);
        drops = Drops.of(context);
    }

    @Override
    public void process(Record<K, V> record) {
        if (record.key() == null || record.value() == null) {
            drops.dropped("null key or value in a stream-stream join");
            return;
        }
        joinAsLeft(record);
        joinAsRight(record);
    }

    private void joinAsLeft(Record<K, V> record) {
        long timestampMs = record.timestamp();
        try (WindowStoreIterator<V> near = near(record, reach)) {
            KeyValue<Long, V> held = null;
            while (near.hasNext()) {
                KeyValue<Long, V> other = near.next();
                if (other.key != timestampMs) {
                    forward(record, record.value(), other.value, other.key);
                    continue;
                }
                if (held != null) {
                    forward(record, record.value(), held.value, timestampMs);
                }
                // Of those with this timestamp, the last is the record itself and stays held.
                held = other;
            }
        }
    }

    private void joinAsRight(Record<K, V> record) {
        try (WindowStoreIterator<V> near = near(record, reach.reversed())) {
            while (near.hasNext()) {
                KeyValue<Long, V> other = near.next();
                forward(record, other.value, record.value(), other.key);
            }
        }
    }

    private WindowStoreIterator<V> near(Record<K, V> record, JoinReach within) {
        long timestampMs = record.timestamp();
        return window.fetch(record.key(), within.fromMs(timestampMs), within.toMs(timestampMs));
    }

    private void forward(Record<K, V> record, V left, V right, long otherTimestampMs) {
        context.forward(record.withValue(joiner.apply(record.key(), left, right))
                .withTimestamp(Math.max(record.timestamp(), otherTimestampMs)));
    }
}
