package io.millrace.streams.spring.autoconfigure.query;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;

/**
 * Makes requests to other instances. The client behind it, which has threads, is made for the first one, because many applications
 * never ask; and it ends with the context, so that a restart within the process leaves none behind. Safe for use by any thread.
 */
final class PeerHttp implements ClientHttpRequestFactory, AutoCloseable {

    /** Of Java 21 and later, else null. */
    private static final @Nullable Method SHUTDOWN_NOW = shutdownNow();

    private final Duration connectTimeout;
    private final Duration readTimeout;
    private final @Nullable SSLContext tls;

    /** Guarded by this. */
    private @Nullable Opened opened;

    private boolean closed;

    private record Opened(HttpClient client, ExecutorService workers, JdkClientHttpRequestFactory requests) {}

    /**
     * @param connectTimeout how long to wait for a connection
     * @param readTimeout how long to wait for an answer
     * @param tls who we are and whom we trust, null for what the JVM says
     */
    PeerHttp(Duration connectTimeout, Duration readTimeout, @Nullable SSLContext tls) {
        this.connectTimeout = connectTimeout;
        this.readTimeout = readTimeout;
        this.tls = tls;
    }

    @Override
    public ClientHttpRequest createRequest(URI uri, HttpMethod method) throws IOException {
        return requests().createRequest(uri, method);
    }

    private synchronized JdkClientHttpRequestFactory requests() throws IOException {
        if (closed) {
            throw new IOException("The application ends");
        }
        Opened present = opened;
        if (present == null) {
            present = open();
            opened = present;
        }
        return present.requests();
    }

    private Opened open() {
        ExecutorService workers = Executors.newCachedThreadPool(task -> {
            Thread worker = new Thread(task, "streams-query-peers");
            worker.setDaemon(true);
            return worker;
        });
        HttpClient.Builder http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(connectTimeout)
                .executor(workers)
                .followRedirects(HttpClient.Redirect.NEVER);
        if (tls != null) {
            http.sslContext(tls);
        }
        HttpClient client = http.build();
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(client, workers);
        requests.setReadTimeout(readTimeout);
        return new Opened(client, workers, requests);
    }

    /**
     * Ends without waiting for requests that are under way. From Java 21 on they fail; before, nothing ends the client, and they go
     * on until they are answered or their time is up.
     */
    @Override
    public void close() {
        Opened closing;
        synchronized (this) {
            closed = true;
            closing = opened;
            opened = null;
        }
        if (closing == null) {
            return;
        }
        shutdownNow(closing.client());
        closing.workers().shutdownNow();
    }

    /**
     * Its {@code close} would wait for requests that are under way, for as long as they take. Before Java 21 a client cannot be
     * ended, and ends when it is no longer referred to.
     */
    private static void shutdownNow(HttpClient client) {
        if (SHUTDOWN_NOW == null) {
            return;
        }
        try {
            SHUTDOWN_NOW.invoke(client);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The HTTP client cannot be ended", e);
        }
    }

    private static @Nullable Method shutdownNow() {
        try {
            return HttpClient.class.getMethod("shutdownNow");
        } catch (NoSuchMethodException e) {
            return null;
        }
    }
}
