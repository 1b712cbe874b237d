package io.millrace.streams.engine.dsl;

import io.millrace.streams.engine.operator.Change;
import io.millrace.streams.engine.topology.DefaultsToValueSerde;
import io.millrace.streams.errors.StreamsException;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.ByteUtils;
import org.jspecify.annotations.Nullable;

/**
 * Writes the change of a row as it goes through the repartition topic of a grouped table. The last byte tells the form: 0 for an
 * old value alone, 1 for a new value alone, 2 for both, where the length of the new value comes first as a variable-length
 * integer, then the new value, then the old.
 */
final class ChangeSerializer<V> implements Serializer<Change<V>>, DefaultsToValueSerde<Serializer<Change<V>>> {

    static final byte OLD = 0;
    static final byte NEW = 1;
    static final byte NEW_THEN_OLD = 2;

    private final @Nullable Serializer<V> inner;

    ChangeSerializer(@Nullable Serializer<V> inner) {
        this.inner = inner;
    }

    @Override
    @SuppressWarnings("unchecked") // The default serde is what the user said it is.
    public Serializer<Change<V>> orDefault(Supplier<? extends Serde<?>> defaultValueSerde) {
        return inner == null
                ? new ChangeSerializer<>((Serializer<V>) defaultValueSerde.get().serializer())
                : this;
    }

    @Override
    public byte[] serialize(String topic, Change<V> change) {
        return serialize(topic, new RecordHeaders(), change);
    }

    @Override
    public byte[] serialize(String topic, Headers headers, Change<V> change) {
        byte[] newValue = bytes(topic, headers, change.newValue());
        byte[] oldValue = bytes(topic, headers, change.oldValue());
        if (newValue != null && oldValue != null) {
            int size = ByteUtils.sizeOfVarint(newValue.length) + newValue.length + oldValue.length + 1;
            ByteBuffer both = ByteBuffer.allocate(size);
            ByteUtils.writeVarint(newValue.length, both);
            return both.put(newValue).put(oldValue).put(NEW_THEN_OLD).array();
        }
        if (newValue != null) {
            return ByteBuffer.allocate(newValue.length + 1)
                    .put(newValue)
                    .put(NEW)
                    .array();
        }
        if (oldValue != null) {
            return ByteBuffer.allocate(oldValue.length + 1)
                    .put(oldValue)
                    .put(OLD)
                    .array();
        }
        throw new StreamsException("A change with neither an old nor a new value cannot be sent to topic '" + topic
                + "': the value serializer made null of a value that is not. Give the grouping another value serde.");
    }

    private byte @Nullable [] bytes(String topic, Headers headers, @Nullable V value) {
        if (value == null) {
            return null;
        }
        Serializer<V> serializer = inner;
        if (serializer == null) {
            throw new IllegalStateException("The serializer of changes was used without asking it for the default.");
        }
        return serializer.serialize(topic, headers, value);
    }
}
