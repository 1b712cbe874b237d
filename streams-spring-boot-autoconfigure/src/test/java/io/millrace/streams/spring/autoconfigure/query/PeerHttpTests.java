package io.millrace.streams.spring.autoconfigure.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

class PeerHttpTests {

    private static final String WORKERS = "streams-query-peers";
    private static final int LONG_SECONDS = 120;

    /** Before that Java a request that is under way goes on. */
    private static final int FIRST_TO_END_CLIENTS = 21;

    /** Threads that others have made are of other groups. */
    private final ThreadGroup own = new ThreadGroup("PeerHttpTests");

    private final ExecutorService asking = Executors.newCachedThreadPool(task -> new Thread(own, task));
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private final ExecutorService answering = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(answering);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.createContext("/slow", exchange -> {
            arrived.countDown();
            try {
                mayAnswer.await(LONG_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stopServer() {
        mayAnswer.countDown();
        server.stop(0);
        answering.shutdownNow();
        asking.shutdownNow();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private Future<Integer> ask(PeerHttp http, String path) {
        return asking.submit(() -> http.createRequest(uri(path), HttpMethod.GET)
                .execute()
                .getStatusCode()
                .value());
    }

    private static PeerHttp patient() {
        return new PeerHttp(Duration.ofSeconds(LONG_SECONDS), Duration.ofSeconds(LONG_SECONDS), null);
    }

    @Test
    void hasThreadsFromTheFirstRequestToTheEnd() throws Exception {
        PeerHttp http = patient();
        assertThat(workers()).isEmpty();

        assertThat(ask(http, "/").get(30, TimeUnit.SECONDS)).isEqualTo(204);
        assertThat(workers()).isNotEmpty();
        http.close();

        await().atMost(Duration.ofSeconds(10)).until(() -> workers().isEmpty());
        assertThatIOException().isThrownBy(() -> http.createRequest(uri("/"), HttpMethod.GET));
    }

    @Test
    void doesNotWaitAtItsEndForARequestThatIsUnderWay() throws Exception {
        PeerHttp http = patient();
        Future<Integer> slow = ask(http, "/slow");
        assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();

        Future<?> closing = asking.submit(http::close);

        closing.get(LONG_SECONDS / 2, TimeUnit.SECONDS);
        assertThat(mayAnswer.getCount()).as("the answer is still awaited").isEqualTo(1);
        if (Runtime.version().feature() >= FIRST_TO_END_CLIENTS) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> slow.get(LONG_SECONDS / 2, TimeUnit.SECONDS))
                    .withCauseInstanceOf(IOException.class);
        }
        slow.cancel(true);
    }

    private List<Thread> workers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread ->
                        thread.getThreadGroup() == own && thread.getName().equals(WORKERS))
                .toList();
    }
}
