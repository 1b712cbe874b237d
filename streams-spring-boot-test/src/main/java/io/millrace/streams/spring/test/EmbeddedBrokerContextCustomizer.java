package io.millrace.streams.spring.test;

import io.millrace.streams.broker.EmbeddedBroker;
import java.util.List;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Adds a broker and the connection to it. Contexts are shared by tests whose customizers are equal.
 *
 * @param topics topics to create
 * @param partitions how many partitions they have
 */
record EmbeddedBrokerContextCustomizer(List<String> topics, int partitions) implements ContextCustomizer {

    @Override
    public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
        if (!(context.getBeanFactory() instanceof BeanDefinitionRegistry registry)) {
            throw new IllegalStateException("A broker can only be added to a context with a bean definition registry");
        }
        RootBeanDefinition broker = new RootBeanDefinition(EmbeddedBroker.class, this::startBroker);
        broker.setDestroyMethodName("close");
        registry.registerBeanDefinition("embeddedBroker", broker);
        RootBeanDefinition connection =
                new RootBeanDefinition(KafkaConnectionDetails.class, () -> (KafkaConnectionDetails)
                        () -> List.of(context.getBean(EmbeddedBroker.class).bootstrapServers()));
        // So that the broker is closed after whatever is connected to it.
        connection.setDependsOn("embeddedBroker");
        registry.registerBeanDefinition("embeddedBrokerConnection", connection);
    }

    private EmbeddedBroker startBroker() {
        EmbeddedBroker broker = EmbeddedBroker.builder().start();
        topics.forEach(topic -> broker.createTopic(topic, partitions));
        return broker;
    }
}
