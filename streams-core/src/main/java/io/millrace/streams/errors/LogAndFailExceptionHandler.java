package io.millrace.streams.errors;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs an input record that cannot be deserialized at ERROR and stops processing. This is the default. If a dead-letter topic is configured, the record as it was read is written to it. */
public class LogAndFailExceptionHandler implements DeserializationExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(LogAndFailExceptionHandler.class);

    private DeadLetters deadLetters = DeadLetters.none();

    /** Creates the handler. */
    public LogAndFailExceptionHandler() {}

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        LOG.error(
                "A record that cannot be deserialized stops processing. Processor node: {}, task: {}, input record: {}-{}@{}.",
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
