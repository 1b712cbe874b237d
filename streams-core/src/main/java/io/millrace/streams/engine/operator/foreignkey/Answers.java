package io.millrace.streams.engine.operator.foreignkey;

import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Sends answers back to where left rows live. */
public final class Answers<K, VO> {

    private final ProcessorContext<K, Answer> context;
    private final Deserializer<K> primaryKeys;
    private final Serializer<VO> values;
    private final String primaryKeyTopic;
    private final String valueTopic;

    /**
     * How answers are sent.
     *
     * @param subscriptionTopic without the application id
     * @param answerTopic without the application id
     */
    public record Terms<K, VO>(Side<K, ?> left, Side<?, VO> right, String subscriptionTopic, String answerTopic) {}

    Answers(Terms<K, VO> terms, ProcessorContext<K, Answer> context) {
        this.context = context;
        primaryKeys = terms.left().keySerde(context).deserializer();
        values = terms.right().valueSerde(context).serializer();
        primaryKeyTopic = Side.topic(context, terms.subscriptionTopic(), "-pk");
        valueTopic = Side.topic(context, terms.answerTopic(), "");
    }

    byte @Nullable [] bytes(@Nullable VO value) {
        if (value == null) {
            return null;
        }
        try {
            return values.serialize(valueTopic, value);
        } catch (ClassCastException e) {
            // As at a sink: the processor itself was given what it expects.
            throw new StreamsException(
                    "The value serializer " + values.getClass().getName()
                            + " of a table joined along a foreign key does not"
                            + " take a " + value.getClass().getName()
                            + ". Give the matching serde where the table is made, or change default.value.serde.",
                    e);
        }
    }

    void send(Record<?, ?> cause, Subscription subscription, byte @Nullable [] foreignValue, long timestampMs) {
        K primaryKey = primaryKeys.deserialize(primaryKeyTopic, subscription.primaryKey());
        context.forward(new Record<>(
                primaryKey,
                new Answer(subscription.hash(), foreignValue, subscription.primaryPartition()),
                timestampMs,
                cause.headers()));
    }
}
