package io.millrace.streams.engine.config;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.errors.DeserializationExceptionHandler;
import io.millrace.streams.errors.ProcessingExceptionHandler;
import io.millrace.streams.errors.ProductionExceptionHandler;
import io.millrace.streams.processor.ProcessingInterceptor;
import io.millrace.streams.processor.TimestampExtractor;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * What a task needs to know of the configuration.
 *
 * @param applicationId the application
 * @param serdes the default serdes
 * @param timestamps the default timestamp extractor
 * @param errors the handlers of what goes wrong
 * @param queues how input is queued
 * @param interceptor what is called around each record, null if nothing is
 * @param configs everything that was configured, for processors that ask
 */
public record TaskSettings(
        String applicationId,
        DefaultSerdes serdes,
        TimestampExtractor timestamps,
        ErrorPolicy errors,
        QueueSettings queues,
        @Nullable ProcessingInterceptor interceptor,
        Map<String, Object> configs) {

    /** The default serdes; configured only when first asked for, so that an application which names all its serdes needs none. */
    public interface DefaultSerdes {

        /** The default key serde; fails with the property to set if there is none. */
        Serde<?> key();

        /** The default value serde; fails with the property to set if there is none. */
        Serde<?> value();
    }

    /**
     * @param deserialization asked when a record cannot be read
     * @param processing asked when a processor throws
     * @param production asked when a record cannot be written
     * @param processingOfGlobals whether the second is also asked when a processor that fills a global store throws
     */
    public record ErrorPolicy(
            DeserializationExceptionHandler deserialization,
            ProcessingExceptionHandler processing,
            ProductionExceptionHandler production,
            boolean processingOfGlobals) {}

    /**
     * @param maxRecordsPerPartition beyond this many queued records a partition is paused
     * @param maxBytesPerPartition beyond this many queued bytes a partition is paused
     * @param maxIdleMs how long a task waits for an empty partition so that it can process in order of time, 0 to wait only for
     *     records known to be there, -1 not to wait
     */
    public record QueueSettings(int maxRecordsPerPartition, long maxBytesPerPartition, long maxIdleMs) {}

    private static final String GLOBAL_PROCESSING_HANDLER = "processing.exception.handler.global.enabled";
    private static final long MAX_QUEUED_BYTES_PER_PARTITION = 8L * 1024 * 1024;

    public TaskSettings {
        configs = Collections.unmodifiableMap(new HashMap<>(configs));
    }

    /** Whether tables may hold their updates back until the next commit; not if the application gave the cache no bytes. */
    public boolean holdsUpdatesBack() {
        return configs.get(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG) instanceof Long cacheBytes
                && cacheBytes > 0;
    }

    /** Whether queries see only what is committed: if nothing is said, under exactly-once, where the rest may be taken back. */
    public boolean queriesSeeCommitted() {
        Object level = configs.get(StreamsConfig.QUERY_ISOLATION_LEVEL_CONFIG);
        return level == null
                ? StreamsConfig.EXACTLY_ONCE_V2.equals(configs.get(StreamsConfig.PROCESSING_GUARANTEE_CONFIG))
                : level.equals(StreamsConfig.READ_COMMITTED);
    }

    private static @Nullable ProcessingInterceptor interceptor(StreamsConfig config) {
        return config.getClass(StreamsConfig.PROCESSING_INTERCEPTOR_CLASS_CONFIG) == null
                ? null
                : config.getConfiguredInstance(
                        StreamsConfig.PROCESSING_INTERCEPTOR_CLASS_CONFIG, ProcessingInterceptor.class);
    }

    static TaskSettings of(StreamsConfig config) {
        Map<String, Object> configs = new HashMap<>(config.originals());
        configs.putAll(config.values());
        return new TaskSettings(
                config.getString(StreamsConfig.APPLICATION_ID_CONFIG),
                new DefaultSerdes() {
                    @Override
                    public Serde<?> key() {
                        return config.defaultKeySerde();
                    }

                    @Override
                    public Serde<?> value() {
                        return config.defaultValueSerde();
                    }
                },
                config.defaultTimestampExtractor(),
                new ErrorPolicy(
                        config.deserializationExceptionHandler(),
                        config.processingExceptionHandler(),
                        config.productionExceptionHandler(),
                        config.getBoolean(GLOBAL_PROCESSING_HANDLER)),
                new QueueSettings(
                        config.getInt(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG),
                        MAX_QUEUED_BYTES_PER_PARTITION,
                        config.getLong(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG)),
                interceptor(config),
                configs);
    }
}
