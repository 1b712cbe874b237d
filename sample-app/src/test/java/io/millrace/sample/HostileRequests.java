package io.millrace.sample;

import io.millrace.sample.HostileRequest.Concern;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes hostile requests to the endpoints of Millrace and of the sample; the same ones from the same seed. Used by one thread. */
final class HostileRequests {

    private static final int LONGEST_TARGET = 7_000;
    private static final String ROOT = "/actuator";
    private static final List<String> STORES = List.of(
            "flights-by-airport/flights-by-airport",
            "delays/delays-daily",
            "delays/delays-hourly",
            "word-count/word-count");
    private static final List<String> SECTIONS =
            List.of("topology", "threads", "tasks", "stores", "restores", "peers", "config");
    private static final List<String> QUERY_PARAMETERS = List.of(
            "key",
            "prefix",
            "fromKey",
            "toKey",
            "keyType",
            "from",
            "to",
            "scope",
            "partition",
            "stale",
            "limit",
            "cursor",
            "format",
            "topology",
            "store",
            "class",
            "x");
    private static final List<String> METHODS =
            List.of("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "get", "FOO", "GET,POST", "CONNECT");
    private static final List<String> ACCEPTED = List.of(
            "*/*",
            "application/json",
            "application/vnd.spring-boot.actuator.v3+json",
            "application/vnd.spring-boot.actuator.v99+json",
            "application/xml",
            "text/html",
            "text/event-stream",
            "application/octet-stream",
            "garbage",
            ";;q=x",
            "image/*;q=2");
    private static final List<String> CONTENT_TYPES = List.of(
            "application/json",
            "application/vnd.spring-boot.actuator.v3+json",
            "text/plain",
            "application/xml",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "application/json; charset=klingon",
            "application/java-serialized-object",
            "////");
    private static final List<String> BODIES = List.of(
            "",
            "{}",
            "[]",
            "null",
            "\"stop\"",
            "17",
            "{",
            "{\"action\"",
            "{\"action\":null}",
            "{\"action\":\"\"}",
            "{\"action\":\"STOP\"}",
            "{\"action\":\"stop \"}",
            "{\"action\":17}",
            "{\"action\":1e400}",
            "{\"action\":true}",
            "{\"action\":[\"stop\",\"start\"]}",
            "{\"action\":[]}",
            "{\"action\":{\"a\":{\"b\":1}}}",
            "{\"action\":\"explode\",\"action\":\"burn\"}",
            "{\"action\":\"explode\",\"topology\":\"delays\"}",
            "{\"ACTION\":\"stop\"}",
            "{\"action\":\"\\u0000\\ud800\"}",
            "{\"@class\":\"java.lang.Runtime\",\"action\":\"x\"}",
            "<action>stop</action>",
            "action=stop&action=start",
            "--x\r\nContent-Disposition: form-data; name=\"action\"\r\n\r\nstop\r\n--x--",
            "\u00ff\u00fe{\u0000}");

    /** Where flights leave, or not. They are shown again with the dead letters, so none looks like the name of a class. */
    private static final List<String> ORIGINS = List.of(
            "ATL",
            "XXX",
            "%20",
            "%00",
            "%25",
            "%F0%9F%9B%AB",
            "%0d%0aX-Injected:%20yes",
            "%ff%fe",
            "%2F",
            "a;b=c",
            "..",
            "A".repeat(6_000));

    private static final List<String> TEXT_TYPES = List.of(
            "text/plain",
            "text/plain; charset=utf-8",
            "text/plain; charset=utf-16",
            "TEXT/PLAIN",
            "text/plain; charset=klingon",
            "text/plain; charset=\"",
            "text/*",
            "*/*");

    /** None of them is a flight. */
    private static final List<String> REPORTS = List.of(
            "",
            "{}",
            "[]",
            "null",
            "17",
            "{",
            "\"ATL\"",
            "{\"number\":1}",
            "{\"number\":1e400,\"departure\":\"never\"}",
            "{\"number\":\"x\",\"origin\":{\"a\":[]}}",
            "\u0000\u0001",
            "\u00ff\u00fe{\u0000}",
            "\r\n\r\n",
            "a line\ranother\u0085and one");

    /** Of a body that is larger, a server reads no more, and may close the connection before it is sent. */
    private static final int LARGEST_SWALLOWED = 1024 * 1024;

    private final Random random;
    private final HostileTexts texts;
    private final List<String> cursors;

    /**
     * @param seed what the requests follow from
     * @param cursors some that the application gave
     */
    HostileRequests(long seed, List<String> cursors) {
        this.random = new Random(seed);
        this.texts = new HostileTexts(random);
        this.cursors = List.copyOf(cursors);
    }

    HostileRequest next() {
        int kind = random.nextInt(100);
        if (kind < 42) {
            return get(queryOfStore(), Concern.OPERATION);
        }
        if (kind < 50) {
            return board();
        }
        if (kind < 62) {
            return get(section(), Concern.OPERATION);
        }
        if (kind < 72) {
            return get((random.nextInt(8) == 0 ? health() : anyPath()) + query(3), Concern.FRAMEWORK);
        }
        if (kind < 82) {
            return control();
        }
        if (kind < 88) {
            return oddMethod();
        }
        return kind < 94 ? tooMuch() : malformed();
    }

    private HostileRequest get(String target, Concern concern) {
        List<String> headers = headers();
        boolean choosy = headers.stream().anyMatch(line -> line.startsWith("Accept:"));
        return new HostileRequest("GET", target, headers, new byte[0], concern(target, choosy, concern));
    }

    /** Servers refuse some targets themselves, and frameworks some, before any operation sees them. */
    private static Concern concern(String target, boolean choosy, Concern otherwise) {
        if (target.length() > LONGEST_TARGET || target.contains("[")) {
            return Concern.SERVER;
        }
        String path = target.split("\\?", 2)[0];
        boolean odd = path.contains("%") || path.contains(";") || path.contains("..") || path.contains("//");
        return odd || choosy || !HostileTexts.isText(target) ? Concern.FRAMEWORK : otherwise;
    }

    private List<String> headers() {
        List<String> headers = new ArrayList<>();
        headers.add("Host: localhost");
        switch (random.nextInt(12)) {
            case 0, 1 -> headers.add("Accept: " + of(ACCEPTED));
            case 2 -> headers.add("X-Forwarded-Host: evil.example:1");
            case 3 -> headers.add("X-Forwarded-For: " + of(List.of("127.0.0.1", "::1", "${jndi:ldap://127.0.0.1/a}")));
            case 4 -> headers.add("Range: bytes=0-0,-1,5-3");
            case 5 -> headers.add("Accept-Encoding: gzip, br, *;q=0");
            case 6 -> headers.add("X-HTTP-Method-Override: DELETE");
            case 7 -> headers.add("Cookie: JSESSIONID=../../x; a=" + HostileTexts.repeated("c", random.nextInt(500)));
            default -> {}
        }
        return headers;
    }

    private String queryOfStore() {
        String store = random.nextInt(8) > 0
                ? of(STORES)
                : of(List.of("delays/none", "none/delays-daily", "delays/" + word()));
        return ROOT + "/streamsquery/" + store + query(4);
    }

    private String query(int most) {
        StringBuilder query = new StringBuilder();
        int parameters = random.nextInt(most + 1);
        for (int i = 0; i < parameters; i++) {
            query.append(i == 0 ? '?' : '&').append(parameter());
        }
        return query.toString();
    }

    private String parameter() {
        String name = of(QUERY_PARAMETERS);
        return switch (random.nextInt(12)) {
            case 0 -> name;
            case 1 -> name + "=" + texts.any() + "&" + name + "=" + texts.any();
            case 2 -> name + "[]=" + texts.any();
            default -> name + "=" + (name.equals("cursor") ? texts.cursor(cursors) : texts.any());
        };
    }

    private String section() {
        String topology = of(List.of("delays", "flights-by-airport", "word-count", word()));
        return switch (random.nextInt(5)) {
            case 0 -> ROOT + "/streams" + query(2);
            case 1 -> ROOT + "/streams/" + topology + query(2);
            case 2 -> ROOT + "/streams/" + topology + "/" + of(SECTIONS) + query(2);
            case 3 -> ROOT + "/streams/" + topology + "/" + of(SECTIONS) + "/" + word();
            default ->
                ROOT + "/streams/" + topology + "/topology?format="
                        + of(List.of("json", "text", "mermaid", "dot", "xml", texts.any()));
        };
    }

    /** A segment of a path that is a word like any other. */
    private String word() {
        return of(List.of("x", "DELAYS", "-1", "0_0", "null", "class", "a.b", "__proto__", "a".repeat(300)));
    }

    private String anyPath() {
        StringBuilder path = new StringBuilder(ROOT);
        path.append(of(List.of("/streams", "/streamsquery", "/streams/", "/streamsQuery", "//streams")));
        for (int i = random.nextInt(6); i > 0; i--) {
            path.append('/').append(texts.any());
        }
        return path.toString();
    }

    /** One name below the topologies' health: two unknown ones are too many for Spring Boot, whoever contributes. */
    private String health() {
        return ROOT + "/health/" + of(List.of("streams", "streams/", "streams/delays", "streams/" + word(), word()));
    }

    private HostileRequest control() {
        String target = ROOT + "/streams/" + of(List.of("delays", "word-count", word())) + query(1);
        List<String> headers = headers();
        headers.removeIf(line -> line.startsWith("Accept:"));
        String type = of(CONTENT_TYPES);
        headers.add("Content-Type: " + type);
        byte[] body = switch (random.nextInt(6)) {
            case 0 -> deep(1 + random.nextInt(60_000));
            case 1 ->
                ("{\"action\":\"" + HostileTexts.repeated("x", random.nextInt(300_000)) + "\"}")
                        .getBytes(StandardCharsets.UTF_8);
            case 2 -> texts.bytes(random.nextInt(2_000));
            default -> of(BODIES).getBytes(StandardCharsets.ISO_8859_1);
        };
        return new HostileRequest("POST", target, headers, body, Concern.FRAMEWORK);
    }

    /** What the sample itself answers. Whatever it takes is none of its flights. */
    private HostileRequest board() {
        if (random.nextInt(4) == 0) {
            return get(
                    of(List.of("/replay", "/dead-letters", "/replay/", "/lines", "/flights/ATL")) + query(2),
                    Concern.FRAMEWORK);
        }
        String target = (random.nextBoolean() ? "/lines" : "/flights/" + of(ORIGINS))
                + (random.nextInt(4) == 0 ? query(1) : "");
        List<String> headers = headers();
        if (random.nextInt(8) > 0) {
            headers.add("Content-Type: " + (random.nextInt(3) > 0 ? of(TEXT_TYPES) : of(CONTENT_TYPES)));
        }
        byte[] body = posted();
        Concern concern = body.length > LARGEST_SWALLOWED ? Concern.SERVER : concern(target, false, Concern.FRAMEWORK);
        return new HostileRequest("POST", target, headers, body, concern);
    }

    private byte[] posted() {
        return switch (random.nextInt(12)) {
            case 0 ->
                HostileTexts.repeated("x", PostedRecords.LARGEST_RECORD + 1).getBytes(StandardCharsets.US_ASCII);
            case 1 ->
                HostileTexts.repeated("\n", PostedRecords.MOST_LINES + random.nextInt(100_000))
                        .getBytes(StandardCharsets.US_ASCII);
            case 2 -> random.nextInt(4) > 0 ? new byte[0] : new byte[PostedRecords.LARGEST_BODY + 1];
            case 3 ->
                HostileTexts.repeated("many words ", random.nextInt(2_000)).getBytes(StandardCharsets.UTF_16);
            case 4, 5 -> texts.bytes(random.nextInt(2_000));
            case 6 -> deep(1 + random.nextInt(20_000));
            default -> of(REPORTS).getBytes(StandardCharsets.ISO_8859_1);
        };
    }

    private byte[] deep(int levels) {
        String opening = of(List.of("[", "{\"action\":", "{\"a\":[", "[[{\"action\":\"stop\"},"));
        return HostileTexts.repeated(opening, levels).getBytes(StandardCharsets.US_ASCII);
    }

    private HostileRequest oddMethod() {
        String target = random.nextBoolean() ? queryOfStore() : ROOT + "/streams";
        List<String> headers = new ArrayList<>(List.of("Host: localhost"));
        byte[] body = random.nextBoolean() ? new byte[0] : of(BODIES).getBytes(StandardCharsets.ISO_8859_1);
        if (body.length > 0) {
            headers.add("Content-Type: " + of(CONTENT_TYPES));
        }
        return new HostileRequest(of(METHODS), target, headers, body, Concern.SERVER);
    }

    /** More of something than fits. */
    private HostileRequest tooMuch() {
        List<String> headers = new ArrayList<>(List.of("Host: localhost"));
        String target = ROOT + "/streamsquery/" + of(STORES);
        switch (random.nextInt(4)) {
            case 0 -> target += "?key=" + HostileTexts.repeated("K", 7_000 + random.nextInt(1_000_000));
            case 1 -> headers.add("X-Large: " + HostileTexts.repeated("h", 7_000 + random.nextInt(100_000)));
            case 2 -> target += "?" + HostileTexts.repeated("key=a&", 1 + random.nextInt(1_100)) + "limit=1";
            default -> {
                for (int i = random.nextInt(300); i > 0; i--) {
                    headers.add("X-" + i + ": v");
                }
            }
        }
        return new HostileRequest("GET", target, headers, new byte[0], Concern.SERVER);
    }

    /** No HTTP. */
    private HostileRequest malformed() {
        List<String> headers = new ArrayList<>(List.of("Host: localhost"));
        byte[] body = new byte[0];
        String method = "GET";
        String target = ROOT + "/streamsquery/" + of(STORES);
        switch (random.nextInt(9)) {
            case 0 -> headers.clear();
            case 1 -> headers.add("no colon here");
            case 2 -> headers.add(" folded: line");
            case 3 -> target += "?key=" + of(List.of("%", "%z", "%zz", "a b", "\"", "<>", "|", "\u0001", "\u00ff"));
            case 4 -> method = new String(texts.bytes(20), StandardCharsets.ISO_8859_1);
            case 5 -> {
                method = "POST";
                headers.add("Content-Length: " + of(List.of("-1", "x", "99999999999999999999", "100", "1, 2")));
                body = "{}".getBytes(StandardCharsets.US_ASCII);
            }
            case 6 -> {
                method = "POST";
                headers.add("Transfer-Encoding: chunked");
                body = of(List.of("zz\r\n", "ffffffffffffffff\r\nx", "-1\r\n", "5\r\nab"))
                        .getBytes(StandardCharsets.US_ASCII);
            }
            case 7 -> headers.add("Host: another");
            default -> target = of(List.of("*", "http://evil.example/", "", "//", "actuator", "/actuator/../../x"));
        }
        return new HostileRequest(method, target, headers, body, Concern.SERVER);
    }

    private <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
