package io.millrace.streams.spring.autoconfigure.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.streams.spring.StateQueryException;
import io.millrace.streams.spring.StateRef.Scope;
import io.millrace.streams.spring.StateSource;
import io.millrace.streams.spring.autoconfigure.query.StorePage.Entry;
import io.millrace.streams.state.HostInfo;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.web.client.RestClient;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/** What is sent to another instance, and what is made of anything that may answer there. */
class RestPeersTests {

    private static final int MAX_BYTES = 4096;
    private static final StoreQuery QUERY = new StoreQuery(
            "words",
            "counts",
            new StoreQuery.Keys("a/b &c={d}+%", null, null, null, null),
            new StoreQuery.Times(null, null),
            new StoreQuery.Place(Scope.LOCAL, Set.of(3, 1), false),
            new StoreQuery.Page(7, null));

    private final List<HttpExchange> seen = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private int status = 200;
    private String body = "";
    private String location;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            seen.add(exchange);
            if (location != null) {
                exchange.getResponseHeaders().set("Location", location);
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    private HostInfo peer() {
        return new HostInfo("127.0.0.1", server.getAddress().getPort());
    }

    private static RestPeers peers() {
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build());
        requests.setReadTimeout(Duration.ofSeconds(2));
        return new RestPeers(
                RestClient.builder().requestFactory(requests).build(),
                new RestPeers.Target("http", null, new PeerPath(new MockEnvironment(), null)),
                new PeerAnswers(),
                MAX_BYTES);
    }

    private StateQueryException refusal(HostInfo peer) {
        StateQueryException refusal = catchThrowableOfType(StateQueryException.class, () -> peers().ask(peer, QUERY));
        assertThat(refusal).as("It was answered").isNotNull();
        return refusal;
    }

    @Test
    void asksForPartitionsThatThePeerHasItself() {
        body =
                "{\"type\":\"key-value\",\"entries\":[],\"source\":{\"role\":\"active\",\"partitions\":[1,3],\"lag\":0}}";

        StorePage page = peers().ask(peer(), QUERY);

        assertThat(page.rows()).isEmpty();
        URI uri = seen.get(0).getRequestURI();
        assertThat(uri.getPath()).isEqualTo("/actuator/streamsquery/words/counts");
        var parameters = UriComponentsBuilder.fromUri(uri).build().getQueryParams();
        assertThat(parameters.getFirst("scope")).isEqualTo("local");
        assertThat(UriUtils.decode(parameters.getFirst("partition"), StandardCharsets.UTF_8))
                .isEqualTo("1,3");
        assertThat(parameters.getFirst("limit")).isEqualTo("7");
        assertThat(UriUtils.decode(parameters.getFirst("key"), StandardCharsets.UTF_8))
                .isEqualTo("a/b &c={d}+%");
        assertThat(parameters).doesNotContainKeys("cursor", "prefix", "from");
        assertThat(seen.get(0).getRequestHeaders()).doesNotContainKeys("Authorization", "Cookie");
    }

    @Test
    void takesValuesAsTheyWereWritten() {
        body =
                "{\"type\":\"window\",\"entries\":[{\"key\":7,\"value\":{\"sum\":0.10},\"timestamp\":\"2001-01-01T00:00:00Z\","
                        + "\"window\":{\"start\":\"2001-01-01T00:00:00Z\",\"end\":\"2001-01-02T00:00:00Z\"}},"
                        + "{\"key\":\"k\",\"value\":12345678901234567890.5}],"
                        + "\"source\":{\"host\":\"liar:1\",\"local\":true,\"role\":\"standby\",\"partitions\":[1],\"lag\":5},"
                        + "\"page\":{\"limit\":7,\"next\":\"abc\"}}";

        StorePage page = peers().ask(peer(), QUERY);

        Entry first = page.rows().get(0).entry();
        assertThat(first.key()).isEqualTo(7);
        assertThat(first.value()).hasToString("{\"sum\":0.10}");
        assertThat(first.window()).isNotNull();
        assertThat(page.rows().get(1).entry().value()).isEqualTo(new BigDecimal("12345678901234567890.5"));
        assertThat(page.next()).isEqualTo("abc");
        assertThat(page.source())
                .isEqualTo(new StateSource(
                        "127.0.0.1:" + server.getAddress().getPort(), false, "standby", List.of(1), 5, null));
    }

    @Test
    void absentKeyIsAnEmptyAnswerOfThePartitionsAskedFor() {
        status = 404;
        body = "{\"reason\":\"unknown-key\",\"message\":\"No\"}";

        StorePage page = peers().ask(peer(), QUERY);

        assertThat(page.rows()).isEmpty();
        assertThat(page.source().partitions()).containsExactly(1, 3);
    }

    @Test
    void refusalsOfThePeerArePassedOn() {
        status = 503;
        body = "{\"reason\":\"restoring\",\"message\":\"Wait\",\"retryAfterMillis\":86400000}";

        StateQueryException refusal = refusal(peer());

        assertThat(refusal.status()).isEqualTo(503);
        assertThat(refusal.reason()).isEqualTo("restoring");
        assertThat(refusal.retryAfterMillis()).isEqualTo(60_000);
        status = 429;
        body = "{\"reason\":\"too-many-queries\",\"message\":\"Later\",\"retryAfterMillis\":100}";
        assertThat(refusal(peer()).status()).isEqualTo(429);
    }

