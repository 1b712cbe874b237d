package io.millrace.streams.spring.test.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.spring.StreamsRegistry;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.kafka.KafkaContainer;

/** A broker in a container, found by Boot's service connection. Skipped where there is no Docker. */
@SpringBootTest(properties = {"spring.application.name=shop", "streams.topics.auto-create=true"})
@Testcontainers(disabledWithoutDocker = true)
@DirtiesContext
class ServiceConnectionIntegrationTests {

    @Container
    @ServiceConnection
    static final KafkaContainer KAFKA = new KafkaContainer("apache/kafka:4.2.1");

    @TempDir
    static Path directory;

    @DynamicPropertySource
    static void stateDirectory(DynamicPropertyRegistry registry) {
        registry.add("streams.state-dir", () -> directory.toString());
    }

    @Test
    void applicationRunsOnTheContainer(@Autowired StreamsRegistry registry) throws Exception {
        assertThat(registry.get("upper-case").awaitRunning(Duration.ofSeconds(60)))
                .isTrue();
        assertThat(registry.get("upper-case").config().get("bootstrap.servers").toString())
                .contains(KAFKA.getBootstrapServers().replace("PLAINTEXT://", ""));
    }
}
