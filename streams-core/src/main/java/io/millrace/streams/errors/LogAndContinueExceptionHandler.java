package io.millrace.streams.errors;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs an input record that cannot be deserialized at WARN and goes on. If a dead-letter topic is configured, the record as it was read is written to it; otherwise it is dropped. */
public class LogAndContinueExceptionHandler implements DeserializationExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(LogAndContinueExceptionHandler.class);

    private DeadLetters deadLetters = DeadLetters.none();

    /** Creates the handler. */
    public LogAndContinueExceptionHandler() {}

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        deadLetters.warn(LOG, "A record that cannot be deserialized", context, exception);
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
