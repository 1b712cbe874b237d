package io.millrace.sample;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The board as its users see it: over HTTP. */
final class BoardClient {

    static final Duration DEADLINE = Duration.ofMinutes(4);

    private static final String QUARTER = "from=2001-01-01T00:00:00Z&to=2001-04-01T00:00:00Z";

    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = JsonMapper.builder().build();
    private final int port;
    private final String root;

    BoardClient(int port) {
        this.port = port;
        this.root = "http://localhost:" + port;
    }

    int port() {
        return port;
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException("No answer from " + root + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + root + ".", e);
        }
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(root + path)));
    }

    JsonNode json(String path) {
        HttpResponse<String> answer = get(path);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return json.readTree(answer.body());
    }

    HttpResponse<String> post(String path, String text) {
        return send(HttpRequest.newBuilder(URI.create(root + path))
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString(text)));
    }

    void postLines(String text) {
        HttpResponse<String> answer = post("/lines", text);
        if (answer.statusCode() != 202) {
            throw new IllegalStateException("/lines answered " + answer.statusCode() + ": " + answer.body());
        }
    }

    void postReport(String origin, String report) {
        HttpResponse<String> answer = post("/flights/" + origin, report);
        if (answer.statusCode() != 202) {
            throw new IllegalStateException("/flights answered " + answer.statusCode() + ": " + answer.body());
        }
    }

    Replay replay() {
        return json.treeToValue(json("/replay"), Replay.class);
    }

    /** Waits until all flights are published, and until those the topologies have counted are as many. */
    void awaitAllCounted(int flights) {
        await().atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(250))
                .ignoreExceptions()
                .until(() -> replay().finished());
        await().atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(250))
                .ignoreExceptions()
                .until(() -> countedByAirport() == flights && countedByDay() == flights);
    }

    Map<String, AirportStats> airports() {
        return entries(
                "flights-by-airport/" + FlightsByAirportTopology.STORE + "?limit=1000",
                entry -> entry.get("key").asString(),
                AirportStats.class);
    }

    Map<Instant, DelayStats> windows(String store, String state) {
        return entries(
                "delays/" + store + "?limit=1000&key=" + state + "&" + QUARTER,
                entry -> Instant.parse(entry.get("window").get("start").asString()),
                DelayStats.class);
    }

    private long countedByAirport() {
        return airports().values().stream().mapToLong(AirportStats::count).sum();
    }

    private long countedByDay() {
        return new FlightOracle()
                .byState(ChronoUnit.DAYS).keySet().stream()
                        .flatMap(state -> windows(DelaysTopology.DAILY_STORE, state).values().stream())
                        .mapToLong(DelayStats::count)
                        .sum();
    }

    private <K, V> Map<K, V> entries(String query, Function<JsonNode, K> key, Class<V> type) {
        Map<K, V> found = new TreeMap<>();
        String cursor = "";
        do {
            JsonNode page = json("/actuator/streamsquery/" + query + cursor);
            for (JsonNode entry : page.get("entries")) {
                found.put(key.apply(entry), json.treeToValue(entry.get("value"), type));
            }
            JsonNode next = page.get("page").get("next");
            cursor = next == null || next.isNull() ? "" : "&cursor=" + next.asString();
        } while (!cursor.isEmpty());
        return found;
    }
}
