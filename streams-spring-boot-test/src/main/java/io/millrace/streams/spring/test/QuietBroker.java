package io.millrace.streams.spring.test;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.ClassUtils;

/**
 * Keeps a broker within the application from filling its log: it and the clients write two thousand lines at each start. What
 * the application says of the level of a logger wins.
 */
final class QuietBroker implements EnvironmentPostProcessor {

    private static final Map<String, Object> LEVELS = Map.of(
            "logging.level.kafka", "error",
            "logging.level.state.change.logger", "warn",
            "logging.level.org.apache.kafka", "warn",
            // A single node performs controller activation, and internal topics are missing until they are made; both
            // say so.
            "logging.level.org.apache.kafka.controller", "error",
            "logging.level.org.apache.kafka.clients.NetworkClient", "error");

    /** Called by Spring Boot. */
    QuietBroker() {}

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (ClassUtils.isPresent("io.millrace.streams.broker.EmbeddedBroker", application.getClassLoader())) {
            environment.getPropertySources().addLast(new MapPropertySource("quietBroker", LEVELS));
        }
    }
}
