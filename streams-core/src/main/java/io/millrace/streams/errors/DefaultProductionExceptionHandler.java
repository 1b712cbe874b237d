package io.millrace.streams.errors;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Tries again after exceptions that may pass, and stops processing after all others. This is the default. If a dead-letter topic
 * is configured, the input record as it was read is written to it.
 */
public class DefaultProductionExceptionHandler implements ProductionExceptionHandler {

    private DeadLetters deadLetters = DeadLetters.none();

    /** Creates the handler. */
    public DefaultProductionExceptionHandler() {}

    @Override
    public Response handleError(
            ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
        return exception instanceof RetriableException
                ? Response.retry()
                : Response.fail(deadLetters.recordsFor(context, exception));
    }

    @SuppressWarnings("rawtypes") // Given by the interface.
    @Override
    public Response handleSerializationError(
            ErrorHandlerContext context,
            ProducerRecord record,
            Exception exception,
            SerializationExceptionOrigin origin) {
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
