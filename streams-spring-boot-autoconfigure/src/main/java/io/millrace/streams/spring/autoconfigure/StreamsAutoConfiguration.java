package io.millrace.streams.spring.autoconfigure;

import io.millrace.streams.KafkaStreams;
import io.millrace.streams.Topology;
import io.millrace.streams.processor.StandbyUpdateListener;
import io.millrace.streams.processor.StateRestoreListener;
import io.millrace.streams.spring.StreamsBuilderCustomizer;
import io.millrace.streams.spring.StreamsClientCustomizer;
import io.millrace.streams.spring.StreamsConfigCustomizer;
import io.millrace.streams.spring.TopologyCustomizer;
import io.millrace.streams.spring.autoconfigure.bridge.FailureWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/** Finds the topologies declared with {@code @StreamTopology}, builds them, and runs them with the application. */
@AutoConfiguration(
        after = KafkaAutoConfiguration.class,
        afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnClass(KafkaStreams.class)
@ConditionalOnProperty(prefix = StreamsProperties.PREFIX, name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties(StreamsProperties.class)
@Import(SerdesConfiguration.class)
public final class StreamsAutoConfiguration {

    StreamsAutoConfiguration() {}

    @Bean
    static TopologyDiscovery streamsTopologyDiscovery() {
        return new TopologyDiscovery();
    }

    @Bean
    TopologyPlans streamsTopologyPlans(
            StreamsProperties properties,
            DeclaredTopologies declared,
            TopologyConfigs configs,
            TopologyAssembly assembly,
            ResourceLoader application) {
        Map<String, Map<String, Object>> configByName = configs.of(declared.names());
        List<TopologyPlan> plans = new ArrayList<>();
        for (DeclaredTopology topology : declared.all()) {
            Map<String, Object> config = Objects.requireNonNull(configByName.get(topology.name()));
            Topology built = assembly.build(topology, config);
            plans.add(new TopologyPlan(topology.name(), built, config, RunSettings.of(properties, topology.name())));
        }
        StateDirectoryAdvice.give(plans);
        NamesakeAdvice.give(Objects.requireNonNull(application.getClassLoader()));
        return new TopologyPlans(plans);
    }

    @Bean
    TopologyConfigs streamsTopologyConfigs(
            StreamsProperties properties,
            KafkaProperties kafka,
            ObjectProvider<KafkaConnectionDetails> connection,
            Environment environment,
            BeanFactory beans,
            ObjectProvider<StreamsConfigCustomizer> customizers,
            ObjectProvider<FailureWatch> watches) {
        BeanLookup lookup = new BeanLookup(beans);
        StreamsConfigCustomizer last =
                new FailureWatching(watches.orderedStream().toList(), lookup);
        return new TopologyConfigs(
                properties,
                new TopologyConfigs.Origin(
                        kafka.buildStreamsProperties(),
                        connection.getObject(),
                        environment.getProperty("spring.application.name")),
                lookup,
                Stream.concat(customizers.orderedStream(), Stream.of(last)).toList());
    }

    @Bean
    TopologyAssembly streamsTopologyAssembly(
            BeanFactory beans,
            ObjectProvider<StreamsBuilderCustomizer> builderCustomizers,
            ObjectProvider<TopologyCustomizer> topologyCustomizers) {
        return new TopologyAssembly(
                beans,
                builderCustomizers.orderedStream().toList(),
                topologyCustomizers.orderedStream().toList());
    }

    @Bean
    ApplicationServer streamsApplicationServer(Environment environment, StreamsProperties properties) {
        return new ApplicationServer(environment, properties.getApplicationServer());
    }

    @Bean
    TopologyRunners streamsRegistry(
            TopologyPlans plans,
            BeanFactory beans,
            ApplicationEventPublisher events,
            ApplicationServer server,
            ObjectProvider<StreamsClientCustomizer> customizers,
            ObjectProvider<StateRestoreListener> restoreListeners,
            ObjectProvider<StandbyUpdateListener> standbyListeners,
            ObjectProvider<FailureWatch> watches) {
        ClientMaker clients = new ClientMaker(
                customizers.orderedStream().toList(),
                new ClientMaker.Listeners(
                        restoreListeners.orderedStream().toList(),
                        standbyListeners.orderedStream().toList(),
                        watches.orderedStream().toList()),
                events,
                new BeanLookup(beans),
                server);
        return new TopologyRunners(plans.all().stream()
                .map(plan -> new TopologyRunner(plan, clients, events))
                .toList());
    }

    @Bean
    StreamsLifecycle streamsLifecycle(TopologyRunners topologies) {
        return new StreamsLifecycle(topologies);
    }

    @Bean
    LivenessOnFailure streamsLivenessOnFailure(StreamsProperties properties, ApplicationEventPublisher events) {
        return new LivenessOnFailure(properties, events);
    }
}
