package io.millrace.streams;

import io.millrace.streams.test.TestRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * A topic that a test writes to; made by {@link TopologyTestDriver#createInputTopic}. Each record is processed, with everything
 * it causes, before the call that pipes it returns; what processing throws, the call throws.
 *
 * <p>A record without an event time of its own gets the topic's current one, which then moves on by the auto-advance.
 *
 * @param <K> type of the key
 * @param <V> type of the value
 */
public class TestInputTopic<K extends @Nullable Object, V extends @Nullable Object> {

    private final TopologyTestDriver driver;
    private final String topic;
    private final Serializer<K> keySerializer;
    private final Serializer<V> valueSerializer;
    private final Duration autoAdvance;
    private Instant currentTime;

    TestInputTopic(
            TopologyTestDriver driver,
            String topicName,
            Serializer<K> keySerializer,
            Serializer<V> valueSerializer,
            Instant startTimestamp,
            Duration autoAdvance) {
        this.driver = driver;
        this.topic = Objects.requireNonNull(topicName, "topicName must not be null");
        this.keySerializer = Objects.requireNonNull(keySerializer, "keySerializer must not be null");
        this.valueSerializer = Objects.requireNonNull(valueSerializer, "valueSerializer must not be null");
        this.currentTime = Objects.requireNonNull(startTimestamp, "startTimestamp must not be null");
        this.autoAdvance = requireForward(autoAdvance, "autoAdvance");
    }

    private static Duration requireForward(Duration duration, String what) {
        Objects.requireNonNull(duration, () -> what + " must not be null");
        if (duration.isNegative()) {
            throw new IllegalArgumentException(what + " must not be negative, but is " + duration);
        }
        return duration;
    }

    private Instant takeTime() {
        Instant taken = currentTime;
        currentTime = currentTime.plus(autoAdvance);
        return taken;
    }

    /**
     * Moves the topic's current time on.
     *
     * @throws IllegalArgumentException if the duration is negative
     */
    public void advanceTime(Duration advance) {
        currentTime = currentTime.plus(requireForward(advance, "advance"));
    }

    /** Writes a record; one without an event time gets the topic's current one. */
    public void pipeInput(TestRecord<K, V> record) {
        Objects.requireNonNull(record, "record must not be null");
        Instant time = record.getRecordTime() == null ? takeTime() : record.getRecordTime();
        Headers headers = new RecordHeaders(record.headers());
        byte[] key = keySerializer.serialize(topic, headers, record.key());
        byte[] value = valueSerializer.serialize(topic, headers, record.value());
        driver.pipe(new RawRecord(topic, key, value, headers, time.toEpochMilli()));
    }

    /** Writes a record without a key at the topic's current time. */
    public void pipeInput(V value) {
        pipeInput(new TestRecord<>(value));
    }

    /** Writes a record at the topic's current time. */
    public void pipeInput(K key, V value) {
        pipeInput(new TestRecord<>(key, value));
    }

    /** Writes a record without a key at the given event time; null for the topic's current one. */
    @SuppressWarnings("NullAway") // a record without a key is what is asked for
    public void pipeInput(V value, @Nullable Instant timestamp) {
        pipeInput(new TestRecord<>(null, value, timestamp));
    }

    /** Writes a record at the given event time in epoch milliseconds. */
    public void pipeInput(K key, V value, long timestampMs) {
        pipeInput(new TestRecord<>(key, value, null, timestampMs));
    }

    /** Writes a record at the given event time; null for the topic's current one. */
    public void pipeInput(K key, V value, @Nullable Instant timestamp) {
        pipeInput(new TestRecord<>(key, value, timestamp));
    }

    /** Writes the records one after the other. */
    public void pipeRecordList(List<? extends TestRecord<K, V>> records) {
        Objects.requireNonNull(records, "records must not be null");
        for (TestRecord<K, V> record : records) {
            pipeInput(record);
        }
    }

    /** Writes the pairs one after the other, each at the topic's then current time. */
    public void pipeKeyValueList(List<KeyValue<K, V>> keyValues) {
        Objects.requireNonNull(keyValues, "keyValues must not be null");
        for (KeyValue<K, V> keyValue : keyValues) {
            pipeInput(keyValue.key, keyValue.value);
        }
    }

    /** Writes the values one after the other, without keys, each at the topic's then current time. */
    public void pipeValueList(List<V> values) {
        Objects.requireNonNull(values, "values must not be null");
        for (V value : values) {
            pipeInput(value);
        }
    }

    /** Writes the pairs one after the other, the first at the start time and each next one by the advance later. */
    public void pipeKeyValueList(List<KeyValue<K, V>> keyValues, Instant startTimestamp, Duration advance) {
        Objects.requireNonNull(keyValues, "keyValues must not be null");
        Instant time = startTimestamp;
        for (KeyValue<K, V> keyValue : keyValues) {
            pipeInput(keyValue.key, keyValue.value, time);
            time = time.plus(advance);
        }
    }

    /** Writes the values one after the other, without keys, the first at the start time and each next one by the advance later. */
    public void pipeValueList(List<V> values, Instant startTimestamp, Duration advance) {
        Objects.requireNonNull(values, "values must not be null");
        Instant time = startTimestamp;
        for (V value : values) {
            pipeInput(value, time);
            time = time.plus(advance);
        }
    }

    @Override
    public String toString() {
        return "TestInputTopic[topic='" + topic + "', keySerializer="
                + keySerializer.getClass().getSimpleName() + ", valueSerializer="
                + valueSerializer.getClass().getSimpleName() + "]";
    }
}
