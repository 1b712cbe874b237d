package io.millrace.streams.engine.operator.foreignkey;

import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Answers as bytes: a byte with the version, its highest bit set if there is no hash; 16 bytes of hash, if there is one; then the
 * value of the right row, nothing if there is no row.
 */
public final class AnswerSerde implements Serializer<Answer>, Deserializer<Answer> {

    private static final byte VERSION = 0;

    @Override
    public void configure(java.util.Map<String, ?> configs, boolean isKey) {}

    @Override
    public void close() {}

    @Override
    @SuppressWarnings("NullAway") // A null value stays null.
    public byte[] serialize(String topic, @Nullable Answer answer) {
        if (answer == null) {
            return null;
        }
        ValueHash hash = answer.hash();
        byte[] value = answer.foreignValue();
        int size = 1 + (hash == null ? 0 : ValueHash.BYTES) + (value == null ? 0 : value.length);
        ByteBuffer buffer = ByteBuffer.allocate(size);
        buffer.put(hash == null ? (byte) (VERSION | SubscriptionSerde.NO_HASH) : VERSION);
        if (hash != null) {
            hash.write(buffer);
        }
        if (value != null) {
            buffer.put(value);
        }
        return buffer.array();
    }

    @Override
    @SuppressWarnings("NullAway") // A null value stays null.
    public Answer deserialize(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        if (bytes.length == 0) {
            throw tooShort(topic, bytes);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte head = buffer.get();
        int version = head & ~SubscriptionSerde.NO_HASH;
        if (version != VERSION) {
            throw new SerializationException("An answer in topic '" + topic + "' is of version " + version
                    + "; this library knows version " + VERSION
                    + ". An instance of a newer version wrote it: upgrade this one.");
        }
        boolean hasHash = (head & SubscriptionSerde.NO_HASH) == 0;
        if (hasHash && buffer.remaining() < ValueHash.BYTES) {
            throw tooShort(topic, bytes);
        }
        ValueHash hash = hasHash ? ValueHash.read(buffer) : null;
        byte[] value = null;
        if (buffer.hasRemaining()) {
            value = new byte[buffer.remaining()];
            buffer.get(value);
        }
        return new Answer(hash, value, null);
    }

    private static SerializationException tooShort(String topic, byte[] bytes) {
        return new SerializationException("An answer in topic '" + topic + "' ends after " + bytes.length
                + " bytes: the topic was written by something else.");
    }
}
