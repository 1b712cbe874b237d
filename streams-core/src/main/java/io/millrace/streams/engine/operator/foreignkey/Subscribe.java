package io.millrace.streams.engine.operator.foreignkey;

import io.millrace.streams.engine.metrics.DroppedRecords;
import io.millrace.streams.engine.operator.Change;
import io.millrace.streams.engine.operator.Drops;
import io.millrace.streams.engine.operator.foreignkey.Subscription.Instruction;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import java.util.Arrays;
import java.util.function.BiFunction;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Turns each change of the left table into subscriptions to the rows it refers to now and referred to before. */
public final class Subscribe<K, V, KO> implements Processor<K, Change<V>, KO, Subscription> {

    private final Terms<K, V, KO> terms;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private ProcessorContext<KO, Subscription> context;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private Serializer<K> primaryKeys;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private Serializer<V> values;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private Serializer<KO> foreignKeys;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private DroppedRecords drops;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private String topic;

    /**
     * What the join is.
     *
     * @param topic of the subscriptions, without the application id
     * @param keepsUnmatched whether a left row without a right one is in the result
     */
    public record Terms<K, V, KO>(
            BiFunction<? super K, ? super V, ? extends @Nullable KO> foreignKey,
            Side<K, V> left,
            Side<KO, ?> right,
            String topic,
            boolean keepsUnmatched) {}

    public Subscribe(Terms<K, V, KO> terms) {
        this.terms = terms;
    }

    @Override
    public void init(ProcessorContext<KO, Subscription> context) {
        this.context = context;
        primaryKeys = terms.left().keySerde(context).serializer();
        values = terms.left().valueSerde(context).serializer();
        foreignKeys = terms.right().keySerde(context).serializer();
        drops = Drops.of(context);
        topic = Side.topic(context, terms.topic(), "");
    }

    @Override
    public void process(Record<K, Change<V>> record) {
        K key = record.key();
        if (key == null) {
            drops.dropped("null key in a join along a foreign key");
            return;
        }
        if (!record.value().isLatest()) {
            drops.dropped("out-of-order record in a join along a foreign key with a versioned table");
            return;
        }
        V newValue = record.value().newValue();
        V oldValue = record.value().oldValue();
        KO before = oldValue == null ? null : terms.foreignKey().apply(key, oldValue);
        KO now = newValue == null ? null : terms.foreignKey().apply(key, newValue);
        if (terms.keepsUnmatched()) {
            subscribeToAny(record, before, now);
        } else {
            subscribeToRows(record, before, now);
        }
    }

    /** For a left join: what has no foreign key is answered, too, though there is nobody to subscribe to. */
    private void subscribeToAny(Record<K, Change<V>> record, @Nullable KO before, @Nullable KO now) {
        if (before != null && !isSame(before, now)) {
            send(record, before, Instruction.UNSUBSCRIBE);
        }
        if (record.value().newValue() != null || record.value().oldValue() != null) {
            send(record, now, Instruction.ANSWER_ALWAYS);
        }
    }

    private void subscribeToRows(Record<K, Change<V>> record, @Nullable KO before, @Nullable KO now) {
        if (now == null) {
            if (record.value().newValue() != null) {
                drops.dropped("null foreign key in an inner join along a foreign key");
            }
            if (before != null) {
                send(record, before, Instruction.UNSUBSCRIBE_AND_ANSWER);
            }
        } else if (before == null || isSame(before, now)) {
            send(record, now, Instruction.ANSWER_IF_PRESENT);
        } else {
            // Where the row referred to is missing, only an answer removes what the row referred to before gave.
            send(record, before, Instruction.UNSUBSCRIBE);
            send(record, now, Instruction.ANSWER_ALWAYS);
        }
    }

    private boolean isSame(KO one, @Nullable KO other) {
        return other != null && Arrays.equals(foreignKeyBytes(one), foreignKeyBytes(other));
    }

    private byte[] foreignKeyBytes(KO foreignKey) {
        return foreignKeys.serialize(topic + "-fk", foreignKey);
    }

    @SuppressWarnings("NullAway") // A left join subscribes to null where there is no foreign key.
    private void send(Record<K, Change<V>> record, @Nullable KO foreignKey, Instruction instruction) {
        V value = record.value().newValue();
        ValueHash hash = value == null ? null : ValueHash.of(values.serialize(topic + "-vh", value));
        byte[] primaryKey = primaryKeys.serialize(topic + "-pk", record.key());
        context.forward(record.withKey(foreignKey)
                .withValue(new Subscription(
                        hash, instruction, primaryKey, context.taskId().partition())));
    }
}
