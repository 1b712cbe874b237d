package io.millrace.streams.spring.test;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.broker.EmbeddedBroker;
import io.millrace.streams.spring.StreamsConfigCustomizer;
import java.util.List;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * A Kafka of one node inside the application while it is developed, without Docker. Start the application with it from a main
 * class among the tests, by {@code mvn spring-boot:test-run} or in the IDE:
 *
 * <pre>{@code
 * public static void main(String[] args) {
 *     SpringApplication.from(ShopApplication::main).with(DevelopmentBroker.class).run(args);
 * }
 * }</pre>
 *
 * <p>Each start begins with an empty broker and without local state, whatever {@code streams.state-dir} says; topics are created
 * when they are used. The address is in the log, and the broker can be injected as an {@link EmbeddedBroker}. Needs
 * {@code streams-embedded-broker} on the class path. For tests there is {@link WithEmbeddedBroker}.
 */
@TestConfiguration(proxyBeanMethods = false)
@PropertySource("classpath:io/millrace/streams/spring/test/development-broker.properties")
public class DevelopmentBroker {

    /** Called by Spring. */
    DevelopmentBroker() {}

    @Bean(destroyMethod = "close")
    EmbeddedBroker embeddedBroker() {
        return EmbeddedBroker.builder()
                .property("auto.create.topics.enable", "true")
                .start();
    }

    @Bean
    KafkaConnectionDetails embeddedBrokerConnection(EmbeddedBroker broker) {
        return () -> List.of(broker.bootstrapServers());
    }

    /** State of an earlier start would not fit an empty broker. The directory is deleted with that of the broker. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    StreamsConfigCustomizer developmentState(EmbeddedBroker broker) {
        String directory = broker.dataDirectory().resolve("state").toString();
        return (topology, config) -> config.put(StreamsConfig.STATE_DIR_CONFIG, directory);
    }
}
