package io.millrace.streams.test;

import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A record with everything a test may care about: key, value, headers and event time. Topic, partition and offset are left to the
 * test driver. Two records are equal if all four parts are.
 *
 * @param <K> type of the key
 * @param <V> type of the value
 */
public class TestRecord<K extends @Nullable Object, V extends @Nullable Object> {

    private final K key;
    private final V value;
    private final Headers headers;
    private final @Nullable Instant recordTime;

    /**
     * Creates a record.
     *
     * @param key may be null
     * @param value may be null
     * @param headers copied; null for none
     * @param recordTime event time; null to let the input topic give one
     */
    public TestRecord(K key, V value, @Nullable Headers headers, @Nullable Instant recordTime) {
        this.key = key;
        this.value = value;
        this.headers = new RecordHeaders(headers);
        this.recordTime = recordTime;
    }

    /**
     * Creates a record.
     *
     * @param key may be null
     * @param value may be null
     * @param headers copied; null for none
     * @param timestampMs event time in epoch milliseconds; null to let the input topic give one
     * @throws IllegalArgumentException if the timestamp is negative
     */
    public TestRecord(K key, V value, @Nullable Headers headers, @Nullable Long timestampMs) {
        this(key, value, headers, timestampMs == null ? null : instantOf(timestampMs));
    }

    /** Creates a record without headers. */
    public TestRecord(K key, V value, @Nullable Instant recordTime) {
        this(key, value, null, recordTime);
    }

    /** Creates a record whose event time the input topic gives. */
    public TestRecord(K key, V value, @Nullable Headers headers) {
        this(key, value, headers, (Instant) null);
    }

    /** Creates a record without headers whose event time the input topic gives. */
    public TestRecord(K key, V value) {
        this(key, value, null, (Instant) null);
    }

    /** Creates a record without a key or headers whose event time the input topic gives. */
    @SuppressWarnings("NullAway") // a record without a key is what is asked for
    public TestRecord(V value) {
        this(null, value, null, (Instant) null);
    }

    /** Takes over a record as a consumer returned it. */
    public TestRecord(ConsumerRecord<K, V> record) {
        this(
                Objects.requireNonNull(record, "record must not be null").key(),
                record.value(),
                record.headers(),
                record.timestamp());
    }

    /** Takes over a record as it was given to a producer. */
    public TestRecord(ProducerRecord<K, V> record) {
        this(
                Objects.requireNonNull(record, "record must not be null").key(),
                record.value(),
                record.headers(),
                record.timestamp());
    }

    private static Instant instantOf(long timestampMs) {
        if (timestampMs < 0) {
            throw new IllegalArgumentException("A record cannot have the negative timestamp " + timestampMs
                    + "; give epoch milliseconds, or null to let the input topic give one.");
        }
        return Instant.ofEpochMilli(timestampMs);
    }

    /** The headers; changes show in this record. */
    public Headers headers() {
        return headers;
    }

    /** The key. */
    public K key() {
        return key;
    }

    /** The value. */
    public V value() {
        return value;
    }

    /** The event time in epoch milliseconds, null if none was given. */
    public @Nullable Long timestamp() {
        return recordTime == null ? null : recordTime.toEpochMilli();
    }

    /** Same as {@link #headers()}. */
    public Headers getHeaders() {
        return headers;
    }

    /** Same as {@link #key()}. */
    public K getKey() {
        return key;
    }

    /** Same as {@link #value()}. */
    public V getValue() {
        return value;
    }

    /** The event time, null if none was given. */
    public @Nullable Instant getRecordTime() {
        return recordTime;
    }

    @Override
    public String toString() {
        return "TestRecord[key=" + key + ", value=" + value + ", headers=" + headers + ", recordTime=" + recordTime
                + "]";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        if (other == null || getClass() != other.getClass()) {
            return false;
        }
        TestRecord<?, ?> that = (TestRecord<?, ?>) other;
        return Objects.equals(key, that.key)
                && Objects.equals(value, that.value)
                && headers.equals(that.headers)
                && Objects.equals(recordTime, that.recordTime);
    }

    @Override
    public int hashCode() {
        return Objects.hash(key, value, headers, recordTime);
    }
}
