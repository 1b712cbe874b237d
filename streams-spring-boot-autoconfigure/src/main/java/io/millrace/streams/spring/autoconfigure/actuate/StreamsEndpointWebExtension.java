package io.millrace.streams.spring.autoconfigure.actuate;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.util.MimeTypeUtils;

/** The endpoint {@code streams} over HTTP: with statuses, plain text, and an eye on who asks. */
@EndpointWebExtension(endpoint = StreamsEndpoint.class)
public final class StreamsEndpointWebExtension {

    private final StreamsEndpoint endpoint;

    StreamsEndpointWebExtension(StreamsEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** One topology in short. */
    @ReadOperation
    public WebEndpointResponse<Object> topology(@Selector String topology) {
        return answer(() -> endpoint.topology(topology));
    }

    /** A section of a topology; {@code format} is for the section {@code topology}: json, text, mermaid or dot. */
    @ReadOperation
    public WebEndpointResponse<Object> section(
            SecurityContext asker, @Selector String topology, @Selector String section, @Nullable String format) {
        return answer(() -> endpoint.section(topology, section, format, asker));
    }

    /** One task, store, thread or peer. */
    @ReadOperation
    public WebEndpointResponse<Object> item(
            SecurityContext asker, @Selector String topology, @Selector String section, @Selector String name) {
        return answer(() -> endpoint.item(topology, section, name, asker));
    }

    /** Does something to a topology on this instance, and shows it in short. */
    @WriteOperation
    public WebEndpointResponse<Object> control(@Selector String topology, @Nullable String action) {
        return answer(() -> endpoint.control(topology, action));
    }

    private static WebEndpointResponse<Object> answer(Supplier<Object> body) {
        try {
            Object answer = body.get();
            return answer instanceof String
                    ? new WebEndpointResponse<>(answer, MimeTypeUtils.TEXT_PLAIN)
                    : new WebEndpointResponse<>(answer);
        } catch (ProblemException e) {
            return e.response();
        }
    }
}
