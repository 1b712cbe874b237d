package io.millrace.streams.spring.autoconfigure.bridge;

import io.millrace.streams.processor.TimestampExtractor;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Configurable;
import org.jspecify.annotations.Nullable;

/** Passes on to a {@link TimestampExtractor} bean. */
public final class ExtractorBean implements TimestampExtractor, Configurable {

    /** Key of the configuration that holds the bean. */
    public static final String BEAN = "streams.spring.timestamp-extractor-bean";

    private @Nullable TimestampExtractor bean;

    /** Called by the engine. */
    public ExtractorBean() {}

    @Override
    public void configure(Map<String, ?> configs) {
        bean = Bridged.bean(configs, BEAN, TimestampExtractor.class);
    }

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return Objects.requireNonNull(bean, "Not configured").extract(record, partitionTime);
    }
}
