package io.millrace.streams.spring.autoconfigure.bridge;

import io.millrace.streams.errors.ErrorHandlerContext;
import io.millrace.streams.errors.ProcessingExceptionHandler;
import io.millrace.streams.processor.api.Record;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Passes on to a {@link ProcessingExceptionHandler} bean. */
public final class ProcessingBean implements ProcessingExceptionHandler {

    /** Key of the configuration that holds the bean. */
    public static final String BEAN = "streams.spring.processing-bean";

    private @Nullable ProcessingExceptionHandler bean;

    /** Called by the engine. */
    public ProcessingBean() {}

    @Override
    public void configure(Map<String, ?> configs) {
        bean = Bridged.bean(configs, BEAN, ProcessingExceptionHandler.class);
    }

    private ProcessingExceptionHandler bean() {
        return Objects.requireNonNull(bean, "Not configured");
    }

    @Override
    public Response handleError(ErrorHandlerContext context, @Nullable Record<?, ?> record, Exception exception) {
        return bean().handleError(context, record, exception);
    }
}
