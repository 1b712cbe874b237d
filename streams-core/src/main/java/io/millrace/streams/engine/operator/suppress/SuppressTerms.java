package io.millrace.streams.engine.operator.suppress;

import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.kstream.SuppressionBuffer;
import io.millrace.streams.processor.api.ProcessingContext;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * How changes of a table are held back.
 *
 * @param node name of the operator, for messages
 * @param storeName of what holds them
 * @param until when they are due
 * @param waitMs how long after the time they are held by they are due
 * @param buffer what they may use
 * @param keySerde null for the default
 * @param valueSerde null for the default
 */
public record SuppressTerms<K, V>(
        String node,
        String storeName,
        Until until,
        long waitMs,
        SuppressionBuffer buffer,
        @Nullable Serde<K> keySerde,
        @Nullable Serde<V> valueSerde) {

    /** What a change waits for. */
    public enum Until {
        /** For some time after the first change held of the key. */
        TIME_LIMIT,
        /** For the window of its key to close; what is removed by then was never sent and needs no removal. */
        WINDOW_CLOSES
    }

    /** What the serdes are told as the topic. */
    String topic(ProcessingContext context) {
        return context.applicationId() + "-" + storeName + "-changelog";
    }

    @SuppressWarnings("unchecked") // The default serde is what the user said it is.
    Serde<K> keySerde(ProcessingContext context) {
        return keySerde == null ? (Serde<K>) given(context.keySerde(), "key") : keySerde;
    }

    @SuppressWarnings("unchecked") // The default serde is what the user said it is.
    Serde<V> valueSerde(ProcessingContext context) {
        return valueSerde == null ? (Serde<V>) given(context.valueSerde(), "value") : valueSerde;
    }

    private Serde<?> given(@Nullable Serde<?> serde, String part) {
        if (serde == null) {
            throw new StreamsException("Suppression '" + node + "' has no " + part
                    + " serde: give one where the table is made, or set default." + part + ".serde.");
        }
        return serde;
    }
}
