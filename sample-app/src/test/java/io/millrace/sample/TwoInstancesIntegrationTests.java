package io.millrace.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.streams.broker.EmbeddedBroker;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The board and its profile {@code second}, as the README starts them: each answers for both, also when one has just ended. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoInstancesIntegrationTests {

    private static final String AIRPORTS = "/actuator/streamsquery/flights-by-airport/flights-by-airport";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Reasons that pass. */
    private static final Set<String> PASSING =
            Set.of("restoring", "rebalancing", "draining", "peer-unavailable", "stopped", "timeout");

    @TempDir
    static Path directory;

    private static final FlightOracle ORACLE = new FlightOracle();
    private static ConfigurableApplicationContext first;
    private static ConfigurableApplicationContext second;
    private static BoardClient firstBoard;
    private static BoardClient secondBoard;

    @BeforeAll
    static void startBoth() {
        first = start("--flightboard.speedup=100000000");
        firstBoard = boardOf(first);
        firstBoard.awaitAllCounted(ORACLE.flights());
        second = start(
                "--spring.profiles.active=second",
                "--spring.kafka.bootstrap-servers="
                        + first.getBean(EmbeddedBroker.class).bootstrapServers());
        secondBoard = boardOf(second);
        await().atMost(BoardClient.DEADLINE)
                .ignoreExceptions()
                .until(() -> sharesWork(firstBoard) && sharesWork(secondBoard));
    }

    private static ConfigurableApplicationContext start(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--server.port=0", "--flightboard.data-dir=" + directory));
        all.addAll(List.of(arguments));
        return new SpringApplicationBuilder(SampleApplication.class).run(all.toArray(String[]::new));
    }

    private static BoardClient boardOf(ConfigurableApplicationContext context) {
        return new BoardClient(
                ((WebServerApplicationContext) context).getWebServer().getPort());
    }

    /** It has some of the state, and all of it can be had through it. */
    private static boolean sharesWork(BoardClient board) {
        JsonNode local = board.json(AIRPORTS + "?scope=local&limit=1").at("/source/partitions");
        return local.size() > 0
                && local.size() < 4
                && !board.json(AIRPORTS + "?scope=any&limit=1").get("partial").asBoolean();
    }

    @AfterAll
    static void stopBoth() {
        second.close();
        first.close();
    }

    @Test
    @Order(1)
    void everyAirportIsHadThroughEach() {
        Map<String, AirportStats> expected = ORACLE.byAirport();

        for (BoardClient board : List.of(firstBoard, secondBoard)) {
            Map<String, AirportStats> seen = new TreeMap<>();
            Set<Boolean> local = new TreeSet<>();
            for (String airport : expected.keySet()) {
                JsonNode answer = board.json(AIRPORTS + "?key=" + airport);
                seen.put(airport, statsIn(answer));
                local.add(answer.at("/source/local").asBoolean());
            }
            assertThat(seen).isEqualTo(expected);
            assertThat(local).containsExactly(false, true);
        }
    }

    @Test
    @Order(2)
    void everyStatesDaysAreHadThroughEach() {
        for (BoardClient board : List.of(firstBoard, secondBoard)) {
            assertThat(ORACLE.byState(ChronoUnit.DAYS))
                    .allSatisfy((state, days) -> assertThat(board.windows(DelaysTopology.DAILY_STORE, state))
                            .isEqualTo(days));
        }
    }

    @Test
    @Order(3)
    void onlyTheFirstPublishesFlights() {
        assertThat(firstBoard.replay().finished()).isTrue();
        assertThat(secondBoard.replay().published()).isZero();
    }

    @Test
    @Order(4)
    void commandsOfTheReadmeAnswerAsShown() throws Exception {
        List<ReadmeCommand> commands = ReadmeCommand.in(ReadmeIntegrationTests.README).stream()
                .filter(ReadmeCommand::asksTheSecond)
                .toList();

        assertThat(commands).isNotEmpty();
        for (ReadmeCommand command : commands) {
            assertThat(withoutPlace(secondBoard
                            .send(command.request(secondBoard.port()))
                            .body()))
                    .isEqualTo(withoutPlace(command.shown()));
        }
    }

    /** Who has which partition is up to the group. */
    private static String withoutPlace(String answer) {
        return answer.replaceAll("\"host\":\"[^\"]*\",\"local\":(true|false)|\"partitions\":\\[[^]]*]", "\"place\"");
    }

    @Test
    @Order(5)
    void noAnswerIsWrongWhenTheSecondEnds() throws InterruptedException {
        Map<String, AirportStats> expected = ORACLE.byAirport();
        List<String> wrong = new ArrayList<>();
        Set<String> reasons = new TreeSet<>();
        Thread end = new Thread(second::close, "end");
        end.start();
        int rightInARow = 0;
        long deadlineNs = System.nanoTime() + BoardClient.DEADLINE.toNanos();
        while (rightInARow < 2 * expected.size() || end.isAlive()) {
            for (Map.Entry<String, AirportStats> airport : expected.entrySet()) {
                HttpResponse<String> answer = firstBoard.get(AIRPORTS + "?key=" + airport.getKey());
                JsonNode body = JSON.readTree(answer.body());
                if (answer.statusCode() == 200 && statsIn(body).equals(airport.getValue())) {
                    rightInARow++;
                } else {
                    rightInARow = 0;
                    boolean passes = answer.statusCode() == 503
                            && body.path("retryAfterMillis").asLong() > 0;
                    if (passes) {
                        reasons.add(body.get("reason").asString());
                    } else {
                        wrong.add(airport.getKey() + ": " + answer.statusCode() + " " + answer.body());
                    }
                }
            }
            assertThat(System.nanoTime()).as("reasons %s", reasons).isLessThan(deadlineNs);
        }
        end.join();

        assertThat(wrong).isEmpty();
        assertThat(reasons).isSubsetOf(PASSING);
        assertThat(firstBoard
                        .json(AIRPORTS + "?scope=local&limit=1")
                        .at("/source/partitions")
                        .size())
                .isEqualTo(4);
    }

    private static AirportStats statsIn(JsonNode answer) {
        return JSON.treeToValue(answer.at("/entries/0/value"), AirportStats.class);
    }
}
