package io.millrace.streams.state;

import io.millrace.streams.errors.StreamsException;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Turns keys and values of a store into bytes and back, as for the store's changelog topic.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public final class StateSerdes<K, V> {

    /** Bytes of a timestamp in front of a value. */
    public static final int TIMESTAMP_SIZE = 8;

    /** Bytes of a flag in front of a value. */
    public static final int BOOLEAN_SIZE = 1;

    private final String topic;
    private final Serde<K> keySerde;
    private final Serde<V> valueSerde;

    /**
     * Combines two serdes.
     *
     * @param topic topic name that the serdes are told
     * @param keySerde serde of the keys
     * @param valueSerde serde of the values
     * @throws NullPointerException if any of them is null
     */
    public StateSerdes(String topic, Serde<K> keySerde, Serde<V> valueSerde) {
        this.topic = Objects.requireNonNull(topic, "topic cannot be null");
        this.keySerde = Objects.requireNonNull(keySerde, "key serde cannot be null");
        this.valueSerde = Objects.requireNonNull(valueSerde, "value serde cannot be null");
    }

    /**
     * Combines two of Kafka's own serdes.
     *
     * @param topic topic name that the serdes are told
     * @param keyClass class of the keys
     * @param valueClass class of the values
     * @param <K> type of the keys
     * @param <V> type of the values
     * @return the serdes
     * @throws IllegalArgumentException if Kafka has no serde for one of the classes
     */
    public static <K, V> StateSerdes<K, V> withBuiltinTypes(String topic, Class<K> keyClass, Class<V> valueClass) {
        return new StateSerdes<>(topic, Serdes.serdeFrom(keyClass), Serdes.serdeFrom(valueClass));
    }

    /**
     * Returns the serde of the keys.
     *
     * @return the serde
     */
    public Serde<K> keySerde() {
        return keySerde;
    }

    /**
     * Returns the serde of the values.
     *
     * @return the serde
     */
    public Serde<V> valueSerde() {
        return valueSerde;
    }

    /**
     * Returns the deserialiser of the keys.
     *
     * @return the deserialiser
     */
    public Deserializer<K> keyDeserializer() {
        return keySerde.deserializer();
    }

    /**
     * Returns the serialiser of the keys.
     *
     * @return the serialiser
     */
    public Serializer<K> keySerializer() {
        return keySerde.serializer();
    }

    /**
     * Returns the deserialiser of the values.
     *
     * @return the deserialiser
     */
    public Deserializer<V> valueDeserializer() {
        return valueSerde.deserializer();
    }

    /**
     * Returns the serialiser of the values.
     *
     * @return the serialiser
     */
    public Serializer<V> valueSerializer() {
        return valueSerde.serializer();
    }

    /**
     * Returns the topic name that the serdes are told.
     *
     * @return the topic
     */
    public String topic() {
        return topic;
    }

    /**
     * Reads a key.
     *
     * @param rawKey the bytes; may be null
     * @param headers the record's headers
     * @return the key
     */
    public @Nullable K keyFrom(byte @Nullable [] rawKey, Headers headers) {
        return keySerde.deserializer().deserialize(topic, headers, rawKey);
    }

    /**
     * Reads a value.
     *
     * @param rawValue the bytes; may be null
     * @param headers the record's headers
     * @return the value
     */
    public @Nullable V valueFrom(byte @Nullable [] rawValue, Headers headers) {
        return valueSerde.deserializer().deserialize(topic, headers, rawValue);
    }

    /**
     * Writes a key.
     *
     * @param key the key; may be null
     * @param headers the record's headers
     * @return the bytes
     * @throws StreamsException if the key is not of the serde's type
     */
    public byte @Nullable [] rawKey(@Nullable K key, Headers headers) {
        try {
            return keySerde.serializer().serialize(topic, headers, key);
        } catch (ClassCastException e) {
            throw wrongType("key", keySerde.serializer(), key, e);
        }
    }

    /**
     * Writes a value.
     *
     * @param value the value; may be null
     * @param headers the record's headers
     * @return the bytes
     * @throws StreamsException if the value is not of the serde's type
     */
    public byte @Nullable [] rawValue(@Nullable V value, Headers headers) {
        try {
            return valueSerde.serializer().serialize(topic, headers, value);
        } catch (ClassCastException e) {
            throw wrongType("value", valueSerde.serializer(), value, e);
        }
    }

    private StreamsException wrongType(
            String part, Serializer<?> serializer, @Nullable Object data, ClassCastException cause) {
        String type = data == null ? "null" : data.getClass().getName();
        return new StreamsException(
                "Serializer " + serializer.getClass().getName() + " cannot write the " + part + " of type " + type
                        + " to '" + topic + "'. Set matching default serdes in StreamsConfig, or pass serdes to the"
                        + " operation that creates the store.",
                cause);
    }
}
