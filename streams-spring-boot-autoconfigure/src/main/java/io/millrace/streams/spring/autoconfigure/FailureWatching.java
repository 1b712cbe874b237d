package io.millrace.streams.spring.autoconfigure;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.errors.DeserializationExceptionHandler;
import io.millrace.streams.errors.ProcessingExceptionHandler;
import io.millrace.streams.errors.ProductionExceptionHandler;
import io.millrace.streams.spring.StreamsConfigCustomizer;
import io.millrace.streams.spring.autoconfigure.bridge.FailureWatch;
import io.millrace.streams.spring.autoconfigure.bridge.FailureWatch.Stage;
import io.millrace.streams.spring.autoconfigure.bridge.Watched;
import io.millrace.streams.spring.autoconfigure.bridge.WatchedDeserialization;
import io.millrace.streams.spring.autoconfigure.bridge.WatchedProcessing;
import io.millrace.streams.spring.autoconfigure.bridge.WatchedProduction;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * Puts a handler that tells of failures before each that is set; the last to change a configuration.
 *
 * @param watches who is told
 * @param beans knows the application's classes
 */
record FailureWatching(List<FailureWatch> watches, BeanLookup beans) implements StreamsConfigCustomizer {

    private static final List<Watch> HANDLERS = List.of(
            new Watch(
                    Stage.DESERIALIZATION,
                    StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
                    DeserializationExceptionHandler.class,
                    WatchedDeserialization.class),
            new Watch(
                    Stage.PROCESSING,
                    StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                    ProcessingExceptionHandler.class,
                    WatchedProcessing.class),
            new Watch(
                    Stage.PRODUCTION,
                    StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG,
                    ProductionExceptionHandler.class,
                    WatchedProduction.class));

    private record Watch(Stage stage, String configKey, Class<?> type, Class<?> watched) {}

    @Override
    public void customize(String topology, Map<String, Object> config) {
        List<FailureWatch> told =
                watches.stream().filter(watch -> watch.watches(topology)).toList();
        if (told.isEmpty()) {
            return;
        }
        config.put(Watched.WATCHES, new Watched.Watches(topology, told));
        for (Watch watch : HANDLERS) {
            Class<?> set = handler(config, watch.configKey());
            // What is no handler is left for the engine to complain about.
            if (set != null && watch.type().isAssignableFrom(set)) {
                config.put(Watched.handlerKey(watch.stage()), set);
                config.put(watch.configKey(), watch.watched());
            }
        }
    }

    private @Nullable Class<?> handler(Map<String, Object> config, String key) {
        Object set = config.containsKey(key)
                ? config.get(key)
                : StreamsConfig.configDef().defaultValues().get(key);
        if (set instanceof Class<?> type) {
            return type;
        }
        try {
            return ClassUtils.forName(Objects.toString(set, "").trim(), beans.classLoader());
        } catch (ClassNotFoundException | LinkageError | IllegalArgumentException e) {
            return null;
        }
    }
}
