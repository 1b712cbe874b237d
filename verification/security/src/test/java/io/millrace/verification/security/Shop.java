package io.millrace.verification.security;

import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.spring.StreamTopology;
import io.millrace.streams.spring.TopologyDefinition;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An application that counts words. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class Shop {

    @Bean
    @StreamTopology("words")
    TopologyDefinition words() {
        return builder -> builder.stream("words", Consumed.with(Serdes.String(), Serdes.String()))
                .groupByKey()
                .count(Materialized.as("counts"));
    }

    static ConfigurableApplicationContext start(List<Class<?>> more, String... properties) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--spring.application.name=shop",
                "--management.endpoints.web.exposure.include=*",
                "--management.endpoint.streams.access=unrestricted",
                "--management.endpoint.streamsquery.access=read-only",
                "--shop.instance-password=between-us"));
        for (String property : properties) {
            arguments.add("--" + property);
        }
        return new SpringApplicationBuilder(Shop.class)
                .sources(more.toArray(Class<?>[]::new))
                .run(arguments.toArray(String[]::new));
    }
}
