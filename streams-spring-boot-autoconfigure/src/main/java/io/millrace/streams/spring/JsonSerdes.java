package io.millrace.streams.spring;

import java.lang.reflect.Type;
import java.util.Objects;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes serdes that write values as JSON with the application's mapper. The type comes from the code alone: nothing in a record
 * chooses a class. Safe for use by any thread, as are the serdes.
 */
public final class JsonSerdes {

    private final JsonMapper mapper;

    /** Makes serdes with a mapper. */
    public JsonSerdes(JsonMapper mapper) {
        this.mapper = Objects.requireNonNull(mapper, "mapper must not be null");
    }

    /**
     * Makes a serde of a type without type parameters.
     *
     * @param type the type
     * @param <T> the type
     * @return the serde; null stays null in both directions
     */
    public <T> Serde<T> of(Class<T> type) {
        return serde(mapper.constructType(type));
    }

    /**
     * Makes a serde of any type, for example {@code of(new TypeReference<List<String>>() {})}.
     *
     * @param type the type
     * @param <T> the type
     * @return the serde; null stays null in both directions
     */
    public <T> Serde<T> of(TypeReference<T> type) {
        return serde(mapper.constructType(type));
    }

    /**
     * Makes a serde of a type that is known at run time only.
     *
     * @param type the type
     * @return the serde; null stays null in both directions
     */
    public Serde<?> of(Type type) {
        return serde(mapper.constructType(type));
    }

    private <T> Serde<T> serde(JavaType type) {
        return Serdes.serdeFrom(
                (topic, value) -> write(type, topic, value), (topic, bytes) -> read(type, topic, bytes));
    }

    private byte @Nullable [] write(JavaType type, String topic, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        try {
            return mapper.writerFor(type).writeValueAsBytes(value);
        } catch (JacksonException e) {
            throw new SerializationException(
                    "A " + type.toCanonical() + " for " + topic + " cannot be written as JSON: "
                            + e.getOriginalMessage(),
                    e);
        }
    }

    private <T> @Nullable T read(JavaType type, String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        try {
            return mapper.readValue(bytes, type);
        } catch (JacksonException e) {
            throw new SerializationException(
                    "A record of " + topic + " cannot be read from JSON as a " + type.toCanonical() + ": "
                            + e.getOriginalMessage(),
                    e);
        }
    }
}
