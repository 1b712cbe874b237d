package io.millrace.streams.broker;

import org.jspecify.annotations.Nullable;

/** Thrown when an embedded broker could not be started; the message says why and what to do. */
public class BrokerStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokerStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
