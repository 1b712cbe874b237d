package io.millrace.streams.engine.plan;

import io.millrace.streams.engine.topology.ExpiringStore;
import io.millrace.streams.engine.topology.ExpiringStore.Keeps;
import io.millrace.streams.state.StoreBuilder;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/** The configs of internal topics: those Kafka Streams gives them, so that either finds the other's topics in order. */
final class InternalTopicConfigs {

    /** Small segments, because whole segments are what is deleted after the records in them were processed. */
    private static final int REPARTITION_SEGMENT_BYTES = 50 * 1024 * 1024;

    private InternalTopicConfigs() {}

    /** Kept for ever as far as the broker goes: the application deletes what it has processed. */
    static Map<String, String> repartition() {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG,
                "-1",
                TopicConfig.SEGMENT_BYTES_CONFIG,
                String.valueOf(REPARTITION_SEGMENT_BYTES),
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                "CreateTime");
    }

    /** What follows from the kind of store, overridden by what the builder was given. */
    static Map<String, String> changelog(StoreBuilder<?> builder, long additionalRetentionMs) {
        Map<String, String> config = new HashMap<>();
        config.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");
        if (builder instanceof ExpiringStore store) {
            config.put(TopicConfig.CLEANUP_POLICY_CONFIG, cleanupPolicy(store.keeps()));
            String limit = store.keeps() == Keeps.EVERY_VERSION
                    ? TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG
                    : TopicConfig.RETENTION_MS_CONFIG;
            config.put(limit, String.valueOf(saturatedSum(store.retentionMs(), additionalRetentionMs)));
        } else {
            config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        }
        config.putAll(builder.logConfig());
        return config;
    }

    private static String cleanupPolicy(Keeps keeps) {
        return switch (keeps) {
            case LAST_VALUE -> TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE;
            case EVERY_RECORD -> TopicConfig.CLEANUP_POLICY_DELETE;
            case EVERY_VERSION -> TopicConfig.CLEANUP_POLICY_COMPACT;
        };
    }

    /** A retention of "for ever" is the largest long; adding to it must not turn it negative. */
    private static long saturatedSum(long first, long second) {
        return first > Long.MAX_VALUE - second ? Long.MAX_VALUE : first + second;
    }
}
