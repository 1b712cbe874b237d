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

/** Joins each record of one stream with those of the other whose timestamps are near enough. One for each side. */
public final class StreamStreamJoin<K, V, VOther, VOut> implements Processor<K, V, K, VOut> {

    private final String otherStoreName;
    private final JoinReach reach;
    private final ValueJoinerWithKey<? super K, ? super V, ? super VOther, ? extends VOut> joiner;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private ProcessorContext<K, VOut> context;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private WindowStore<K, VOther> others;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private DroppedRecords drops;

    public StreamStreamJoin(
            String otherStoreName,
            JoinReach reach,
            ValueJoinerWithKey<? super K, ? super V, ? super VOther, ? extends VOut> joiner) {
        this.otherStoreName = otherStoreName;
        this.reach = reach;
        this.joiner = joiner;
    }

    @Override
    public void init(ProcessorContext<K, VOut> context) {
        this.context = context;
        others = context.getStateStore(otherStoreName);
        drops = Drops.of(context);
    }

    @Override
    public void process(Record<K, V> record) {
        K key = record.key();
        V value = record.value();
        if (key == null || value == null) {
            drops.dropped("null key or value in a stream-stream join");
            return;
        }
        long timestampMs = record.timestamp();
        try (WindowStoreIterator<VOther> near = others.fetch(key, reach.fromMs(timestampMs), reach.toMs(timestampMs))) {
            while (near.hasNext()) {
                KeyValue<Long, VOther> other = near.next();
                context.forward(record.withValue(joiner.apply(key, value, other.value))
                        .withTimestamp(Math.max(timestampMs, other.key)));
            }
        }
    }
}
