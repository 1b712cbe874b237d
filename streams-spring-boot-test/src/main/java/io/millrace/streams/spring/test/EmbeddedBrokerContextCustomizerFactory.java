package io.millrace.streams.spring.test;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;

/** Adds the broker to the contexts of tests annotated with {@link WithEmbeddedBroker}. */
final class EmbeddedBrokerContextCustomizerFactory implements ContextCustomizerFactory {

    /** Called by Spring's test framework. */
    EmbeddedBrokerContextCustomizerFactory() {}

    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> configAttributes) {
        WithEmbeddedBroker wanted = AnnotatedElementUtils.findMergedAnnotation(testClass, WithEmbeddedBroker.class);
        return wanted == null
                ? null
                : new EmbeddedBrokerContextCustomizer(List.of(wanted.topics()), wanted.partitions());
    }
}
