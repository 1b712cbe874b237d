package io.millrace.streams.spring.autoconfigure.bridge;

import io.millrace.streams.errors.DeserializationExceptionHandler;
import io.millrace.streams.errors.ErrorHandlerContext;
import io.millrace.streams.spring.autoconfigure.bridge.FailureWatch.Stage;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Tells of each record that cannot be read, and asks the handler that was set. */
public final class WatchedDeserialization implements DeserializationExceptionHandler {

    private @Nullable Watched<DeserializationExceptionHandler> watched;

    /** Called by the engine. */
    public WatchedDeserialization() {}

    @Override
    public void configure(Map<String, ?> configs) {
        watched = Watched.of(configs, Stage.DESERIALIZATION, DeserializationExceptionHandler.class);
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        var set = Objects.requireNonNull(watched, "Not configured");
        set.failed(exception);
        return set.handler().handleError(context, record, exception);
    }
}
