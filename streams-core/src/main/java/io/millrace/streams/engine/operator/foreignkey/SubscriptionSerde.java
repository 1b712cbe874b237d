package io.millrace.streams.engine.operator.foreignkey;

import io.millrace.streams.engine.operator.foreignkey.Subscription.Instruction;
import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Subscriptions as bytes: a byte with the version, its highest bit set if there is no hash; the instruction; 16 bytes of hash, if
 * there is one; the primary key; and, since version 1, the partition of the left row in four bytes.
 */
public final class SubscriptionSerde
        implements Serde<Subscription>, Serializer<Subscription>, Deserializer<Subscription> {

    static final byte NO_HASH = (byte) 0x80;
    private static final byte VERSION = 1;

    @Override
    public Serializer<Subscription> serializer() {
        return this;
    }

    @Override
    public Deserializer<Subscription> deserializer() {
        return this;
    }

    @Override
    public void configure(java.util.Map<String, ?> configs, boolean isKey) {}

    @Override
    public void close() {}

    @Override
    @SuppressWarnings("NullAway") // A null value stays null.
    public byte[] serialize(String topic, @Nullable Subscription subscription) {
        if (subscription == null) {
            return null;
        }
        ValueHash hash = subscription.hash();
        Integer partition = subscription.primaryPartition();
        byte version = partition == null ? 0 : VERSION;
        int size = 2
                + (hash == null ? 0 : ValueHash.BYTES)
                + subscription.primaryKey().length
                + (partition == null ? 0 : Integer.BYTES);
        ByteBuffer buffer = ByteBuffer.allocate(size);
        buffer.put(hash == null ? (byte) (version | NO_HASH) : version);
        buffer.put(subscription.instruction().code());
        if (hash != null) {
            hash.write(buffer);
        }
        buffer.put(subscription.primaryKey());
        if (partition != null) {
            buffer.putInt(partition);
        }
        return buffer.array();
    }

    @Override
    @SuppressWarnings("NullAway") // A null value stays null.
    public Subscription deserialize(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        requireLength(topic, bytes, 2);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte head = buffer.get();
        int version = head & ~NO_HASH;
        if (version > VERSION) {
            throw new SerializationException("A subscription in topic '" + topic + "' is of version " + version
                    + "; this library knows versions up to " + VERSION
                    + ". An instance of a newer version wrote it: upgrade this one.");
        }
        byte code = buffer.get();
        Instruction instruction = Instruction.of(code);
        if (instruction == null) {
            throw new SerializationException("A subscription in topic '" + topic + "' has the instruction " + code
                    + ", which does not exist: the topic was written by something else.");
        }
        boolean hasHash = (head & NO_HASH) == 0;
        int partitionBytes = version == 0 ? 0 : Integer.BYTES;
        requireLength(topic, bytes, 2 + (hasHash ? ValueHash.BYTES : 0) + partitionBytes);
        ValueHash hash = hasHash ? ValueHash.read(buffer) : null;
        byte[] primaryKey = new byte[buffer.remaining() - partitionBytes];
        buffer.get(primaryKey);
        return new Subscription(hash, instruction, primaryKey, version == 0 ? null : buffer.getInt());
    }

    private static void requireLength(String topic, byte[] bytes, int least) {
        if (bytes.length < least) {
            throw new SerializationException("A subscription in topic '" + topic + "' has " + bytes.length
                    + " bytes and must have " + least
                    + " at least: the topic was written by something else.");
        }
    }
}
