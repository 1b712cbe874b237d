package io.millrace.streams.engine.operator.suppress;

import io.millrace.streams.processor.RecordContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.processor.api.RecordMetadata;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * A change that is held back. As bytes, which are the value in the changelog: the cause; the value before the key was held, the
 * old value of the last change and its new value; and the time by which it is held. Each part that may be missing has its length
 * before it in four bytes, -1 if it is missing; the length -2 stands for an old value that is the same as the first one.
 *
 * @param cause the last record that changed the key
 * @param priorValue serialised value that was there before the first change held, null if there was none
 * @param oldValue serialised value before the last change
 * @param newValue serialised value after it, null for a removal
 * @param heldTimeMs orders the changes: the time of the first record held of the key, or the end of its window
 */
public record HeldChange(
        Cause cause,
        byte @Nullable [] priorValue,
        byte @Nullable [] oldValue,
        byte @Nullable [] newValue,
        long heldTimeMs) {

    private static final int MISSING = -1;
    private static final int SAME_AS_PRIOR = -2;
    private static final int FIXED_BYTES = 2 * Long.BYTES + Integer.BYTES;

    /** Where a change comes from. What the record was read as is not among the bytes. */
    public record Cause(long timestampMs, long offset, String topic, int partition, Headers headers)
            implements RecordContext {

        private static final int NO_PARTITION = -1;
        private static final long NO_OFFSET = -1;

        /**
         * A record in hand.
         *
         * @param metadata where it was read, null if it was not read
         */
        public static Cause of(Record<?, ?> record, @Nullable RecordMetadata metadata) {
            return metadata == null
                    ? new Cause(record.timestamp(), NO_OFFSET, "", NO_PARTITION, record.headers())
                    : new Cause(
                            record.timestamp(),
                            metadata.offset(),
                            metadata.topic(),
                            metadata.partition(),
                            record.headers());
        }

        @Override
        public long timestamp() {
            return timestampMs;
        }

        @Override
        public byte @Nullable [] sourceRawKey() {
            return null;
        }

        @Override
        public byte @Nullable [] sourceRawValue() {
            return null;
        }
    }

    /** About the bytes of it, as a limit in bytes counts them. */
    long countedBytes() {
        long bytes = (long) FIXED_BYTES + cause.topic().length();
        for (Header header : cause.headers()) {
            bytes += header.key().length() + length(header.value());
        }
        bytes += length(priorValue) + length(newValue);
        return isOldPrior() ? bytes : bytes + length(oldValue);
    }

    private boolean isOldPrior() {
        return Arrays.equals(priorValue, oldValue);
    }

    private static int length(byte @Nullable [] part) {
        return part == null ? 0 : part.length;
    }

    public byte[] toBytes() {
        byte[] topic = Utils.utf8(cause.topic());
        Header[] headers = cause.headers().toArray();
        byte[][] names = new byte[headers.length][];
        int size = FIXED_BYTES + Integer.BYTES + topic.length + Integer.BYTES;
        for (int i = 0; i < headers.length; i++) {
            names[i] = Utils.utf8(headers[i].key());
            size += 2 * Integer.BYTES + names[i].length + length(headers[i].value());
        }
        boolean isOldPrior = priorValue != null && isOldPrior();
        size += 3 * Integer.BYTES + length(priorValue) + (isOldPrior ? 0 : length(oldValue)) + length(newValue);
        ByteBuffer buffer = ByteBuffer.allocate(size + Long.BYTES);
        buffer.putLong(cause.timestampMs()).putLong(cause.offset());
        put(buffer, topic);
        buffer.putInt(cause.partition()).putInt(headers.length);
        for (int i = 0; i < headers.length; i++) {
            put(buffer, names[i]);
            put(buffer, headers[i].value());
        }
        put(buffer, priorValue);
        if (isOldPrior) {
            buffer.putInt(SAME_AS_PRIOR);
        } else {
            put(buffer, oldValue);
        }
        put(buffer, newValue);
        return buffer.putLong(heldTimeMs).array();
    }

    private static void put(ByteBuffer buffer, byte @Nullable [] part) {
        if (part == null) {
            buffer.putInt(MISSING);
        } else {
            buffer.putInt(part.length).put(part);
        }
    }

    /** @throws SerializationException if the bytes are not those of a change */
    public static HeldChange from(byte[] bytes) {
        try {
            return read(ByteBuffer.wrap(bytes));
        } catch (BufferUnderflowException e) {
            throw new SerializationException(
                    "A suppressed change of " + bytes.length
                            + " bytes cannot be read. Its changelog was written by something else; check the"
                            + " application id and the name of the suppression.",
                    e);
        }
    }

    private static HeldChange read(ByteBuffer buffer) {
        Cause cause = cause(buffer);
        byte[] priorValue = part(buffer, null);
        byte[] oldValue = part(buffer, priorValue);
        byte[] newValue = part(buffer, null);
        return new HeldChange(cause, priorValue, oldValue, newValue, buffer.getLong());
    }

    private static Cause cause(ByteBuffer buffer) {
        long timestampMs = buffer.getLong();
        long offset = buffer.getLong();
        String topic = text(buffer);
        int partition = buffer.getInt();
        Headers headers = new RecordHeaders();
        int count = buffer.getInt();
        for (int i = 0; i < count; i++) {
            headers.add(text(buffer), part(buffer, null));
        }
        return new Cause(timestampMs, offset, topic, partition, headers);
    }

    private static String text(ByteBuffer buffer) {
        byte[] bytes = part(buffer, null);
        return bytes == null ? "" : Utils.utf8(bytes);
    }

    private static byte @Nullable [] part(ByteBuffer buffer, byte @Nullable [] prior) {
        int length = buffer.getInt();
        if (length == SAME_AS_PRIOR) {
            return prior;
        }
        if (length == MISSING) {
            return null;
        }
        if (length < 0 || length > buffer.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] part = new byte[length];
        buffer.get(part);
        return part;
    }
}
