package io.millrace.streams.spring.test.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.broker.EmbeddedBroker;
import io.millrace.streams.spring.StreamsRegistry;
import io.millrace.streams.spring.test.WithEmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(properties = "spring.application.name=shop")
@WithEmbeddedBroker(topics = {"words", "upper-case"})
@DirtiesContext
class WithEmbeddedBrokerIntegrationTests {

    @TempDir
    static Path directory;

    @DynamicPropertySource
    static void stateDirectory(DynamicPropertyRegistry registry) {
        registry.add("streams.state-dir", () -> directory.toString());
    }

    @Test
    void applicationRunsOnTheBroker(
            @Autowired StreamsRegistry registry,
            @Autowired KafkaConnectionDetails connection,
            @Autowired EmbeddedBroker broker)
            throws Exception {
        assertThat(connection.getBootstrapServers()).isEqualTo(List.of(broker.bootstrapServers()));
        assertThat(registry.get("upper-case").awaitRunning(Duration.ofSeconds(60)))
                .isTrue();
    }
}
