package io.millrace.streams.spring.test.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.broker.EmbeddedBroker;
import io.millrace.streams.spring.StreamsRegistry;
import io.millrace.streams.spring.test.DevelopmentBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;

class DevelopmentBrokerIntegrationTests {

    @TempDir
    static Path directory;

    /** What the main class of an application does. */
    private static void startApplication(String[] arguments) {
        SpringApplication.run(SampleApplication.class, arguments);
    }

    @Test
    void applicationRunsOnAnEmptyBrokerAndLeavesNothingBehind() throws Exception {
        Path data;
        try (ConfigurableApplicationContext context = SpringApplication.from(
                        DevelopmentBrokerIntegrationTests::startApplication)
                .with(DevelopmentBroker.class)
                .run("--spring.application.name=shop", "--streams.state-dir=" + directory)
                .getApplicationContext()) {
            EmbeddedBroker broker = context.getBean(EmbeddedBroker.class);
            data = broker.dataDirectory();

            assertThat(context.getBean(KafkaConnectionDetails.class).getBootstrapServers())
                    .isEqualTo(List.of(broker.bootstrapServers()));
            assertThat(context.getBean(StreamsRegistry.class).get("upper-case").awaitRunning(Duration.ofSeconds(60)))
                    .isTrue();
            assertThat(context.getBean(StreamsRegistry.class).get("upper-case").config())
                    .containsEntry("state.dir", data.resolve("state").toString());
            assertThat(LoggingSystem.get(getClass().getClassLoader())
                            .getLoggerConfiguration("kafka")
                            .getEffectiveLevel())
                    .isEqualTo(LogLevel.ERROR);
        }

        assertThat(data).doesNotExist();
        assertThat(directory).isEmptyDirectory();
    }
}
