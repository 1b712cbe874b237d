package io.millrace.streams.spring.autoconfigure.bridge;

import io.millrace.streams.errors.ErrorHandlerContext;
import io.millrace.streams.errors.ProductionExceptionHandler;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Passes on to a {@link ProductionExceptionHandler} bean. */
public final class ProductionBean implements ProductionExceptionHandler {

    /** Key of the configuration that holds the bean. */
    public static final String BEAN = "streams.spring.production-bean";

    private @Nullable ProductionExceptionHandler bean;

    /** Called by the engine. */
    public ProductionBean() {}

    @Override
    public void configure(Map<String, ?> configs) {
        bean = Bridged.bean(configs, BEAN, ProductionExceptionHandler.class);
    }

    private ProductionExceptionHandler bean() {
        return Objects.requireNonNull(bean, "Not configured");
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
        return bean().handleError(context, record, exception);
    }

    @Override
    public Response handleSerializationError(
            ErrorHandlerContext context,
            @SuppressWarnings("rawtypes") ProducerRecord record,
            Exception exception,
            SerializationExceptionOrigin origin) {
        return bean().handleSerializationError(context, record, exception, origin);
    }
}
