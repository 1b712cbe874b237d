package io.millrace.streams.spring.autoconfigure.query;

import org.jspecify.annotations.Nullable;

/** Stands in where there is no Jackson: objects are shown by their own text, and cannot be read. */
public final class PlainTexts implements JsonTrees {

    /** Makes one. */
    public PlainTexts() {}

    @Override
    public Object tree(@Nullable Object value) {
        return String.valueOf(value);
    }

    @Override
    public String write(Object value) {
        return String.valueOf(value);
    }

    @Override
    public Object read(String text, Class<?> type) {
        throw new IllegalArgumentException("Keys of this store can only be read as JSON, and there is no Jackson");
    }

    @Override
    public <T> T object(Object tree, Class<T> type) {
        return type.cast(tree);
    }
}
