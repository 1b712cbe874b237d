package io.millrace.sample;

import io.millrace.sample.HostileRequest.Concern;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Judges answers to hostile requests. Safe for use by any thread. */
final class HostileCheck {

    private static final int LARGEST_BODY = 1024 * 1024;
    private static final int MOST_FINDINGS = 50;
    private static final Set<Integer> REFUSALS =
            Set.of(400, 404, 405, 406, 413, 414, 415, 417, 429, 431, 501, 503, 505);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Stack traces, names of classes, files of the machine; a drive is followed by a backslash, which JSON doubles. */
    private static final Pattern LEAK = Pattern.compile("\\bat [a-z]+(\\.\\w+)+\\("
            + "|\\b(io|org|com|java|javax|jakarta|tools|jdk|sun|kafka|scala)(\\.[a-z0-9_]+)+\\.[A-Z]\\w*"
            + "|\\b\\w{1,80}(Exception|Error)\\b"
            + "|\\b\\w{1,80}\\.java:\\d+"
            + "|(/(tmp|home|root|usr|var|opt|etc|proc)/|file:/|[A-Z]:\\\\\\\\)[\\w./-]*");

    /** The name of a status, which is no name of a class. */
    private static final Set<String> NAMES_OF_STATUS = Set.of("Error");

    private final JsonMapper json = JSON;
    private final Map<Integer, AtomicInteger> byStatus = new ConcurrentSkipListMap<>();
    private final Map<String, AtomicInteger> byReason = new ConcurrentSkipListMap<>();
    private final ConcurrentLinkedQueue<String> findings = new ConcurrentLinkedQueue<>();
    private final AtomicInteger found = new AtomicInteger();
    private final AtomicInteger checked = new AtomicInteger();
    private final AtomicLong largest = new AtomicLong();

    void check(HostileRequest request, RawConnection.Answer answer) {
        checked.incrementAndGet();
        byStatus.computeIfAbsent(answer.status(), any -> new AtomicInteger()).incrementAndGet();
        largest.accumulateAndGet(answer.body().length, Math::max);
        if (answer.status() == 0) {
            require(request.concern() == Concern.SERVER, "no answer", request, answer);
            return;
        }
        require(
                answer.status() < 300 || REFUSALS.contains(answer.status()),
                "a status that is no refusal",
                request,
                answer);
        require(answer.body().length <= LARGEST_BODY, "a body of " + answer.body().length + " bytes", request, answer);
        String text = answer.text();
        Matcher leak = LEAK.matcher(withoutWhatWasSent(text, request));
        while (leak.find()) {
            if (!NAMES_OF_STATUS.contains(leak.group())) {
                require(false, "tells " + leak.group(), request, answer);
            }
        }
        require(answer.header("X-Injected").isEmpty(), "a header of the request's making", request, answer);
        if (answer.status() >= 300 && !request.isHead()) {
            require(saysWhy(request.concern(), answer), "does not say why", request, answer);
        }
    }

    /** The framework repeats the path that was asked for; that tells nothing. */
    private String withoutWhatWasSent(String text, HostileRequest request) {
        String left = text;
        try {
            JsonNode path = json.readTree(text).get("path");
            if (path != null) {
                left = text.replace(json.writeValueAsString(path), "");
            }
        } catch (JacksonException e) {
            // It is no JSON.
        }
        return left.replace(request.target(), "").replace(decoded(request.target()), "");
    }

    private static String decoded(String target) {
        try {
            return URLDecoder.decode(target, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return target;
        }
    }

    private boolean saysWhy(Concern concern, RawConnection.Answer answer) {
        JsonNode body;
        try {
            body = json.readTree(answer.text());
        } catch (JacksonException e) {
            body = null;
        }
        String reason = body == null ? "" : body.path("reason").asString("");
        byReason.computeIfAbsent(answer.status() + " " + (reason.isEmpty() ? "-" : reason), any -> new AtomicInteger())
                .incrementAndGet();
        return switch (concern) {
            case OPERATION ->
                !reason.isEmpty() && !body.path("message").asString("").isEmpty();
            // Which status it is, and not more.
            case FRAMEWORK, SERVER -> true;
        };
    }

    void fail(String finding) {
        if (found.incrementAndGet() <= MOST_FINDINGS) {
            findings.add(finding);
        }
    }

    private void require(boolean held, String what, HostileRequest request, RawConnection.Answer answer) {
        if (!held) {
            String body = answer.text();
            fail(what + ": " + request + "\n    -> " + answer.status() + " "
                    + body.substring(0, Math.min(body.length(), 600)));
        }
    }

    /** What was wrong, the first of it. */
    List<String> findings() {
        return List.copyOf(findings);
    }

    int checked() {
        return checked.get();
    }

    int count(int status) {
        AtomicInteger count = byStatus.get(status);
        return count == null ? 0 : count.get();
    }

    String summary() {
        return checked + " requests; answers by status " + byStatus + ", by reason " + byReason + "; largest body "
                + largest + " bytes; " + found + " findings";
    }
}
