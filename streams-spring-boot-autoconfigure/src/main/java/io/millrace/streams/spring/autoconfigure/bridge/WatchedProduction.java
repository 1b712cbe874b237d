package io.millrace.streams.spring.autoconfigure.bridge;

import io.millrace.streams.errors.ErrorHandlerContext;
import io.millrace.streams.errors.ProductionExceptionHandler;
import io.millrace.streams.spring.autoconfigure.bridge.FailureWatch.Stage;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Tells of each record that cannot be written, and asks the handler that was set. */
public final class WatchedProduction implements ProductionExceptionHandler {

    private @Nullable Watched<ProductionExceptionHandler> watched;

    /** Called by the engine. */
    public WatchedProduction() {}

    @Override
    public void configure(Map<String, ?> configs) {
        watched = Watched.of(configs, Stage.PRODUCTION, ProductionExceptionHandler.class);
    }

    private Watched<ProductionExceptionHandler> watched() {
        return Objects.requireNonNull(watched, "Not configured");
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
        watched().failed(exception);
        return watched().handler().handleError(context, record, exception);
    }

    @Override
    public Response handleSerializationError(
            ErrorHandlerContext context,
            @SuppressWarnings("rawtypes") ProducerRecord record,
            Exception exception,
            SerializationExceptionOrigin origin) {
        watched().failed(exception);
        return watched().handler().handleSerializationError(context, record, exception, origin);
    }
}
