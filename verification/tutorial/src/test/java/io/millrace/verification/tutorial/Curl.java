package io.millrace.verification.tutorial;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Iterator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Does what curl would, so that the test needs none. Knows the options {@code -s}, {@code -H} and {@code -d}. */
final class Curl {

    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    private static final String HOST = "localhost:8080";

    private Curl() {}

    /** Runs a command against the same host on another port. */
    static String run(String command, int port) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder();
        Iterator<String> words = WORD.matcher(command).results().map(Curl::word).iterator();
        words.next();
        while (words.hasNext()) {
            String word = words.next();
            switch (word) {
                case "-s" -> {}
                case "-H" -> {
                    String[] header = words.next().split(": *", 2);
                    request.header(header[0], header[1]);
                }
                case "-d" -> request.POST(BodyPublishers.ofString(words.next()));
                default -> request.uri(URI.create("http://" + word.replace(HOST, "localhost:" + port)));
            }
        }
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.ofString())
                .body()
                .strip();
    }

    private static String word(MatchResult word) {
        return word.group(1) == null ? word.group(2) : word.group(1);
    }
}
