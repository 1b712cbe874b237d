package io.millrace.streams.spring.autoconfigure.bridge;

import io.millrace.streams.errors.ErrorHandlerContext;
import io.millrace.streams.errors.ProductionExceptionHandler;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drops outputs that cannot be written, and goes on. */
public final class SkipUnwritable implements ProductionExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(SkipUnwritable.class);

    /** Called by the engine. */
    public SkipUnwritable() {}

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public Response handleError(
            ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
        log.warn(
                "Skipping a record for {} that could not be written by task {}",
                record.topic(),
                context.taskId(),
                exception);
        return Response.resume();
    }

    @Override
    public Response handleSerializationError(
            ErrorHandlerContext context,
            @SuppressWarnings("rawtypes") ProducerRecord record,
            Exception exception,
            SerializationExceptionOrigin origin) {
        log.warn(
                "Skipping a record for {} whose {} could not be serialized by task {}",
                record.topic(),
                origin,
                context.taskId(),
                exception);
        return Response.resume();
    }
}
