package io.millrace.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Types the README's commands and compares what comes back with what the README shows. */
@DirtiesContext
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "flightboard.speedup=2000000")
class ReadmeIntegrationTests {

    static final Path README = Path.of("..", "README.md");

    /** Times of today differ from those in the README; those of the flights do not. */
    private static final String TIMESTAMP_OF_TODAY = "\"timestamp\":\"(?!2001)[^\"]*\"";

    /** The address is that of the machine; partitions are one once a key's is known, before that all. */
    private static final String PLACE = "\"host\":\"[^\"]*\"|\"partitions\":\\[[^]]*]";

    @TempDir
    static Path directory;

    @DynamicPropertySource
    static void directory(DynamicPropertyRegistry registry) {
        registry.add("flightboard.data-dir", () -> directory.toString());
    }

    @Test
    void everyCommandAnswersAsShown(@LocalServerPort int port) throws Exception {
        BoardClient board = new BoardClient(port);
        board.awaitAllCounted(new FlightOracle().flights());
        List<ReadmeCommand> commands = ReadmeCommand.in(README).stream()
                .filter(command -> !command.asksTheSecond())
                .toList();

        assertThat(commands).hasSizeGreaterThan(5);
        for (ReadmeCommand command : commands) {
            if (command.reads()) {
                await(command.text())
                        .atMost(BoardClient.DEADLINE)
                        .untilAsserted(() -> assertThat(answer(command, port)).isEqualTo(masked(command.shown())));
            } else {
                assertThat(answer(command, port)).isEqualTo(masked(command.shown()));
            }
        }
    }

    private static String answer(ReadmeCommand command, int port) throws Exception {
        String body = HttpClient.newHttpClient()
                .send(command.request(port).build(), BodyHandlers.ofString())
                .body();
        return masked(command.filter(body).strip());
    }

    private static String masked(String answer) {
        return answer.replaceAll(TIMESTAMP_OF_TODAY, "\"timestamp\":\"today\"").replaceAll(PLACE, "\"place\"");
    }
}
