package io.millrace.streams.engine.operator.join;

import io.millrace.streams.engine.metrics.DroppedRecords;
import io.millrace.streams.engine.operator.Drops;
import io.millrace.streams.engine.operator.OperatorTime;
import io.millrace.streams.engine.operator.TableLookup;
import io.millrace.streams.engine.operator.join.StreamTableJoin.Unmatched;
import io.millrace.streams.engine.operator.suppress.HeldChange.Cause;
import io.millrace.streams.engine.state.SourceForward;
import io.millrace.streams.kstream.ValueJoinerWithKey;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.ValueAndTimestamp;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * Joins each record of a stream with the row its key had at the time of the record, as it is known some time after. Until the time
 * of the stream has passed a record by the grace period it waits, so that changes of the table that come late still count; a
 * record that is later than that itself is joined at once.
 */
public final class StreamTableGraceJoin<K, V, VTable, VOut> implements Processor<K, V, K, VOut> {

    private final WaitTerms<K, V> terms;
    private final TableLookup<K, VTable> table;
    private final ValueJoinerWithKey<? super K, ? super V, ? super @Nullable VTable, ? extends VOut> joiner;
    private final Unmatched unmatched;
    private final WaitingRecords.Taker waited = this::joinWaited;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private ProcessorContext<K, VOut> context;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private WaitingRecords waiting;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private Serde<K> keys;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private Serde<V> values;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private DroppedRecords drops;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private OperatorTime time;

    public StreamTableGraceJoin(
            WaitTerms<K, V> terms,
            TableLookup<K, VTable> table,
            ValueJoinerWithKey<? super K, ? super V, ? super @Nullable VTable, ? extends VOut> joiner,
            Unmatched unmatched) {
        this.terms = terms;
        this.table = table;
        this.joiner = joiner;
        this.unmatched = unmatched;
    }

    @Override
    public void init(ProcessorContext<K, VOut> context) {
        this.context = context;
        table.init(context);
        waiting = new WaitingRecords(context.getStateStore(terms.storeName()));
        time = new OperatorTime(context, terms.storeName());
        keys = terms.keySerde(context);
        values = terms.valueSerde(context);
        drops = Drops.of(context);
    }

    @Override
    @SuppressWarnings("NullAway") // The joiner of a left join takes a null row; the common type cannot say so.
    public void process(Record<K, V> record) {
        K key = record.key();
        V value = record.value();
        if (value == null || (key == null && unmatched == Unmatched.DROPPED)) {
            drops.dropped("null key or value in a stream-table join");
            return;
        }
        if (key == null) {
            // No row can come for it.
            context.forward(record.withValue(joiner.apply(null, value, null)));
            return;
        }
        long dueMs = time.observe(record.timestamp()) - terms.graceMs();
        if (record.timestamp() < dueMs) {
            join(record, null);
        } else {
            waiting.add(
                    keys.serializer().serialize(terms.node(), key),
                    Cause.of(record, context.recordMetadata().orElse(null)),
                    values.serializer().serialize(terms.node(), value));
        }
        waiting.release(dueMs, waited);
    }

    private void joinWaited(byte[] key, Cause cause, byte[] value) {
        Record<K, V> record = new Record<>(
                keys.deserializer().deserialize(terms.node(), key),
                values.deserializer().deserialize(terms.node(), value),
                cause.timestampMs(),
                cause.headers());
        join(record, cause);
    }

    /**
     * Joins a record.
     *
     * @param cause where it was read, null if it is the record in hand
     */
    @SuppressWarnings("NullAway") // As above.
    private void join(Record<K, V> record, @Nullable Cause cause) {
        VTable row = ValueAndTimestamp.getValueOrNull(table.find(record.key(), record.timestamp()));
        if (row == null && unmatched == Unmatched.DROPPED) {
            return;
        }
        Record<K, VOut> joined = record.withValue(joiner.apply(record.key(), record.value(), row));
        if (cause == null) {
            context.forward(joined);
        } else {
            SourceForward.forward(context, cause, joined);
        }
    }

    @Override
    public void close() {
        table.close();
    }
}
