package io.millrace.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** The whole board, on a real broker, asked over HTTP, against a plain recomputation from the files. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"flightboard.speedup=100000000", "management.endpoint.streams.access=unrestricted"})
@DirtiesContext
class SampleApplicationIntegrationTests {

    private static final Pattern METRIC = Pattern.compile("\\b(kafka|streams)_[a-z_]+\\b");

    @TempDir
    static Path directory;

    private final FlightOracle oracle = new FlightOracle();
    private BoardClient board;

    @DynamicPropertySource
    static void directory(DynamicPropertyRegistry registry) {
        registry.add("flightboard.data-dir", () -> directory.toString());
    }

    @BeforeEach
    void awaitTheWholeQuarter(@LocalServerPort int port) {
        board = new BoardClient(port);
        board.awaitAllCounted(oracle.flights());
    }

    @Test
    void everyAirportsFiguresEqualTheRecomputation() {
        assertThat(board.airports()).isEqualTo(oracle.byAirport());
    }

    @Test
    void oneAirportCanBeAskedFor() {
        String answer = board.get("/actuator/streamsquery/flights-by-airport/flights-by-airport?key=ATL")
                .body();

        assertThat(answer)
                .contains("\"key\":\"ATL\"")
                .contains("\"count\":" + oracle.byAirport().get("ATL").count());
    }

    @Test
    void everyStatesDaysEqualTheRecomputation() {
        Map<String, Map<Instant, DelayStats>> expected = oracle.byState(ChronoUnit.DAYS);

        assertThat(expected)
                .allSatisfy((state, days) -> assertThat(board.windows(DelaysTopology.DAILY_STORE, state))
                        .isEqualTo(days));
    }

    @Test
    void everyStatesHoursEqualTheRecomputation() {
        Map<String, Map<Instant, DelayStats>> expected = oracle.byState(ChronoUnit.HOURS);

        assertThat(expected)
                .allSatisfy((state, hours) -> assertThat(board.windows(DelaysTopology.HOURLY_STORE, state))
                        .isEqualTo(hours));
    }

    @Test
    void postedWordsAreCounted() {
        board.postLines("The mill turns,\nthe race runs; THE END");

        await().atMost(BoardClient.DEADLINE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(board.json("/actuator/streamsquery/word-count/word-count?key=the")
                                .at("/entries/0/value")
                                .asLong())
                        .isEqualTo(3));
    }

    @Test
    void reportThatCannotBeReadBecomesADeadLetterAndTheOthersGoOn() {
        board.postReport("ATL", "ATL to LAS, 20 minutes late");

        await().atMost(BoardClient.DEADLINE)
                .untilAsserted(() -> assertThat(
                                board.json("/dead-letters").valueStream().map(JsonNode::asString))
                        .containsExactly("ATL: ATL to LAS, 20 minutes late"));
        assertThat(board.json("/actuator/streams/delays").get("state").asString())
                .isEqualTo("RUNNING");
        assertThat(board.airports()).isEqualTo(oracle.byAirport());
    }

    /** The short form of verification/chaos/hostile.sh. */
    @Test
    void hostileRequestsAreRefusedWithAReason() throws InterruptedException {
        long seed = new Random().nextInt(1_000_000);
        HostileCheck check = new HostileCheck();

        new HostileClients(board.port(), check).send(400, 4, seed);

        assertThat(check.findings()).as("seed %d: %s", seed, check.summary()).isEmpty();
        assertThat(check.checked()).isEqualTo(400);
        assertThat(check.count(200)).isPositive();
        assertThat(check.count(400)).isGreaterThan(50);
        assertThat(check.count(404)).isPositive();
    }

    @Test
    void probesOfTheManifestAreAnswered() throws IOException {
        List<Manifests.Probe> probes = Manifests.read().probes();

        assertThat(probes).extracting(Manifests.Probe::name).contains("startup", "liveness", "readiness");
        assertThat(probes)
                .allSatisfy(probe ->
                        assertThat(board.get(probe.path()).statusCode()).isEqualTo(200));
    }

    @Test
    void healthNamesTheThreeTopologies() {
        JsonNode health = board.json("/actuator/health/streams");

        assertThat(health.get("status").asString()).isEqualTo("UP");
        for (String topology : List.of("flights-by-airport", "delays", "word-count")) {
            assertThat(health.at("/components/" + topology + "/status").asString())
                    .isEqualTo("UP");
        }
    }

    @Test
    void theTopologiesMetersAreExported() {
        String scraped = board.get("/actuator/prometheus").body();

        assertThat(scraped).contains("streams_tasks{").contains("kafka_stream_thread_process_total{");
    }

    @Test
    void everyMetricOfTheDashboardAndTheAlertsIsExported() throws IOException {
        String scraped = board.get("/actuator/prometheus").body();

        for (String file : List.of("grafana-dashboard.json", "prometheus-alerts.yml")) {
            Set<String> named = METRIC.matcher(Files.readString(Path.of("../docs/monitoring", file)))
                    .results()
                    .map(MatchResult::group)
                    .collect(Collectors.toSet());

            assertThat(named)
                    .as(file)
                    .hasSizeGreaterThan(8)
                    .allSatisfy(metric -> assertThat(scraped).contains("\n" + metric + "{"));
        }
    }
}
