package io.millrace.streams.engine.operator.join;

import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.api.ProcessingContext;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * How the records of a stream wait for a table.
 *
 * @param node name of the operator; what the serdes are told as the topic, too
 * @param storeName of what holds the records
 * @param graceMs how far stream time must have passed a record
 * @param keySerde null for the default
 * @param valueSerde null for the default
 */
public record WaitTerms<K, V>(
        String node,
        String storeName,
        long graceMs,
        @Nullable Serde<K> keySerde,
        @Nullable Serde<V> valueSerde) {

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
            throw new StreamsException("Join '" + node + "' has no " + part
                    + " serde to keep records that wait: give one with Joined, or set default." + part + ".serde.");
        }
        return serde;
    }
}
