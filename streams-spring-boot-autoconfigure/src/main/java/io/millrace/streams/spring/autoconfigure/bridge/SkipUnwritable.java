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
        // The engine logs what it drops here, but not what could not be serialized.
        return Response.resume();
    }

    @Override
    public Response handleSerializationError(
            ErrorHandlerContext context,
            @SuppressWarnings("rawtypes") ProducerRecord record,
            Exception exception,
            SerializationExceptionOrigin origin) {
        log.warn(
                "Dropped a record for topic {} whose {} could not be serialized at node '{}' of task {}. Input record:"
                        + " {}-{}@{}",
                record.topic(),
                origin,
                context.processorNodeId(),
                context.taskId(),
                context.topic(),
                context.partition(),
                context.offset(),
                exception);
        return Response.resume();
    }
}
