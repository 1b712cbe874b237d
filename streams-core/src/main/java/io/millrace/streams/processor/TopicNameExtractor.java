package io.millrace.streams.processor;

import org.jspecify.annotations.Nullable;

/**
 * Chooses the topic a record is written to, record by record. The topics must exist; they are not created.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
@FunctionalInterface
public interface TopicNameExtractor<K extends @Nullable Object, V extends @Nullable Object> {

    /**
     * Chooses the topic for a record.
     *
     * @param key the key of the record
     * @param value the value of the record
     * @param recordContext where the input record came from
     * @return the name of the topic
     */
    String extract(K key, V value, RecordContext recordContext);
}
