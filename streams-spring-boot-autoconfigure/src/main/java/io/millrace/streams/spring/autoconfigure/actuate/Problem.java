package io.millrace.streams.spring.autoconfigure.actuate;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * Why there is no answer. Never holds names of classes or files.
 *
 * @param reason the reason, for programs
 * @param message the reason, for people
 * @param retryAfterMillis after how many milliseconds another try may succeed, null if none will
 * @param next the cursor of what comes after the part that is refused, null if the whole is refused
 */
record Problem(
        String reason,
        String message,
        @Nullable Long retryAfterMillis,
        @Nullable String next) implements OperationResponseBody {

    Problem(String reason, String message, @Nullable Long retryAfterMillis) {
        this(reason, message, retryAfterMillis, null);
    }

    static WebEndpointResponse<Object> notFound(String reason, String message) {
        return new WebEndpointResponse<>(new Problem(reason, message, null), WebEndpointResponse.STATUS_NOT_FOUND);
    }

    static WebEndpointResponse<Object> badRequest(String reason, String message) {
        return new WebEndpointResponse<>(new Problem(reason, message, null), WebEndpointResponse.STATUS_BAD_REQUEST);
    }
}
