package io.millrace.streams.engine.state.view;

import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.StateStoreContext;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * The serdes of a store, with the topic they are called with.
 *
 * @param store name of the store, for messages
 * @param immutableKeys type of the keys, if a buffer may hold them as they are
 * @param immutableValues type of the values, if a buffer may hold them as they are
 * @param declared further types of values that a buffer may hold as they are, because the user says so
 */
record StoreSerdes<K, V>(
        String store,
        String topic,
        Serde<K> keySerde,
        Serde<V> valueSerde,
        @Nullable Class<?> immutableKeys,
        @Nullable Class<?> immutableValues,
        DeclaredTypes declared) {

    /** Takes the default serdes of the application where none are given. */
    static <K, V> StoreSerdes<K, V> of(
            String store,
            @Nullable String changelogTopic,
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde,
            StateStoreContext context) {
        String topic = changelogTopic == null ? context.applicationId() + "-" + store + "-changelog" : changelogTopic;
        Serde<K> keys = keySerde == null ? given(store, "key", context.keySerde()) : keySerde;
        Serde<V> values = valueSerde == null ? given(store, "value", context.valueSerde()) : valueSerde;
        return new StoreSerdes<>(
                store,
                topic,
                keys,
                values,
                ImmutableTypes.of(keys),
                ImmutableTypes.of(values),
                DeclaredTypes.of(context));
    }

    @SuppressWarnings("unchecked") // the default serde is what the user said it is
    private static <T> Serde<T> given(String store, String part, @Nullable Serde<?> serde) {
        if (serde == null) {
            throw new StreamsException("Store '" + store + "' has no " + part
                    + " serde: give one to the store, or set default." + part + ".serde.");
        }
        return (Serde<T>) serde;
    }

    byte[] keyBytes(K key) {
        try {
            return bytes(keySerde.serializer().serialize(topic, key), "key");
        } catch (ClassCastException e) {
            throw mismatch("key", key, e);
        }
    }

    K key(byte[] bytes) {
        return keySerde.deserializer().deserialize(topic, bytes);
    }

    byte[] valueBytes(V value) {
        try {
            return bytes(valueSerde.serializer().serialize(topic, value), "value");
        } catch (ClassCastException e) {
            throw mismatch("value", value, e);
        }
    }

    /** Serialises with headers, which the serializer may add to. */
    byte[] valueBytes(V value, Headers headers) {
        try {
            return bytes(valueSerde.serializer().serialize(topic, headers, value), "value");
        } catch (ClassCastException e) {
            throw mismatch("value", value, e);
        }
    }

    V value(byte[] bytes, Headers headers) {
        return valueSerde.deserializer().deserialize(topic, headers, bytes);
    }

    V value(byte[] bytes) {
        return valueSerde.deserializer().deserialize(topic, bytes);
    }

    private byte[] bytes(byte @Nullable [] serialized, String part) {
        if (serialized == null) {
            throw new StreamsException("The " + part + " serializer of store '" + store + "' made null of a " + part
                    + " that is not; null stands for no entry.");
        }
        return serialized;
    }

    private StreamsException mismatch(String part, @Nullable Object object, ClassCastException cause) {
        Serde<?> serde = part.equals("key") ? keySerde : valueSerde;
        String type = object == null ? "null" : object.getClass().getName();
        return new StreamsException(
                "The " + part + " serde " + serde.getClass().getName() + " of store '" + store + "' cannot serialize a "
                        + type + ". Give the store the right " + part + " serde, or set default." + part + ".serde.",
                cause);
    }
}
