package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.spring.StateQueryException;
import io.millrace.streams.spring.StateSource;
import io.millrace.streams.spring.autoconfigure.ApplicationServer;
import io.millrace.streams.spring.autoconfigure.query.StorePage.Entry;
import io.millrace.streams.spring.autoconfigure.query.StorePage.Row;
import io.millrace.streams.spring.autoconfigure.query.StorePage.WindowSpan;
import io.millrace.streams.state.HostInfo;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads what other instances answer, and takes nothing in it for granted. Safe for use by any thread. */
final class PeerAnswers {

    private static final int OK = 200;
    private static final int LONGEST_MESSAGE = 200;
    private static final long LONGEST_RETRY_MS = 60_000;
    private static final Pattern REASON = Pattern.compile("[a-z-]{1,40}");
    private static final Pattern TYPE = Pattern.compile("key-value|window|session|versioned");

    /** Numbers stay as they were written, which a double would not. */
    private final JsonMapper mapper = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** An answer is not one of ours. */
    static final class UnreadableException extends Exception {

        private static final long serialVersionUID = 1L;

        UnreadableException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Reads an answer.
     *
     * @throws StateQueryException if the instance refuses
     */
    StorePage read(int status, byte[] body, HostInfo peer, StoreQuery query) throws UnreadableException {
        JsonNode answer;
        try {
            answer = mapper.readTree(body);
        } catch (JacksonException e) {
            throw new UnreadableException("Status " + status + ", and not JSON", e);
        }
        String host = ApplicationServer.text(peer);
        if (status == OK) {
            return checked(page(answer, host), query);
        }
        StateQueryException refusal = refusal(status, answer);
        if (refusal.reason().equals(Refusals.UNKNOWN_KEY)) {
            // All of the partitions asked for are there, and do not have the key.
            return nothing(query, host);
        }
        throw refusal;
    }

    /** What was not asked for could make partitions seem read that were not, and a page larger than it may be. */
    private static StorePage checked(StorePage page, StoreQuery query) throws UnreadableException {
        if (!query.place().partitions().containsAll(page.source().partitions())) {
            throw new UnreadableException("An answer of partitions that were not asked for", null);
        }
        Integer limit = query.page().limit();
        if (page.rows().size() > (limit == null ? QueryBounds.DEFAULT_LIMIT : limit)) {
            throw new UnreadableException("More entries than were asked for", null);
        }
        return page;
    }

    private static StorePage nothing(StoreQuery query, String host) {
        StateSource source = new StateSource(
                host,
                false,
                Boolean.TRUE.equals(query.place().stale()) ? StateSource.STANDBY : StateSource.ACTIVE,
                new ArrayList<>(new TreeSet<>(query.place().partitions())),
                0,
                null);
        return new StorePage("", List.of(), source, List.of(), 0, null);
    }

    private static StateQueryException refusal(int status, JsonNode answer) throws UnreadableException {
        String reason = answer.path("reason").asString("");
        boolean known = status == 400 || status == 404 || status == 429 || status == 503;
        if (!known || !REASON.matcher(reason).matches()) {
            throw new UnreadableException("Status " + status + ", without a reason", null);
        }
        String message = message(reason, answer.path("message").asString(""));
        JsonNode retry = answer.path("retryAfterMillis");
        Long retryAfterMillis = retry.isIntegralNumber() && retry.canConvertToLong()
                ? Math.max(0, Math.min(retry.asLong(), LONGEST_RETRY_MS))
                : null;
        JsonNode next = answer.path("next");
        return new StateQueryException(
                status,
                reason,
                message.substring(0, Math.min(message.length(), LONGEST_MESSAGE)),
                retryAfterMillis,
                next.isString() ? next.asString() : null);
    }

    /** What an instance says of itself is said of another here. */
    private static String message(String reason, String message) {
        return switch (reason) {
            case Refusals.STOPPED -> "The topology is stopped on the instance that has the state.";
            case Refusals.FAILED -> "The topology has failed on the instance that has the state.";
            case Refusals.DRAINING -> "The topology is ending on the instance that has the state.";
            default -> message;
        };
    }

    private static StorePage page(JsonNode answer, String host) throws UnreadableException {
        try {
            String type = answer.path("type").asString("");
            JsonNode from = answer.path("source");
            String role = from.path("role").asString("");
            boolean active = role.equals(StateSource.ACTIVE);
            if (!TYPE.matcher(type).matches() || !(active || role.equals(StateSource.STANDBY))) {
                throw new UnreadableException("An answer of another kind", null);
            }
            List<Integer> partitions = new ArrayList<>();
            from.path("partitions").forEach(partition -> partitions.add(partition.intValue()));
            StateSource source = new StateSource(
                    host,
                    false,
                    active ? StateSource.ACTIVE : StateSource.STANDBY,
                    partitions,
                    from.path("lag").longValue(),
                    null);
            List<Row> rows = new ArrayList<>();
            for (JsonNode entry : answer.path("entries")) {
                rows.add(new Row(entry(entry), null, source));
            }
            JsonNode next = answer.at("/page/next");
            return new StorePage(type, rows, source, List.of(), 0, next.isString() ? next.asString() : null);
        } catch (JacksonException | DateTimeException e) {
            throw new UnreadableException("An answer of another form", e);
        }
    }

    private static Entry entry(JsonNode entry) throws UnreadableException {
        JsonNode key = entry.path("key");
        JsonNode value = entry.path("value");
        if (key.isMissingNode()) {
            throw new UnreadableException("An entry without a key", null);
        }
        JsonNode window = entry.path("window");
        return new Entry(
                plain(key),
                plain(value),
                entry.path("encoding").asString("").equals("base64") ? "base64" : null,
                instant(entry.path("timestamp")),
                window.isObject()
                        ? new WindowSpan(
                                Instant.parse(window.path("start").asString("")),
                                Instant.parse(window.path("end").asString("")))
                        : null);
    }

    private static @Nullable Instant instant(JsonNode time) {
        return time.isString() ? Instant.parse(time.asString()) : null;
    }

    private static Object plain(JsonNode node) {
        if (node.isString()) {
            return node.asString();
        }
        return node.isNumber() ? node.numberValue() : node;
    }
}
