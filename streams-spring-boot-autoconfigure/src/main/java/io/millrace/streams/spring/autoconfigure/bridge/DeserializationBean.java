package io.millrace.streams.spring.autoconfigure.bridge;

import io.millrace.streams.errors.DeserializationExceptionHandler;
import io.millrace.streams.errors.ErrorHandlerContext;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Passes on to a {@link DeserializationExceptionHandler} bean. */
public final class DeserializationBean implements DeserializationExceptionHandler {

    /** Key of the configuration that holds the bean. */
    public static final String BEAN = "streams.spring.deserialization-bean";

    private @Nullable DeserializationExceptionHandler bean;

    /** Called by the engine. */
    public DeserializationBean() {}

    @Override
    public void configure(Map<String, ?> configs) {
        bean = Bridged.bean(configs, BEAN, DeserializationExceptionHandler.class);
    }

    private DeserializationExceptionHandler bean() {
        return Objects.requireNonNull(bean, "Not configured");
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        return bean().handleError(context, record, exception);
    }
}
