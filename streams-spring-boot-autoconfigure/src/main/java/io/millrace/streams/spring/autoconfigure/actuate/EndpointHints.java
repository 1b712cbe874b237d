package io.millrace.streams.spring.autoconfigure.actuate;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/**
 * What a native image cannot see: what the endpoints answer is written as JSON by reflection and not in the types of their methods,
 * and filter chains are looked up by name.
 */
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
                        StreamsQueryEndpoint.Stores.class,
                        Problem.class);
        QueryProtection.FILTER_CHAINS.forEach(chain -> hints.reflection().registerType(TypeReference.of(chain)));
    }
}
