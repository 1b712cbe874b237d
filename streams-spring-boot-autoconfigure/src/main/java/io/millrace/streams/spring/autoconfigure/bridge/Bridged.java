package io.millrace.streams.spring.autoconfigure.bridge;

import io.millrace.streams.spring.autoconfigure.bridge.FailureWatch.Stage;
import java.util.LinkedHashMap;
import java.util.Map;

/** What goes through the configuration of the engine to bridges: the beans that they pass their calls to. */
public final class Bridged {

    /** What the keys begin with under which the configuration holds what nobody has set. */
    private static final String PREFIX = "streams.spring.";

    private static final Map<Class<?>, Stage> WATCHED = Map.of(
            WatchedDeserialization.class, Stage.DESERIALIZATION,
            WatchedProcessing.class, Stage.PROCESSING,
            WatchedProduction.class, Stage.PRODUCTION);

    private Bridged() {}

    /** A configuration without what bridges need: with the handlers that were set, and not what watches them. */
    public static Map<String, Object> withoutBridges(Map<String, Object> config) {
        Map<String, Object> without = new LinkedHashMap<>();
        config.forEach((key, value) -> {
            if (!key.startsWith(PREFIX)) {
                Stage stage = value instanceof Class<?> ? WATCHED.get(value) : null;
                without.put(key, stage == null ? value : config.getOrDefault(Watched.handlerKey(stage), value));
            }
        });
        return without;
    }

    static <T> T bean(Map<String, ?> configs, String key, Class<T> type) {
        Object bean = configs.get(key);
        if (!type.isInstance(bean)) {
            throw new IllegalArgumentException("The configuration holds no " + type.getSimpleName() + " under " + key
                    + "; it must reach the engine as objects, not as strings");
        }
        return type.cast(bean);
    }
}
