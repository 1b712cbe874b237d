package io.millrace.streams.spring.autoconfigure.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

class PeerHttpTests {

    private static final String WORKERS = "streams-query-peers";

    @Test
    void hasThreadsFromTheFirstRequestToTheEnd() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        try {
            PeerHttp http = new PeerHttp(Duration.ofSeconds(5), Duration.ofSeconds(5), null);
            assertThat(workers()).isEmpty();

            assertThat(http.createRequest(uri, HttpMethod.GET)
                            .execute()
                            .getStatusCode()
                            .value())
                    .isEqualTo(204);
            assertThat(workers()).isNotEmpty();
            http.close();

            await().atMost(Duration.ofSeconds(10)).until(() -> workers().isEmpty());
            assertThatIOException().isThrownBy(() -> http.createRequest(uri, HttpMethod.GET));
        } finally {
            server.stop(0);
        }
    }

    private static List<String> workers() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(WORKERS::equals)
                .toList();
    }
}
