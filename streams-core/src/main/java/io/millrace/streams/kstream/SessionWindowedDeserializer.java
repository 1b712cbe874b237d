package io.millrace.streams.kstream;

import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the key of a session.
 *
 * @param <T> type of the key inside
 */
public class SessionWindowedDeserializer<T> implements Deserializer<Windowed<T>> {

    /** Setting that names the class of the inner keys' serde, for where the deserialiser is created from configuration. */
    public static final String WINDOWED_INNER_DESERIALIZER_CLASS = "windowed.inner.deserializer.class";

    private @Nullable Deserializer<T> inner;

    /** Creates a deserialiser that has to be configured before use. */
    public SessionWindowedDeserializer() {}

    /**
     * Creates a deserialiser.
     *
     * @param inner reads the key inside
     */
    public SessionWindowedDeserializer(@Nullable Deserializer<T> inner) {
        this.inner = inner;
    }

    /**
     * Sets the inner deserialiser from {@link #WINDOWED_INNER_DESERIALIZER_CLASS}.
     *
     * @throws IllegalArgumentException if neither the constructor nor the setting gives one, or they differ
     * @throws ConfigException if the setting does not name a serde
     */
    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        inner = InnerSerde.deserializer(inner, configs, WINDOWED_INNER_DESERIALIZER_CLASS);
    }

    @Override
    public @Nullable Windowed<T> deserialize(String topic, byte @Nullable [] data) {
        return deserialize(topic, new RecordHeaders(), data);
    }

    @Override
    public @Nullable Windowed<T> deserialize(String topic, Headers headers, byte @Nullable [] data) {
        Deserializer<T> keyDeserializer = InnerSerde.required(inner, this);
        if (data == null || data.length == 0) {
            return null;
        }
        T key = keyDeserializer.deserialize(topic, headers, WindowedKeyBytes.keyInSession(data));
        return new Windowed<>(key, WindowedKeyBytes.session(data));
    }

    @Override
    public void close() {
        if (inner != null) {
            inner.close();
        }
    }
}
