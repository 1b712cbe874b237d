package io.millrace.streams.spring.autoconfigure.bridge;

import io.millrace.streams.errors.ErrorHandlerContext;
import io.millrace.streams.errors.ProcessingExceptionHandler;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.spring.autoconfigure.bridge.FailureWatch.Stage;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells of each failure of a processor, and asks the handler that was set. */
public final class WatchedProcessing implements ProcessingExceptionHandler {

    private @Nullable Watched<ProcessingExceptionHandler> watched;

    /** Called by the engine. */
    public WatchedProcessing() {}

    @Override
    public void configure(Map<String, ?> configs) {
        watched = Watched.of(configs, Stage.PROCESSING, ProcessingExceptionHandler.class);
    }

    @Override
    public Response handleError(ErrorHandlerContext context, @Nullable Record<?, ?> record, Exception exception) {
        var set = Objects.requireNonNull(watched, "Not configured");
        set.failed(exception);
        return set.handler().handleError(context, record, exception);
    }
}
