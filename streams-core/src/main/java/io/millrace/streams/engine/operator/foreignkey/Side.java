package io.millrace.streams.engine.operator.foreignkey;

import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.api.ProcessingContext;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * How a table of the join is serialised; null means the default. What a serde is told as the topic is the name that a schema
 * registry has the schemas under.
 */
public record Side<K, V>(
        @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {

    /** The serde of the key in the given application. */
    @SuppressWarnings("unchecked") // The default serde is what the user said it is.
    Serde<K> keySerde(ProcessingContext context) {
        return keySerde == null ? (Serde<K>) given(context.keySerde(), "key") : keySerde;
    }

    /** The serde of the value in the given application. */
    @SuppressWarnings("unchecked") // The default serde is what the user said it is.
    Serde<V> valueSerde(ProcessingContext context) {
        return valueSerde == null ? (Serde<V>) given(context.valueSerde(), "value") : valueSerde;
    }

    private static Serde<?> given(@Nullable Serde<?> serde, String part) {
        if (serde == null) {
            throw new StreamsException("A table joined along a foreign key has no " + part
                    + " serde: give one where the table is made, or set default." + part + ".serde.");
        }
        return serde;
    }

    static String topic(ProcessingContext context, String topic, String suffix) {
        return context.applicationId() + "-" + topic + suffix;
    }
}
