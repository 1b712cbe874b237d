package io.millrace.streams.spring.autoconfigure.restarted;

import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.spring.StreamTopology;
import io.millrace.streams.spring.TopologyDefinition;
import org.apache.kafka.common.serialization.Serdes;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An application whose classes are loaded anew with each restart. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class RestartedApplication {

    /** The context of the last start; of the class, which each restart has its own of. */
    public static volatile ConfigurableApplicationContext context;

    public static void main(String[] args) {
        context = SpringApplication.run(RestartedApplication.class, args);
    }

    @Bean
    @StreamTopology("words")
    TopologyDefinition words() {
        // The serdes are named by properties, and the application's own.
        return builder -> builder.<String, String>stream("words")
                .groupBy((key, word) -> word, Grouped.with(Serdes.String(), Serdes.String()))
                .count(Materialized.as("counts"));
    }
}