    @Test
    void refusalOfALargeEntryTellsWhatGoesOnAfterIt() {
        status = 400;
        body = "{\"reason\":\"entry-too-large\",\"message\":\"Large\",\"next\":\"abc\"}";

        assertThat(refusal(peer()).next()).isEqualTo("abc");
        body = "{\"reason\":\"entry-too-large\",\"message\":\"Large\",\"next\":7}";
        assertThat(refusal(peer()).next()).isNull();
    }

    @Test
    void anythingElseIsAPeerThatDoesNotAnswer() {
        for (String answer : List.of(
                "",
                "<html>",
                "[]",
                "{}",
                "null",
                "{\"type\":\"key-value\"}",
                "{\"type\":\"<script>\",\"source\":{\"role\":\"active\"}}",
                "{\"type\":\"key-value\",\"entries\":[{\"value\":1}],\"source\":{\"role\":\"active\"}}",
                "{\"type\":\"window\",\"entries\":[{\"key\":1,\"value\":1,\"timestamp\":\"now\"}],\"source\":{\"role\":\"active\"}}",
                "{\"type\":\"key-value\",\"entries\":[{\"key\":1,\"value\":\"" + "x".repeat(MAX_BYTES) + "\"}]}",
                "[".repeat(3000))) {
            body = answer;
            status = 200;
            assertThat(refusal(peer()).reason()).as(answer).isEqualTo("peer-unavailable");
            status = 500;
            assertThat(refusal(peer()).reason()).as(answer).isEqualTo("peer-unavailable");
        }
        status = 404;
        body = "{\"timestamp\":\"2001-01-01T00:00:00Z\",\"status\":404,\"error\":\"Not Found\"}";
        assertThat(refusal(peer()).reason()).isEqualTo("peer-unavailable");
        body = "{\"reason\":\"<b>\",\"message\":\"x\"}";
        assertThat(refusal(peer()).reason()).isEqualTo("peer-unavailable");
    }

    @Test
    void answerOfMoreThanWasAskedForIsNone() {
        for (String answer : List.of(
                "{\"type\":\"key-value\",\"entries\":[],\"source\":{\"role\":\"active\",\"partitions\":[1,2],\"lag\":0}}",
                "{\"type\":\"key-value\",\"entries\":[" + "{\"key\":1,\"value\":1},".repeat(7)
                        + "{\"key\":1,\"value\":1}],\"source\":{\"role\":\"active\",\"partitions\":[1],\"lag\":0}}")) {
            body = answer;

            assertThat(refusal(peer()).reason()).as(answer).isEqualTo("peer-unavailable");
        }
    }

    @Test
    void waitThatIsNoNumberOfMillisecondsIsPassedOver() {
        status = 503;
        body = "{\"reason\":\"restoring\",\"message\":\"Wait\",\"retryAfterMillis\":99999999999999999999}";

        assertThat(refusal(peer()).retryAfterMillis()).isNull();
    }

    @Test
    void refusalSaysWhereTheTopologyIsStopped() {
        status = 503;
        body = "{\"reason\":\"stopped\",\"message\":\"The topology is stopped on this instance.\"}";

        assertThat(refusal(peer())).hasMessage("The topology is stopped on the instance that has the state.");
    }

    @Test
    void redirectsAreNotFollowed() {
        status = 302;
        location = "http://127.0.0.1:" + server.getAddress().getPort() + "/elsewhere";

        assertThat(refusal(peer()).reason()).isEqualTo("peer-unavailable");
        assertThat(seen).hasSize(1);
    }

    @Test
    void addressesThatAreNoneAreNotAsked() {
        for (HostInfo told : List.of(
                new HostInfo("127.0.0.1/x?y=", 80),
                new HostInfo("user@127.0.0.1", 80),
                new HostInfo("", 80),
                new HostInfo("a_b", 80),
                new HostInfo("a:b", 80),
                new HostInfo(":::::", 80),
                new HostInfo("-", 80),
                new HostInfo("..", 80),
                new HostInfo("127.0.0.1", 0),
                new HostInfo("127.0.0.1", 70_000),
                new HostInfo("a\r\nHost: b", 80))) {
            assertThat(refusal(told).reason()).isEqualTo("peer-unavailable");
        }
        assertThat(seen).isEmpty();
    }

    @Test
    void deadPeerIsUnavailable() {
        HostInfo peer = peer();
        server.stop(0);

        assertThat(refusal(peer).reason()).isEqualTo("peer-unavailable");
    }

    @Test
    void pathIsThatOfTheEndpointHere() {
        MockEnvironment environment = new MockEnvironment()
                .withProperty("local.server.port", "8080")
                .withProperty("server.servlet.context-path", "/shop")
                .withProperty("management.server.base-path", "/manage")
                .withProperty("management.endpoints.web.base-path", "/ops/");

        assertThat(new PeerPath(environment, null)).hasToString("/shop/ops/streamsquery");
        environment.withProperty("local.management.port", "8081");
        assertThat(new PeerPath(environment, null)).hasToString("/manage/ops/streamsquery");
        environment.withProperty("management.endpoints.web.path-mapping.streamsquery", "state");
        assertThat(new PeerPath(environment, "other")).hasToString("/other/state");
    }
}
