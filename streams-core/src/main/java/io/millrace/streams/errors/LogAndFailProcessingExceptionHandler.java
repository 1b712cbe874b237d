package io.millrace.streams.errors;

import io.millrace.streams.processor.api.Record;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the exception of a processor at ERROR and stops processing. This is the default. If a dead-letter topic is configured, the input record as it was read is written to it. */
public class LogAndFailProcessingExceptionHandler implements ProcessingExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(LogAndFailProcessingExceptionHandler.class);

    private DeadLetters deadLetters = DeadLetters.none();

    /** Creates the handler. */
    public LogAndFailProcessingExceptionHandler() {}

    @Override
    public Response handleError(ErrorHandlerContext context, @Nullable Record<?, ?> record, Exception exception) {
        LOG.error(
                "A record whose processing failed stops processing. Processor node: {}, task: {}, input record: {}-{}@{}.",
                context.processorNodeId(),
                context.taskId(),
                context.topic(),
                context.partition(),
                context.offset(),
                exception);
        return Response.fail(deadLetters.recordsFor(context, exception));
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
