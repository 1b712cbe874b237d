package io.millrace.streams.spring.autoconfigure.actuate;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** There is no answer, because of what was asked. Over JMX it is seen as the invalid request that it is. */
final class ProblemException extends InvalidEndpointRequestException {

    private static final long serialVersionUID = 1L;

    private final boolean missing;

    private ProblemException(String reason, String message, boolean missing) {
        super(message, reason);
        this.missing = missing;
    }

    static ProblemException notFound(String reason, String message) {
        return new ProblemException(reason, message, true);
    }

    static ProblemException refused(String reason, String message) {
        return new ProblemException(reason, message, false);
    }

    WebEndpointResponse<Object> response() {
        String reason = getReason() == null ? "refused" : getReason();
        String message = getMessage() == null ? reason : getMessage();
        return missing ? Problem.notFound(reason, message) : Problem.badRequest(reason, message);
    }
}
