package io.millrace.streams.spring.autoconfigure;

import io.millrace.streams.KafkaStreams;
import io.millrace.streams.spring.StreamTopology;
import io.millrace.streams.spring.autoconfigure.diagnostics.DuplicateTopologyException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Finds the declared topologies among the bean definitions, without making a bean, and adds a client bean for each, qualified by
 * the topology's name.
 */
final class TopologyDiscovery implements BeanDefinitionRegistryPostProcessor {

    private static final String CLIENT_BEAN_PREFIX = "streamsClient.";
    private static final String DECLARED_BEAN = "streamsDeclaredTopologies";

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        if (!(registry instanceof ConfigurableListableBeanFactory beans)) {
            throw new IllegalStateException("Topologies can only be found in a listable bean factory");
        }
        DeclaredTopologies declared = declaredIn(beans);
        RootBeanDefinition declaredBean = new RootBeanDefinition(DeclaredTopologies.class, () -> declared);
        registry.registerBeanDefinition(DECLARED_BEAN, declaredBean);
        for (DeclaredTopology topology : declared.all()) {
            RootBeanDefinition client = new RootBeanDefinition(
                    KafkaStreams.class,
                    () -> CurrentClient.of(beans.getBean(TopologyRunners.class).get(topology.name())));
            client.addQualifier(new AutowireCandidateQualifier(Qualifier.class, topology.name()));
            // The runner closes its client, whichever that is by then.
            client.setDestroyMethodName("");
            client.setLazyInit(true);
            registry.registerBeanDefinition(CLIENT_BEAN_PREFIX + topology.name(), client);
        }
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {}

    private static DeclaredTopologies declaredIn(ListableBeanFactory beans) {
        Map<String, String> beanByName = new LinkedHashMap<>();
        List<DeclaredTopology> declared = new ArrayList<>();
        for (String beanName : beans.getBeanDefinitionNames()) {
            StreamTopology declaration = beans.findAnnotationOnBean(beanName, StreamTopology.class, false);
            if (declaration == null) {
                continue;
            }
            String name = TopologyNames.of(declaration, beanName);
            String other = beanByName.putIfAbsent(name, beanName);
            if (other != null) {
                throw new DuplicateTopologyException(name, other, beanName);
            }
            declared.add(new DeclaredTopology(name, beanName));
        }
        return new DeclaredTopologies(declared);
    }
}
