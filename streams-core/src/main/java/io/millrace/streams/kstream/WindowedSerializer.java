package io.millrace.streams.kstream;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes windowed keys, and can write the key without its window, by which records are placed in partitions.
 *
 * @param <T> type of the key inside
 */
public interface WindowedSerializer<T> extends Serializer<Windowed<T>> {

    /**
     * Writes the key without its window.
     *
     * @param topic the topic
     * @param data the windowed key
     * @return the bytes of the key inside
     */
    byte @Nullable [] serializeBaseKey(String topic, Windowed<T> data);

    /**
     * Writes the key without its window.
     *
     * @param topic the topic
     * @param headers headers of the record
     * @param data the windowed key
     * @return the bytes of the key inside
     */
    default byte @Nullable [] serializeBaseKey(String topic, Headers headers, Windowed<T> data) {
        return serializeBaseKey(topic, data);
    }
}
