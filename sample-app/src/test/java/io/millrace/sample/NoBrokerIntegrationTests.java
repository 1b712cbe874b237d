package io.millrace.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.core.KafkaAdmin;

/** The board while there is no Kafka. */
class NoBrokerIntegrationTests {

    private static final int SECONDS = 10;

    @Test
    void boardAnswersAndItsHealthSaysWhatIsMissing(@TempDir Path directory) {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(SampleApplication.class)
                .run(
                        "--server.port=0",
                        "--flightboard.feed=false",
                        "--flightboard.data-dir=" + directory,
                        "--spring.kafka.bootstrap-servers=127.0.0.1:1")) {
            int port = ((WebServerApplicationContext) context).getWebServer().getPort();
            BoardClient board = new BoardClient(port);

            await().atMost(BoardClient.DEADLINE)
                    .untilAsserted(() -> assertThat(
                                    board.get("/actuator/health/streams").body())
                            .contains("\"waitingFor\":\"broker\""));
            // The web server starts after the topics were looked for.
            assertThat(context.getBean(KafkaAdmin.class).getOperationTimeout()).isLessThanOrEqualTo(SECONDS);
        }
    }
}
