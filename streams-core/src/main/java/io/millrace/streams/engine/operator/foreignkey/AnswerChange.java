package io.millrace.streams.engine.operator.foreignkey;

import io.millrace.streams.engine.metrics.DroppedRecords;
import io.millrace.streams.engine.operator.Change;
import io.millrace.streams.engine.operator.Drops;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.TimestampedKeyValueStore;
import io.millrace.streams.state.ValueAndTimestamp;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;

/** Tells a change of the right table to everybody who subscribed to its row. */
public final class AnswerChange<K, KO, VO> implements Processor<KO, Change<VO>, K, Answer> {

    private final String storeName;
    private final Side<KO, VO> right;
    private final Answers.Terms<K, VO> terms;
    private final BytesSerializer prefixes = new BytesSerializer();

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private Answers<K, VO> answers;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private TimestampedKeyValueStore<Bytes, Subscription> store;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private Serializer<KO> foreignKeys;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private DroppedRecords drops;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private String topic;

    public AnswerChange(String storeName, Side<KO, VO> right, Answers.Terms<K, VO> terms) {
        this.storeName = storeName;
        this.right = right;
        this.terms = terms;
    }

    @Override
    public void init(ProcessorContext<K, Answer> context) {
        answers = new Answers<>(terms, context);
        store = context.getStateStore(storeName);
        foreignKeys = right.keySerde(context).serializer();
        drops = Drops.of(context);
        topic = Side.topic(context, terms.subscriptionTopic(), "-fk");
    }

    @Override
    public void process(Record<KO, Change<VO>> record) {
        if (record.key() == null) {
            drops.dropped("null key in a join along a foreign key");
            return;
        }
        if (!record.value().isLatest()) {
            drops.dropped("out-of-order record in a join along a foreign key with a versioned table");
            return;
        }
        byte[] foreignKey = foreignKeys.serialize(topic, record.key());
        try (KeyValueIterator<Bytes, ValueAndTimestamp<Subscription>> subscriptions =
                store.prefixScan(SubscriptionKey.prefix(foreignKey), prefixes)) {
            byte[] value =
                    subscriptions.hasNext() ? answers.bytes(record.value().newValue()) : null;
            while (subscriptions.hasNext()) {
                answers.send(record, subscriptions.next().value.value(), value, record.timestamp());
            }
        }
    }
}
