package io.millrace.streams.engine.operator.suppress;

import io.millrace.streams.engine.metrics.DroppedRecords;
import io.millrace.streams.engine.metrics.TaskCatalog;
import io.millrace.streams.engine.operator.Change;
import io.millrace.streams.engine.operator.Drops;
import io.millrace.streams.engine.operator.Emissions;
import io.millrace.streams.engine.operator.OperatorTime;
import io.millrace.streams.engine.operator.suppress.HeldChange.Cause;
import io.millrace.streams.engine.operator.suppress.HeldChanges.Held;
import io.millrace.streams.engine.operator.suppress.SuppressTerms.Until;
import io.millrace.streams.engine.state.SourceForward;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.kstream.SuppressionBuffer;
import io.millrace.streams.kstream.SuppressionBuffer.WhenFull;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** Holds the changes of a table back until they are due by the time of the stream, or until the buffer is full. */
public final class Suppress<K, V> implements Processor<K, Change<V>, K, Change<V>> {

    private final SuppressTerms<K, V> terms;
    private final SuppressionBuffer limits;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private ProcessorContext<K, Change<V>> context;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private HeldChanges held;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private Serde<K> keys;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private Serde<V> values;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private String topic;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private DroppedRecords drops;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private Emissions emissions;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private HeldFill fill;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private OperatorTime time;

    public Suppress(SuppressTerms<K, V> terms) {
        this.terms = terms;
        this.limits = terms.buffer();
    }

    @Override
    public void init(ProcessorContext<K, Change<V>> context) {
        this.context = context;
        held = new HeldChanges(context.getStateStore(terms.storeName()));
        keys = terms.keySerde(context);
        values = terms.valueSerde(context);
        topic = terms.topic(context);
        drops = Drops.of(context);
        emissions = Emissions.of(context, TaskCatalog.SUPPRESSION_EMIT, null);
        fill = HeldFill.of(context, terms.storeName());
        time = new OperatorTime(context, terms.storeName());
    }

    @Override
    public void process(Record<K, Change<V>> record) {
        if (record.key() == null) {
            drops.dropped("null key in a suppression");
            return;
        }
        long nowMs = time.observe(record.timestamp());
        hold(record);
        sendDue(nowMs);
        if (isOverLimit()) {
            relieve();
        }
        fill.measure(held);
    }

    private void hold(Record<K, Change<V>> record) {
        Bytes key = Bytes.wrap(keys.serializer().serialize(topic, record.key()));
        HeldChange before = held.find(key);
        byte[] oldValue = bytes(record.value().oldValue());
        byte[] newValue = bytes(record.value().newValue());
        HeldChange change = before == null
                ? new HeldChange(cause(record), oldValue, oldValue, newValue, heldTimeMs(record))
                : new HeldChange(cause(record), before.priorValue(), oldValue, newValue, before.heldTimeMs());
        held.hold(key, change, context instanceof SourceForward forward ? forward.source() : change.cause());
    }

    private long heldTimeMs(Record<K, ?> record) {
        return terms.until() == Until.WINDOW_CLOSES
                ? ((Windowed<?>) record.key()).window().end()
                : record.timestamp();
    }

    private Cause cause(Record<?, ?> record) {
        return Cause.of(record, context.recordMetadata().orElse(null));
    }

    private byte @Nullable [] bytes(@Nullable V value) {
        return value == null ? null : values.serializer().serialize(topic, value);
    }

    private @Nullable V value(byte @Nullable [] bytes) {
        return bytes == null ? null : values.deserializer().deserialize(topic, bytes);
    }

    private void sendDue(long nowMs) {
        long dueMs = nowMs - terms.waitMs();
        Held first = held.first();
        while (first != null && first.timeMs() <= dueMs) {
            send(first);
            first = held.first();
        }
    }

    private boolean isOverLimit() {
        return held.count() > limits.maxRecords() || held.bytes() > limits.maxBytes();
    }

    private void relieve() {
        if (limits.whenFull() == WhenFull.SHUT_DOWN) {
            throw new StreamsException(terms.node() + " buffer exceeded its max capacity. Currently [" + held.count()
                    + "/" + limits.maxRecords() + "] records and [" + held.bytes() + "/" + limits.maxBytes()
                    + "] bytes.");
        }
        Held first = held.first();
        while (first != null && isOverLimit()) {
            send(first);
            first = held.first();
        }
    }

    private void send(Held due) {
        HeldChange change = due.change();
        if (change.newValue() != null || terms.until() != Until.WINDOW_CLOSES) {
            Record<K, Change<V>> record = new Record<>(
                    keys.deserializer().deserialize(topic, due.key().get()),
                    new Change<>(value(change.newValue()), value(change.oldValue())),
                    change.cause().timestampMs(),
                    change.cause().headers());
            SourceForward.forward(context, due.source(), record);
            emissions.sent(1);
        }
        // Only now: who looks the key up on receiving the change finds the value before it.
        held.release(due);
    }
}
