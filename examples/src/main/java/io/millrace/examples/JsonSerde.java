package io.millrace.examples;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Records as JSON. An application with the starter uses {@code JsonSerdes} of the starter instead. */
final class JsonSerde {

    private static final JsonMapper MAPPER = new JsonMapper();

    private JsonSerde() {}

    static <T> Serde<T> of(Class<T> type) {
        return Serdes.serdeFrom((topic, value) -> write(topic, value), (topic, bytes) -> read(topic, bytes, type));
    }

    private static byte @Nullable [] write(String topic, @Nullable Object value) {
        try {
            return value == null ? null : MAPPER.writeValueAsBytes(value);
        } catch (JacksonException e) {
            throw new SerializationException("A value for topic '" + topic + "' cannot be written as JSON.", e);
        }
    }

    private static <T> @Nullable T read(String topic, byte @Nullable [] bytes, Class<T> type) {
        try {
            return bytes == null ? null : MAPPER.readValue(bytes, type);
        } catch (JacksonException e) {
            throw new SerializationException(
                    "A value of topic '" + topic + "' is not the JSON of a " + type.getSimpleName() + ".", e);
        }
    }
}
