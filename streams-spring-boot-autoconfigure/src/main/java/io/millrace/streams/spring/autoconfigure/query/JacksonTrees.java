package io.millrace.streams.spring.autoconfigure.query;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON by Jackson.
 *
 * @param mapper the application's mapper
 */
public record JacksonTrees(JsonMapper mapper) implements JsonTrees {

    @Override
    public Object tree(@Nullable Object value) {
        return mapper.valueToTree(value);
    }

    @Override
    public String write(Object value) {
        return mapper.writeValueAsString(value);
    }

    @Override
    public Object read(String text, Class<?> type) {
        try {
            return mapper.readValue(text, type);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("Not the JSON of a key", e);
        }
    }

    @Override
    public <T> T object(Object tree, Class<T> type) {
        try {
            return mapper.convertValue(tree, type);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("Cannot be read as a " + type.getSimpleName(), e);
        }
    }
}
