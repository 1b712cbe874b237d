package io.millrace.streams.spring.autoconfigure;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.spring.StreamsConfigCustomizer;
import io.millrace.streams.spring.autoconfigure.diagnostics.DuplicateApplicationIdException;
import io.millrace.streams.spring.autoconfigure.diagnostics.MissingApplicationIdException;
import io.millrace.streams.spring.autoconfigure.diagnostics.UnknownTopologyException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.SslBundleSslEngineFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.util.StringUtils;

/**
 * Makes the configuration of each topology. What comes later wins: {@code spring.kafka.*} and {@code spring.kafka.streams.*}, the
 * connection details, {@code streams.*}, {@code streams.properties}, {@code streams.topologies.<name>.*}, its
 * {@code properties}, the customizers. Values stay the objects they are, so that SSL bundles and beans reach the clients.
 */
final class TopologyConfigs {

    private static final String DEFAULT_DEAD_LETTER_TOPIC = "{topology}.dlq";

    private final StreamsProperties properties;
    private final Origin origin;
    private final BeanLookup beans;
    private final List<StreamsConfigCustomizer> customizers;

    /**
     * What the configuration starts from.
     *
     * @param kafka the properties of the application's Kafka, for streams
     * @param connection where Kafka is, unless a topology names another
     * @param applicationName name of the application, null if it has none
     */
    record Origin(
            Map<String, Object> kafka,
            KafkaConnectionDetails connection,
            @Nullable String applicationName) {}

    TopologyConfigs(
            StreamsProperties properties, Origin origin, BeanLookup beans, List<StreamsConfigCustomizer> customizers) {
        this.properties = properties;
        this.origin = origin;
        this.beans = beans;
        this.customizers = List.copyOf(customizers);
    }

    /** Makes the configurations of all topologies, by name. */
    Map<String, Map<String, Object>> of(List<String> topologies) {
        for (String name : properties.getTopologies().keySet()) {
            if (!topologies.contains(name)) {
                throw new UnknownTopologyException(name, topologies);
            }
        }
        Map<String, Map<String, Object>> configs = new LinkedHashMap<>();
        Map<Object, String> byApplicationId = new LinkedHashMap<>();
        for (String name : topologies) {
            Map<String, Object> config = configOf(name);
            Object applicationId = Objects.requireNonNull(config.get(StreamsConfig.APPLICATION_ID_CONFIG));
            String other = byApplicationId.putIfAbsent(applicationId, name);
            if (other != null) {
                throw new DuplicateApplicationIdException(applicationId.toString(), other, name);
            }
            configs.put(name, config);
        }
        return configs;
    }

    private Map<String, Object> configOf(String name) {
        TopologyProperties own = properties.of(name);
        Map<String, Object> config = new LinkedHashMap<>(origin.kafka());
        connect(config, connectionOf(name, own).getStreams());
        config.remove(StreamsConfig.APPLICATION_ID_CONFIG);
        String applicationId = applicationId(name, own);
        if (applicationId != null) {
            config.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        }

        String deadLetterTopic = properties
                .inherited(name, level -> level.getErrors().getDeadLetterTopic(), DEFAULT_DEAD_LETTER_TOPIC)
                .replace("{topology}", name);
        if (properties.getStateMemory() != null) {
            config.put(
                    StreamsConfig.STATE_MEMORY_MAX_BYTES_CONFIG,
                    properties.getStateMemory().toBytes());
        }
        EngineSettings settings = new EngineSettings(beans);
        settings.apply(properties, StreamsProperties.PREFIX + ".", deadLetterTopic, config);
        settings.apply(own, StreamsProperties.PREFIX + ".topologies." + name + ".", deadLetterTopic, config);
        customizers.forEach(customizer -> customizer.customize(name, config));
        if (!StringUtils.hasText(Objects.toString(config.get(StreamsConfig.APPLICATION_ID_CONFIG), ""))) {
            throw new MissingApplicationIdException(name);
        }
        return config;
    }

    private KafkaConnectionDetails connectionOf(String name, TopologyProperties own) {
        if (own.getConnection() != null) {
            return beans.named(
                    own.getConnection(),
                    KafkaConnectionDetails.class,
                    StreamsProperties.PREFIX + ".topologies." + name + ".connection");
        }
        return properties.getConnection() == null
                ? origin.connection()
                : beans.named(
                        properties.getConnection(),
                        KafkaConnectionDetails.class,
                        StreamsProperties.PREFIX + ".connection");
    }

    private @Nullable String applicationId(String name, TopologyProperties own) {
        if (own.getApplicationId() != null) {
            return own.getApplicationId();
        }
        String prefix = firstText(
                properties.getApplicationId(),
                Objects.toString(origin.kafka().get(StreamsConfig.APPLICATION_ID_CONFIG), null),
                origin.applicationName());
        return prefix == null ? null : prefix + "-" + name;
    }

    private static void connect(Map<String, Object> config, KafkaConnectionDetails.Configuration connection) {
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, connection.getBootstrapServers());
        if (StringUtils.hasLength(connection.getSecurityProtocol())) {
            config.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, connection.getSecurityProtocol());
        }
        SslBundle bundle = connection.getSslBundle();
        if (bundle != null) {
            config.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, SslBundleSslEngineFactory.class);
            config.put(SslBundle.class.getName(), bundle);
        }
    }

    private static @Nullable String firstText(@Nullable String... candidates) {
        for (String candidate : candidates) {
            if (StringUtils.hasText(candidate)) {
                return candidate;
            }
        }
        return null;
    }
}
