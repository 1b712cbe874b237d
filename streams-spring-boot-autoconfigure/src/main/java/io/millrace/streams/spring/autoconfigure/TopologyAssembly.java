package io.millrace.streams.spring.autoconfigure;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.Topology;
import io.millrace.streams.TopologyDescription;
import io.millrace.streams.spring.StreamsBuilderCustomizer;
import io.millrace.streams.spring.TopologyCustomizer;
import io.millrace.streams.spring.TopologyDefinition;
import io.millrace.streams.spring.autoconfigure.diagnostics.InvalidTopologyBeanException;
import io.millrace.streams.spring.autoconfigure.diagnostics.TopologyWithoutSourcesException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.springframework.beans.factory.BeanFactory;

/**
 * Builds the declared topologies; starts nothing and talks to nobody.
 *
 * @param beans where the declaring beans are
 * @param builderCustomizers what is called before a builder builds
 * @param topologyCustomizers what is called after
 */
record TopologyAssembly(
        BeanFactory beans,
        List<StreamsBuilderCustomizer> builderCustomizers,
        List<TopologyCustomizer> topologyCustomizers) {

    Topology build(DeclaredTopology declared, Map<String, Object> config) {
        Object bean = beans.getBean(declared.beanName());
        Topology topology;
        if (bean instanceof Topology finished) {
            topology = finished;
        } else if (bean instanceof TopologyDefinition definition) {
            topology = build(definition, declared.name(), config);
        } else {
            throw new InvalidTopologyBeanException(declared.beanName(), bean.getClass());
        }
        topologyCustomizers.forEach(customizer -> customizer.customize(declared.name(), topology));
        TopologyDescription description = topology.describe();
        if (description.subtopologies().isEmpty() && description.globalStores().isEmpty()) {
            throw new TopologyWithoutSourcesException(declared.name(), declared.beanName());
        }
        return topology;
    }

    private Topology build(TopologyDefinition definition, String name, Map<String, Object> config) {
        StreamsBuilder builder = new StreamsBuilder();
        definition.define(builder);
        builderCustomizers.forEach(customizer -> customizer.customize(name, builder));
        Properties properties = new Properties();
        properties.putAll(config);
        return builder.build(properties);
    }
}
