package io.millrace.sample;

import io.millrace.streams.broker.EmbeddedBroker;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * Brings a Kafka along when none was named. Everything that talks to Kafka asks for the connection details, so the broker
 * is up before the first of them and goes down after the last.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(EmbeddedBrokerConfiguration.NoBrokerNamed.class)
class EmbeddedBrokerConfiguration {

    /** A segment is closed, and compacted, after a week of its records' time: seconds of the replay, results of a moment ago. */
    private static final String NEVER = Long.toString(Long.MAX_VALUE);

    @Bean(destroyMethod = "close")
    EmbeddedBroker embeddedBroker(FlightBoardProperties properties) {
        EmbeddedBroker.Builder builder = EmbeddedBroker.builder()
                .dataDirectory(properties.dataDir().resolve("broker"))
                .port(properties.broker().port())
                .property("log.roll.ms", NEVER);
        properties.broker().properties().forEach(builder::property);
        return builder.start();
    }

    @Bean
    KafkaConnectionDetails embeddedBrokerConnection(EmbeddedBroker broker) {
        return () -> List.of(broker.bootstrapServers());
    }

    static final class NoBrokerNamed extends NoneNestedConditions {

        NoBrokerNamed() {
            super(ConfigurationPhase.PARSE_CONFIGURATION);
        }

        @ConditionalOnProperty("spring.kafka.bootstrap-servers")
        static final class BrokerNamed {}
    }
}
