package io.millrace.streams.engine.operator.foreignkey;

import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.TimestampedKeyValueStore;
import io.millrace.streams.state.ValueAndTimestamp;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;

/** Keeps and forgets subscriptions where the right table lives, and passes them on to be answered. */
public final class KeepSubscription<KO> implements Processor<KO, Subscription, KO, Subscription> {

    private final String storeName;
    private final String subscriptionTopic;
    private final Side<KO, ?> right;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private ProcessorContext<KO, Subscription> context;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private TimestampedKeyValueStore<Bytes, Subscription> store;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private Serializer<KO> foreignKeys;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private String topic;

    /** @param subscriptionTopic without the application id */
    public KeepSubscription(String storeName, String subscriptionTopic, Side<KO, ?> right) {
        this.storeName = storeName;
        this.subscriptionTopic = subscriptionTopic;
        this.right = right;
    }

    @Override
    public void init(ProcessorContext<KO, Subscription> context) {
        this.context = context;
        store = context.getStateStore(storeName);
        foreignKeys = right.keySerde(context).serializer();
        topic = Side.topic(context, subscriptionTopic, "-fk");
    }

    @Override
    @SuppressWarnings("NullAway") // A null value removes the subscription.
    public void process(Record<KO, Subscription> record) {
        Subscription subscription = record.value();
        if (record.key() != null) {
            Bytes key = SubscriptionKey.of(foreignKeys.serialize(topic, record.key()), subscription.primaryKey());
            boolean keeps = subscription.instruction().subscribes();
            store.put(key, keeps ? ValueAndTimestamp.make(subscription, record.timestamp()) : null);
        }
        context.forward(record);
    }
}
