package io.millrace.streams.kstream;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the key of a time window. The bytes hold the start of the window only; its end comes from the window size.
 *
 * @param <T> type of the key inside
 */
public class TimeWindowedDeserializer<T> implements Deserializer<Windowed<T>> {

    /** Setting with the length of the windows in milliseconds, for where the deserialiser is created from configuration. */
    public static final String WINDOW_SIZE_MS_CONFIG = "window.size.ms";

    /** Setting that names the class of the inner keys' serde, for where the deserialiser is created from configuration. */
    public static final String WINDOWED_INNER_DESERIALIZER_CLASS = "windowed.inner.deserializer.class";

    private @Nullable Deserializer<T> inner;
    private @Nullable Long windowSizeMs;
    private boolean isChangelogTopic;

    /** Creates a deserialiser that has to be configured before use. */
    public TimeWindowedDeserializer() {}

    /**
     * Creates a deserialiser.
     *
     * @param inner reads the key inside; null if it is to be configured
     * @param windowSize length of the windows in milliseconds; null if it is to be configured
     */
    public TimeWindowedDeserializer(@Nullable Deserializer<T> inner, @Nullable Long windowSize) {
        this.inner = inner;
        this.windowSizeMs = windowSize;
    }

    /**
     * Returns the length of the windows.
     *
     * @return the length in milliseconds, null if it is not set yet
     */
    public @Nullable Long getWindowSize() {
        return windowSizeMs;
    }

    /**
     * Sets the window size from {@link #WINDOW_SIZE_MS_CONFIG} and the inner deserialiser from
     * {@link #WINDOWED_INNER_DESERIALIZER_CLASS}.
     *
     * @throws IllegalArgumentException if one of them is given neither here nor by the constructor, if the window size is
     *     given in both places, or if the two deserialisers differ
     * @throws ConfigException if a setting has a wrong value
     */
    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        windowSizeMs = agreedWindowSizeMs(configs.get(WINDOW_SIZE_MS_CONFIG));
        inner = InnerSerde.deserializer(inner, configs, WINDOWED_INNER_DESERIALIZER_CLASS);
    }

    private Long agreedWindowSizeMs(@Nullable Object configured) {
        if (windowSizeMs != null && configured != null) {
            throw new IllegalArgumentException("The window size is set to " + windowSizeMs
                    + " ms by the constructor and to " + configured + " by the setting " + WINDOW_SIZE_MS_CONFIG
                    + "; set one of them only.");
        }
        if (windowSizeMs != null) {
            return windowSizeMs;
        }
        if (configured == null) {
            throw new IllegalArgumentException("There is no window size; pass it to the constructor, or put it into the"
                    + " setting " + WINDOW_SIZE_MS_CONFIG + ".");
        }
        try {
            return configured instanceof Number number ? number.longValue() : Long.parseLong(configured.toString());
        } catch (NumberFormatException e) {
            ConfigException exception =
                    new ConfigException(WINDOW_SIZE_MS_CONFIG, configured, "must be a number of milliseconds.");
            exception.initCause(e);
            throw exception;
        }
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
        long sizeMs = Objects.requireNonNull(
                windowSizeMs,
                "TimeWindowedDeserializer has no window size; pass it to the constructor, or call configure first.");
        T key = keyDeserializer.deserialize(topic, headers, WindowedKeyBytes.keyInTimeWindow(data, isChangelogTopic));
        return new Windowed<>(key, WindowedKeyBytes.timeWindow(data, isChangelogTopic, sizeMs));
    }

    @Override
    public void close() {
        if (inner != null) {
            inner.close();
        }
    }

    /**
     * Tells whether the keys come from the changelog topic of a window store, where a sequence number follows the start.
     *
     * @param isChangelogTopic true for changelog topics
     */
    public void setIsChangelogTopic(boolean isChangelogTopic) {
        this.isChangelogTopic = isChangelogTopic;
    }
}
