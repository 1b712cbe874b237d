package io.millrace.streams.spring.autoconfigure.actuate;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** What the endpoint answers is written as JSON by reflection, and cannot be seen from the types of its methods. */
final class EndpointHints implements RuntimeHintsRegistrar {

    /** Called by Spring. */
    EndpointHints() {}

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        new BindingReflectionHintsRegistrar()
                .registerReflectionHints(
                        hints.reflection(),
                        StreamsEndpoint.Overview.class,
                        TopologySummary.class,
                        StreamsQueryEndpoint.Answer.class,
                        Problem.class);
    }
}
