package io.millrace.streams.kstream;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the key of a time window: the bytes of the key, then the start of the window as 8 bytes, big-endian.
 *
 * @param <T> type of the key inside
 */
public class TimeWindowedSerializer<T> implements WindowedSerializer<T> {

    /** Setting that names the class of the inner keys' serde, for where the serialiser is created from configuration. */
    public static final String WINDOWED_INNER_SERIALIZER_CLASS = "windowed.inner.serializer.class";

    private @Nullable Serializer<T> inner;

    /** Creates a serialiser that has to be configured before use. */
    public TimeWindowedSerializer() {}

    /**
     * Creates a serialiser.
     *
     * @param inner writes the key inside
     */
    public TimeWindowedSerializer(@Nullable Serializer<T> inner) {
        this.inner = inner;
    }

    /**
     * Sets the inner serialiser from {@link #WINDOWED_INNER_SERIALIZER_CLASS}.
     *
     * @throws IllegalArgumentException if neither the constructor nor the setting gives one, or they differ
     * @throws ConfigException if the setting does not name a serde
     */
    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        inner = InnerSerde.serializer(inner, configs, WINDOWED_INNER_SERIALIZER_CLASS);
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable Windowed<T> data) {
        return serialize(topic, new RecordHeaders(), data);
    }

    @Override
    public byte @Nullable [] serialize(String topic, Headers headers, @Nullable Windowed<T> data) {
        InnerSerde.required(inner, this);
        if (data == null) {
            return null;
        }
        byte[] key =
                Objects.requireNonNull(serializeBaseKey(topic, headers, data), "The key of a window cannot be null.");
        return WindowedKeyBytes.ofTimeWindow(key, data.window());
    }

    @Override
    public void close() {
        if (inner != null) {
            inner.close();
        }
    }

    @Override
    public byte @Nullable [] serializeBaseKey(String topic, Windowed<T> data) {
        return serializeBaseKey(topic, new RecordHeaders(), data);
    }

    @Override
    public byte @Nullable [] serializeBaseKey(String topic, Headers headers, Windowed<T> data) {
        return InnerSerde.required(inner, this).serialize(topic, headers, data.key());
    }
}
