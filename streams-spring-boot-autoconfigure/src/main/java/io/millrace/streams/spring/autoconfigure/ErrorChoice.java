package io.millrace.streams.spring.autoconfigure;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.errors.DefaultProductionExceptionHandler;
import io.millrace.streams.errors.DeserializationExceptionHandler;
import io.millrace.streams.errors.LogAndContinueExceptionHandler;
import io.millrace.streams.errors.LogAndContinueProcessingExceptionHandler;
import io.millrace.streams.errors.LogAndFailExceptionHandler;
import io.millrace.streams.errors.LogAndFailProcessingExceptionHandler;
import io.millrace.streams.errors.ProcessingExceptionHandler;
import io.millrace.streams.errors.ProductionExceptionHandler;
import io.millrace.streams.spring.autoconfigure.bridge.DeserializationBean;
import io.millrace.streams.spring.autoconfigure.bridge.ProcessingBean;
import io.millrace.streams.spring.autoconfigure.bridge.ProductionBean;
import io.millrace.streams.spring.autoconfigure.bridge.SkipUnwritable;
import io.millrace.streams.spring.autoconfigure.diagnostics.InvalidStreamsPropertyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stage at which a record can fail, and what can be chosen for it.
 *
 * @param property the property that holds the choice, below {@code errors}
 * @param configKey the engine's setting
 * @param fail the class that fails
 * @param proceed the class that goes on; also writes to the dead-letter topic, if one is set
 * @param canDeadLetter whether {@code dead-letter} can be chosen
 * @param bridge how a bean is brought in
 */
record ErrorChoice(
        String property, String configKey, Class<?> fail, Class<?> proceed, boolean canDeadLetter, BeanBridge bridge) {

    static final ErrorChoice DESERIALIZATION = new ErrorChoice(
            "deserialization",
            StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
            LogAndFailExceptionHandler.class,
            LogAndContinueExceptionHandler.class,
            true,
            new BeanBridge(DeserializationExceptionHandler.class, DeserializationBean.class, DeserializationBean.BEAN));

    static final ErrorChoice PROCESSING = new ErrorChoice(
            "processing",
            StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
            LogAndFailProcessingExceptionHandler.class,
            LogAndContinueProcessingExceptionHandler.class,
            true,
            new BeanBridge(ProcessingExceptionHandler.class, ProcessingBean.class, ProcessingBean.BEAN));

    static final ErrorChoice PRODUCTION = new ErrorChoice(
            "production",
            StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG,
            DefaultProductionExceptionHandler.class,
            SkipUnwritable.class,
            false,
            new BeanBridge(ProductionExceptionHandler.class, ProductionBean.class, ProductionBean.BEAN));

    private static final String DEAD_LETTER = "dead-letter";

    /**
     * How a bean is brought in.
     *
     * @param type what the bean must be
     * @param bridge the class that the engine makes in its place
     * @param beanKey the setting that holds the bean
     */
    record BeanBridge(Class<?> type, Class<?> bridge, String beanKey) {}

    /** Writes a choice to a configuration; returns whether it was for dead letters. */
    boolean apply(@Nullable String choice, String prefix, Map<String, Object> config, BeanLookup beans) {
        if (choice == null) {
            return false;
        }
        if (BeanLookup.isReference(choice)) {
            config.put(configKey, bridge.bridge());
            config.put(bridge.beanKey(), beans.find(choice, bridge.type(), prefix + property));
            return false;
        }
        switch (choice.trim().toLowerCase(Locale.ROOT)) {
            case "fail" -> config.put(configKey, fail);
            case "continue" -> config.put(configKey, proceed);
            case DEAD_LETTER -> {
                if (!canDeadLetter) {
                    throw unknown(choice, prefix);
                }
                config.put(configKey, proceed);
                return true;
            }
            default -> throw unknown(choice, prefix);
        }
        return false;
    }

    private InvalidStreamsPropertyException unknown(String choice, String prefix) {
        List<String> choices = new ArrayList<>(List.of("fail", "continue"));
        if (canDeadLetter) {
            choices.add(DEAD_LETTER);
        }
        return new InvalidStreamsPropertyException(
                prefix + property,
                choice,
                "that is not one of the choices",
                "Write " + String.join(", ", choices) + " or bean:<name of a "
                        + bridge.type().getSimpleName() + ">.");
    }
}
