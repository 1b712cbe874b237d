package io.millrace.streams.spring.autoconfigure;

import io.millrace.streams.errors.StreamsUncaughtExceptionHandler;
import io.millrace.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.millrace.streams.spring.autoconfigure.diagnostics.InvalidStreamsPropertyException;
import java.util.Locale;

/** What to do when a thread fails. */
final class UncaughtChoice {

    static final String DEFAULT = "shutdown-client";

    private UncaughtChoice() {}

    static StreamsUncaughtExceptionHandler of(String choice, BeanLookup beans) {
        String property = StreamsProperties.PREFIX + ".errors.uncaught";
        if (BeanLookup.isReference(choice)) {
            return beans.find(choice, StreamsUncaughtExceptionHandler.class, property);
        }
        return switch (choice.trim().toLowerCase(Locale.ROOT)) {
            case DEFAULT -> failure -> StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            case "replace-thread" -> failure -> StreamThreadExceptionResponse.REPLACE_THREAD;
            case "shutdown-application" -> failure -> StreamThreadExceptionResponse.SHUTDOWN_APPLICATION;
            default ->
                throw new InvalidStreamsPropertyException(
                        property,
                        choice,
                        "that is not one of the choices",
                        "Write shutdown-client, replace-thread, shutdown-application"
                                + " or bean:<name of a StreamsUncaughtExceptionHandler>.");
        };
    }
}
