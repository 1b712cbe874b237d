package io.millrace.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
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
                        .contains("ATL: ATL to LAS, 20 minutes late"));
        assertThat(board.json("/actuator/streams/delays").get("state").asString())
                .isEqualTo("RUNNING");
        assertThat(board.airports()).isEqualTo(oracle.byAirport());
    }

    @Test
    void onlyTheLatestDeadLettersAreShown() {
        int letters = BoardController.LATEST_LETTERS + 5;
        for (int i = 0; i < letters; i++) {
            board.postReport("HNL", i + " o'clock" + " and later".repeat(1_000));
        }

        await().atMost(BoardClient.DEADLINE)
                .untilAsserted(() -> assertThat(lettersOf("HNL"))
                        .hasSize(BoardController.LATEST_LETTERS)
                        .anyMatch(letter -> letter.startsWith("HNL: " + (letters - 1) + " o'clock")));
        assertThat(lettersOf("HNL"))
                .noneMatch(letter -> letter.startsWith("HNL: 0 "))
                .allMatch(letter -> letter.length() < 1_000);
    }

    private List<String> lettersOf(String origin) {
        return board.json("/dead-letters")
                .valueStream()
                .map(JsonNode::asString)
                .filter(letter -> letter.startsWith(origin + ":"))
                .toList();
    }

    @Test
    void reportThatLacksWhatAFlightHasIsADeadLetter() {
        board.postReport("SEA", "{}");

        await().atMost(BoardClient.DEADLINE)
                .untilAsserted(() -> assertThat(lettersOf("SEA")).contains("SEA: {}"));
    }

    @Test
    void whatIsTooLargeForARecordIsRefusedWithAProblem() {
        String large = "x".repeat(PostedRecords.LARGEST_RECORD + 1);
        Map<String, String> refused = Map.of(
                "a line\n" + large,
                "Line 2 has 300001 bytes; a record may have 300000.",
                "\n".repeat(PostedRecords.MOST_LINES + 1),
                "The body has more than 10000 lines; post it in parts.");

        refused.forEach((body, why) -> assertProblem(board.post("/lines", body), why));
        assertProblem(board.post("/flights/ATL", large), "Line 1 has 300001 bytes; a record may have 300000.");
    }

    private static void assertProblem(HttpResponse<String> answer, String why) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(413);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"status\":413", "\"detail\":\"" + why + "\"");
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
