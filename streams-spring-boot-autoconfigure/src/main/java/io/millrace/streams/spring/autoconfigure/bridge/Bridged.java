package io.millrace.streams.spring.autoconfigure.bridge;

import java.util.Map;

/** Finds the bean that a bridge passes its calls to. */
final class Bridged {

    private Bridged() {}

    static <T> T bean(Map<String, ?> configs, String key, Class<T> type) {
        Object bean = configs.get(key);
        if (!type.isInstance(bean)) {
            throw new IllegalArgumentException("The configuration holds no " + type.getSimpleName() + " under " + key
                    + "; it must reach the engine as objects, not as strings");
        }
        return type.cast(bean);
    }
}
