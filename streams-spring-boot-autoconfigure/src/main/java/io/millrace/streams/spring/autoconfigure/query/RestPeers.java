package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.spring.StateQueryException;
import io.millrace.streams.state.HostInfo;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Asks other instances over HTTP: one GET of their query endpoint, with nothing of the request that this instance was sent but
 * what it asks for. Anybody in the group may have told an address, and anything may answer there, so both are checked. Safe for
 * use by any thread.
 */
final class RestPeers implements Peers {

    private static final Logger log = LoggerFactory.getLogger(RestPeers.class);
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:-]{1,253}");
    private static final int LARGEST_PORT = 65_535;
    private static final String TLS_REMEDY =
            ". Either it does not take the certificate shown to it, or its own is not trusted here: see"
                    + " streams.query.remote.ssl-bundle, and server.ssl of that instance";
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final RestClient client;
    private final Target target;
    private final PeerAnswers answers;
    private final int maxBytes;
    private final AtomicLong warnedNanos = new AtomicLong(System.nanoTime() - QUIET_NANOS);

    /**
     * Where the endpoint is on another instance, apart from its address.
     *
     * @param scheme how to ask
     * @param port the port, null for the one that the instance tells
     * @param path the path
     */
    record Target(String scheme, @Nullable Integer port, PeerPath path) {}

    /**
     * @param maxBytes the largest answer to take
     */
    RestPeers(RestClient client, Target target, PeerAnswers answers, int maxBytes) {
        this.client = client;
        this.target = target;
        this.answers = answers;
        this.maxBytes = maxBytes;
    }

    @Override
    public @Nullable String silence() {
        return null;
    }

    @Override
    public StorePage ask(HostInfo peer, StoreQuery query) {
        URI uri = uri(peer, query);
        Answer answer;
        try {
            answer = client.get()
                    .uri(uri)
                    .accept(MediaType.APPLICATION_JSON)
                    .exchangeForRequiredValue((request, response) ->
                            new Answer(response.getStatusCode().value(), read(response.getBody())));
        } catch (RestClientException | UncheckedLimitException e) {
            throw silent(peer, e);
        }
        try {
            return answers.read(answer.status, answer.body, peer, query);
        } catch (PeerAnswers.UnreadableException e) {
            throw silent(peer, e);
        }
    }

    private record Answer(int status, byte[] body) {}

    private StateQueryException silent(HostInfo peer, Exception why) {
        long now = System.nanoTime();
        long last = warnedNanos.get();
        if (now - last > QUIET_NANOS && warnedNanos.compareAndSet(last, now)) {
            log.warn(
                    "The instance at {}:{} does not answer queries, which is told once a minute at most: {}{}",
                    peer.host(),
                    peer.port(),
                    why.getMessage(),
                    isTls(why) ? TLS_REMEDY : "");
        } else {
            log.debug("The instance at {}:{} does not answer queries", peer.host(), peer.port(), why);
        }
        return Refusals.peerUnavailable("The instance that has the state does not answer.");
    }

    private static boolean isTls(Throwable why) {
        for (Throwable cause = why; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return true;
            }
        }
        return false;
    }

    private byte[] read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(maxBytes + 1);
        if (bytes.length > maxBytes) {
            throw new UncheckedLimitException();
        }
        return bytes;
    }

    private static final class UncheckedLimitException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UncheckedLimitException() {
            super("The answer is larger than streams.query.remote.max-response-size");
        }
    }

    private URI uri(HostInfo peer, StoreQuery query) {
        int port = target.port() == null ? peer.port() : target.port();
        if (!HOST.matcher(peer.host()).matches() || port < 1 || port > LARGEST_PORT) {
            throw noAddress();
        }
        Map<String, Object> values = new LinkedHashMap<>();
        StoreQuery.Keys keys = query.keys();
        put(values, "key", keys.key());
        put(values, "prefix", keys.prefix());
        put(values, "fromKey", keys.fromKey());
        put(values, "toKey", keys.toKey());
        put(values, "keyType", keys.keyType());
        put(values, "from", query.times().from());
        put(values, "to", query.times().to());
        put(values, "limit", query.page().limit());
        put(values, "cursor", query.page().cursor());
        put(values, "stale", query.place().stale());
        put(values, "scope", "local");
        put(
                values,
                "partition",
                query.place().partitions().stream()
                        .sorted()
                        .map(String::valueOf)
                        .collect(Collectors.joining(",")));
        UriComponentsBuilder uri = UriComponentsBuilder.newInstance()
                .scheme(target.scheme())
                .host(peer.host().contains(":") ? "[" + peer.host() + "]" : peer.host())
                .port(port)
                .path(target.path().toString())
                .pathSegment("{topology}", "{store}");
        // As variables, values are encoded whole, so none can end its parameter.
        values.keySet().forEach(name -> uri.queryParam(name, "{" + name + "}"));
        values.put("topology", query.topology());
        values.put("store", query.store());
        try {
            URI built = uri.encode().buildAndExpand(values).toUri();
            if (built.getHost() != null) {
                return built;
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            log.debug("No URI can be made of the address {}:{}", peer.host(), port, e);
        }
        throw noAddress();
    }

    /** The form of a host lets through what is none all the same, such as a name with an underscore. */
    private static StateQueryException noAddress() {
        return Refusals.peerUnavailable("The instance that has the state has told an address that is none.");
    }

    private static void put(Map<String, Object> values, String name, @Nullable Object value) {
        if (value != null) {
            values.put(name, value);
        }
    }
}
