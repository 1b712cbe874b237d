package io.millrace.streams.spring.autoconfigure.bridge;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Passes on to a {@link Serde} bean, which the application closes, not the engine. */
public final class SerdeBean implements Serde<Object> {

    /** Key of the configuration that holds the bean for keys. */
    public static final String KEY_BEAN = "streams.spring.key-serde-bean";

    /** Key of the configuration that holds the bean for values. */
    public static final String VALUE_BEAN = "streams.spring.value-serde-bean";

    private @Nullable Serde<Object> bean;

    /** Called by the engine. */
    public SerdeBean() {}

    @Override
    @SuppressWarnings(
            "unchecked") // A default serde is trusted to fit what it meets; the engine reports it if it does not.
    public void configure(Map<String, ?> configs, boolean isKey) {
        bean = Bridged.bean(configs, isKey ? KEY_BEAN : VALUE_BEAN, Serde.class);
    }

    @Override
    public Serializer<Object> serializer() {
        return bean().serializer();
    }

    @Override
    public Deserializer<Object> deserializer() {
        return bean().deserializer();
    }

    @Override
    public void close() {}

    private Serde<Object> bean() {
        return Objects.requireNonNull(bean, "Not configured");
    }
}
