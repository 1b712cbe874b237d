package io.millrace.streams.engine.state;

import io.millrace.streams.engine.log.RecordOrigin;
import java.util.Arrays;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A copy of where a record came from, which can be written over: what is kept for each changed key is old, and to point from there to
 * each new record would make work for the garbage collector.
 */
final class KeptOrigin {

    private static final int NONE = -1;

    /** About what it takes beside the bytes of the record. */
    private static final int OVERHEAD_BYTES = 72;

    private @Nullable String topic;
    private int partition;
    private long offset;
    private long timestampMs;
    private @Nullable Headers headers;
    private byte[] raw = new byte[0];
    private int keyLength;
    private int valueLength;

    KeptOrigin(RecordOrigin origin) {
        set(origin);
    }

    void set(RecordOrigin origin) {
        if (!Objects.equals(topic, origin.topic())) {
            topic = origin.topic();
        }
        partition = origin.partition();
        offset = origin.offset();
        timestampMs = origin.timestampMs();
        boolean hasHeaders = origin.headers().iterator().hasNext();
        if (hasHeaders || headers != null) {
            headers = hasHeaders ? new RecordHeaders(origin.headers()) : null;
        }
        keyLength = length(origin.rawKey());
        valueLength = length(origin.rawValue());
        int length = Math.max(0, keyLength) + Math.max(0, valueLength);
        if (raw.length < length || raw.length / 2 > length) {
            raw = new byte[length];
        }
        copy(origin.rawKey(), 0);
        copy(origin.rawValue(), Math.max(0, keyLength));
    }

    /** The same with headers of its own, or none: those of the record in hand may get more after it wrote. */
    static RecordOrigin withHeaders(RecordOrigin origin, boolean kept) {
        return new RecordOrigin(
                origin.topic(),
                origin.partition(),
                origin.offset(),
                origin.timestampMs(),
                kept ? new RecordHeaders(origin.headers()) : new RecordHeaders(),
                origin.rawKey(),
                origin.rawValue());
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? NONE : bytes.length;
    }

    private void copy(byte @Nullable [] bytes, int at) {
        if (bytes != null) {
            System.arraycopy(bytes, 0, raw, at, bytes.length);
        }
    }

    RecordOrigin origin() {
        return new RecordOrigin(
                topic,
                partition,
                offset,
                timestampMs,
                headers == null ? new RecordHeaders() : headers,
                part(0, keyLength),
                part(Math.max(0, keyLength), valueLength));
    }

    private byte @Nullable [] part(int from, int length) {
        return length == NONE ? null : Arrays.copyOfRange(raw, from, from + length);
    }

    /** About how many bytes of heap it takes. */
    int weight() {
        return OVERHEAD_BYTES + raw.length;
    }

    /** About how many bytes the record takes of which it is a copy. */
    static int weight(RecordOrigin origin) {
        return OVERHEAD_BYTES + Math.max(0, length(origin.rawKey())) + Math.max(0, length(origin.rawValue()));
    }
}
