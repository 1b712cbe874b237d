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
 */
record Problem(String reason, String message, @Nullable Long retryAfterMillis) implements OperationResponseBody {

    static WebEndpointResponse<Object> notFound(String reason, String message) {
        return new WebEndpointResponse<>(new Problem(reason, message, null), WebEndpointResponse.STATUS_NOT_FOUND);
    }

    static WebEndpointResponse<Object> badRequest(String reason, String message) {
        return new WebEndpointResponse<>(new Problem(reason, message, null), WebEndpointResponse.STATUS_BAD_REQUEST);
    }
}
