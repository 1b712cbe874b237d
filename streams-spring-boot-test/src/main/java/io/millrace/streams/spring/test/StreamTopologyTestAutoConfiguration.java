package io.millrace.streams.spring.test;

import io.millrace.streams.spring.autoconfigure.StreamsAutoConfiguration;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Keeps topologies from being started in a {@link StreamTopologyTest}. */
@AutoConfiguration(after = StreamsAutoConfiguration.class)
final class StreamTopologyTestAutoConfiguration {

    private static final String LIFECYCLE_BEAN = "streamsLifecycle";

    StreamTopologyTestAutoConfiguration() {}

    @Bean
    static BeanFactoryPostProcessor streamsNotStarted() {
        return beans -> {
            if (beans instanceof BeanDefinitionRegistry registry && registry.containsBeanDefinition(LIFECYCLE_BEAN)) {
                registry.removeBeanDefinition(LIFECYCLE_BEAN);
            }
        };
    }
}
