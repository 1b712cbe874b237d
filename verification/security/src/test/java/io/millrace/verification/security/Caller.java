package io.millrace.verification.security;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;

/**
 * Somebody who asks the actuator of an application.
 *
 * @param application the application
 * @param name a user, null for nobody
 * @param password the user's password
 */
record Caller(ApplicationContext application, @Nullable String name, String password) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    static Caller anonymous(ApplicationContext application) {
        return new Caller(application, null, "");
    }

    int status(String path) throws IOException, InterruptedException {
        return get(path).statusCode();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HTTP.send(request(path).build(), BodyHandlers.ofString());
    }

    int post(String path, String json) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
        return HTTP.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    private HttpRequest.Builder request(String path) {
        int port = ((WebServerApplicationContext) application).getWebServer().getPort();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/actuator/" + path))
                .timeout(Duration.ofSeconds(30));
        if (name != null) {
            byte[] credentials = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
        }
        return request;
    }
}
