package io.millrace.streams.spring;

import org.apache.kafka.common.serialization.Serde;
import org.springframework.core.ParameterizedTypeReference;

/**
 * Finds the serde of a type: the application's bean of type {@code Serde<T>}; else the one that Kafka has for it (strings, numbers,
 * booleans, UUIDs, bytes); else one that writes JSON with the application's mapper, if Jackson is there. Safe for use by any thread.
 *
 * <p>What is found this way can also be injected by its generics, see {@link Inferred}.
 */
public interface StreamSerdes {

    /**
     * Finds the serde of a type without type parameters.
     *
     * @param type the type
     * @param <T> the type
     * @return the serde
     * @throws IllegalArgumentException if there is none, with the remedy
     */
    <T> Serde<T> of(Class<T> type);

    /**
     * Finds the serde of any type, for example {@code of(new ParameterizedTypeReference<List<String>>() {})}.
     *
     * @param type the type
     * @param <T> the type
     * @return the serde
     * @throws IllegalArgumentException if there is none, with the remedy
     */
    <T> Serde<T> of(ParameterizedTypeReference<T> type);
}
