package io.millrace.streams;

import io.millrace.streams.test.TestRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * A topic that a test reads; made by {@link TopologyTestDriver#createOutputTopic}. Reading takes records away, oldest first; two
 * output topics of one name take from the same records.
 *
 * @param <K> type of the key
 * @param <V> type of the value
 */
public class TestOutputTopic<K extends @Nullable Object, V extends @Nullable Object> {

    private final TopologyTestDriver driver;
    private final String topic;
    private final Deserializer<K> keyDeserializer;
    private final Deserializer<V> valueDeserializer;

    TestOutputTopic(
            TopologyTestDriver driver,
            String topicName,
            Deserializer<K> keyDeserializer,
            Deserializer<V> valueDeserializer) {
        this.driver = driver;
        this.topic = Objects.requireNonNull(topicName, "topicName must not be null");
        this.keyDeserializer = Objects.requireNonNull(keyDeserializer, "keyDeserializer must not be null");
        this.valueDeserializer = Objects.requireNonNull(valueDeserializer, "valueDeserializer must not be null");
    }

    /**
     * Takes the next record and returns its value.
     *
     * @throws NoSuchElementException if there is none
     */
    public V readValue() {
        return readRecord().value();
    }

    /**
     * Takes the next record and returns its key and value.
     *
     * @throws NoSuchElementException if there is none
     */
    public KeyValue<K, V> readKeyValue() {
        TestRecord<K, V> record = readRecord();
        return new KeyValue<>(record.key(), record.value());
    }

    /**
     * Takes the next record.
     *
     * @throws NoSuchElementException if there is none
     */
    public TestRecord<K, V> readRecord() {
        RawRecord record = driver.takeOutput(topic);
        if (record == null) {
            throw new NoSuchElementException(
                    driver.producedTopicNames().contains(topic)
                            ? "Empty topic: " + topic + "; everything written to it was read."
                            : "Uninitialized topic: " + topic + "; nothing was written to it. Written topics: "
                                    + driver.producedTopicNames() + ".");
        }
        K key = keyDeserializer.deserialize(record.topic(), record.headers(), record.key());
        V value = valueDeserializer.deserialize(record.topic(), record.headers(), record.value());
        return new TestRecord<>(key, value, record.headers(), record.timestampMs());
    }

    /** Takes all records. */
    public List<TestRecord<K, V>> readRecordsToList() {
        List<TestRecord<K, V>> records = new ArrayList<>();
        while (!isEmpty()) {
            records.add(readRecord());
        }
        return records;
    }

    /**
     * Takes all records and returns the last value of each key.
     *
     * @throws IllegalStateException if a record has no key
     */
    public Map<K, V> readKeyValuesToMap() {
        Map<K, V> values = new LinkedHashMap<>();
        while (!isEmpty()) {
            TestRecord<K, V> record = readRecord();
            if (record.key() == null) {
                throw new IllegalStateException("A record of topic '" + topic + "' has no key, so it fits in no map: "
                        + record + ". Use readKeyValuesToList() or readValuesToList().");
            }
            values.put(record.key(), record.value());
        }
        return values;
    }

    /** Takes all records and returns their keys and values. */
    public List<KeyValue<K, V>> readKeyValuesToList() {
        List<KeyValue<K, V>> keyValues = new ArrayList<>();
        while (!isEmpty()) {
            keyValues.add(readKeyValue());
        }
        return keyValues;
    }

    /** Takes all records and returns their values. */
    public List<V> readValuesToList() {
        List<V> values = new ArrayList<>();
        while (!isEmpty()) {
            values.add(readValue());
        }
        return values;
    }

    /** How many records wait to be read. */
    public final long getQueueSize() {
        return driver.outputSize(topic);
    }

    /** Whether no record waits to be read. */
    public final boolean isEmpty() {
        return getQueueSize() == 0;
    }

    @Override
    public String toString() {
        return "TestOutputTopic[topic='" + topic + "', keyDeserializer="
                + keyDeserializer.getClass().getSimpleName() + ", valueDeserializer="
                + valueDeserializer.getClass().getSimpleName() + ", size=" + getQueueSize() + "]";
    }
}
