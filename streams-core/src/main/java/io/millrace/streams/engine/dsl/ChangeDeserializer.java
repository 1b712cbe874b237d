package io.millrace.streams.engine.dsl;

import io.millrace.streams.engine.operator.Change;
import io.millrace.streams.engine.topology.DefaultsToValueSerde;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.ByteUtils;
import org.jspecify.annotations.Nullable;

/** Reads the change of a row as {@link ChangeSerializer} wrote it. */
final class ChangeDeserializer<V> implements Deserializer<Change<V>>, DefaultsToValueSerde<Deserializer<Change<V>>> {

    private final @Nullable Deserializer<V> inner;

    ChangeDeserializer(@Nullable Deserializer<V> inner) {
        this.inner = inner;
    }

    @Override
    @SuppressWarnings("unchecked") // The default serde is what the user said it is.
    public Deserializer<Change<V>> orDefault(Supplier<? extends Serde<?>> defaultValueSerde) {
        return inner == null
                ? new ChangeDeserializer<>(
                        (Deserializer<V>) defaultValueSerde.get().deserializer())
                : this;
    }

    @Override
    public Change<V> deserialize(String topic, byte[] bytes) {
        return deserialize(topic, new RecordHeaders(), bytes);
    }

    @Override
    public Change<V> deserialize(String topic, Headers headers, byte[] bytes) {
        int end = bytes.length - 1;
        byte form = bytes[end];
        if (form == ChangeSerializer.NEW) {
            return new Change<>(value(topic, headers, Arrays.copyOf(bytes, end)), null);
        }
        if (form == ChangeSerializer.OLD) {
            return new Change<>(null, value(topic, headers, Arrays.copyOf(bytes, end)));
        }
        if (form == ChangeSerializer.NEW_THEN_OLD) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, end);
            byte[] newValue = new byte[ByteUtils.readVarint(buffer)];
            buffer.get(newValue);
            byte[] oldValue = new byte[buffer.remaining()];
            buffer.get(oldValue);
            return new Change<>(value(topic, headers, newValue), value(topic, headers, oldValue));
        }
        throw new SerializationException(
                "A record of topic '" + topic + "' ends in " + form
                        + ", which is not a form of change known here. The topic was written by another version or something else.");
    }

    private V value(String topic, Headers headers, byte[] bytes) {
        Deserializer<V> deserializer = inner;
        if (deserializer == null) {
            throw new IllegalStateException("The deserializer of changes was used without asking it for the default.");
        }
        return deserializer.deserialize(topic, headers, bytes);
    }
}
