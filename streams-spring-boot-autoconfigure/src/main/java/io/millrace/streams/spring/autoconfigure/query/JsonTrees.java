package io.millrace.streams.spring.autoconfigure.query;

import org.jspecify.annotations.Nullable;

/** Turns objects of the application into JSON and back, with the application's mapper. */
public interface JsonTrees {

    /** The object as something that the actuator can write into its answer as JSON. */
    Object tree(@Nullable Object value);

    /** The object as JSON text. */
    String write(Object value);

    /**
     * Reads JSON text.
     *
     * @throws IllegalArgumentException if it cannot be read as the type
     */
    Object read(String text, Class<?> type);

    /**
     * Turns what is shown of an object, here or by another instance, into an object again.
     *
     * @throws IllegalArgumentException if it cannot be read as the type
     */
    <T> T object(Object tree, Class<T> type);
}
