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
 * Joins a stream with itself, from the one store of its earlier records: each record as the left side with the others, then as the
 * right side with the others and, at its place in time, with itself.
 *
 * <p>As in Kafka Streams, a record is joined with itself even if the window reaches only to records that are older or newer, as
 * long as stream time is not within a millisecond of its leaving the store. Records without value do not advance this time.
 */
public final class StreamStreamSelfJoin<K, V, VOut> implements Processor<K, V, K, VOut> {

    private final String storeName;
    private final JoinReach reach;
    private final long aloneBehindMs;
    private final ValueJoinerWithKey<? super K, ? super V, ? super V, ? extends VOut> joiner;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private ProcessorContext<K, VOut> context;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private WindowStore<K, V> window;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private DroppedRecords drops;

    private long streamTimeMs = -1;

    public StreamStreamSelfJoin(
            String storeName,
            JoinReach reach,
            long graceMs,
            ValueJoinerWithKey<? super K, ? super V, ? super V, ? extends VOut> joiner) {
        this.storeName = storeName;
        this.reach = reach;
        this.aloneBehindMs = reach.beforeMs() + reach.afterMs() + graceMs - 1;
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
        // First, and even if it is not sent, as in Kafka Streams: if the joiner fails for it, nothing of the record is
        // joined.
        VOut withItself = joiner.apply(record.key(), record.value(), record.value());
        streamTimeMs = Math.max(streamTimeMs, record.timestamp());
        joinAsLeft(record);
        joinAsRight(record, withItself);
    }

    private void joinAsLeft(Record<K, V> record) {
        try (WindowStoreIterator<V> near = near(record, reach)) {
            while (near.hasNext()) {
                KeyValue<Long, V> other = near.next();
                joinAndForward(record, record.value(), other.value, other.key);
            }
        }
    }

    private void joinAsRight(Record<K, V> record, VOut withItself) {
        long timestampMs = record.timestamp();
        boolean meetsItself = streamTimeMs - timestampMs < aloneBehindMs;
        try (WindowStoreIterator<V> near = near(record, reach.reversed())) {
            while (near.hasNext()) {
                KeyValue<Long, V> other = near.next();
                if (meetsItself && other.key > timestampMs) {
                    context.forward(record.withValue(withItself));
                    meetsItself = false;
                }
                joinAndForward(record, other.value, record.value(), other.key);
            }
        }
        if (meetsItself) {
            context.forward(record.withValue(withItself));
        }
    }

    private WindowStoreIterator<V> near(Record<K, V> record, JoinReach within) {
        long timestampMs = record.timestamp();
        return window.fetch(record.key(), within.fromMs(timestampMs), within.toMs(timestampMs));
    }

    private void joinAndForward(Record<K, V> record, V left, V right, long otherTimestampMs) {
        context.forward(record.withValue(joiner.apply(record.key(), left, right))
                .withTimestamp(Math.max(record.timestamp(), otherTimestampMs)));
    }
}
