package io.millrace.streams.errors;

import io.millrace.streams.processor.api.Record;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the exception of a processor at WARN and goes on. If a dead-letter topic is configured, the input record as it was read is written to it; otherwise the record is dropped. */
public class LogAndContinueProcessingExceptionHandler implements ProcessingExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(LogAndContinueProcessingExceptionHandler.class);

    private DeadLetters deadLetters = DeadLetters.none();

    /** Creates the handler. */
    public LogAndContinueProcessingExceptionHandler() {}

    @Override
    public Response handleError(ErrorHandlerContext context, @Nullable Record<?, ?> record, Exception exception) {
        deadLetters.warn(LOG, "A record whose processing failed", context, exception);
        return Response.resume(deadLetters.recordsFor(context, exception));
    }

    /**
     * Takes the name of the dead-letter topic from {@code errors.dead.letter.queue.topic.name}.
     *
     * @param configs the configuration of the application
     */
    @Override
    public void configure(Map<String, ?> configs) {
        deadLetters = DeadLetters.of(configs);
    }
}
