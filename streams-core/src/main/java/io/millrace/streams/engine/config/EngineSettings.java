package io.millrace.streams.engine.config;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.processor.assignment.AssignmentConfigs;
import io.millrace.streams.state.HostInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * What the engine needs to know of a {@link StreamsConfig}.
 *
 * @param applicationId name of the group and prefix of internal topics
 * @param clientId the configured client id, null to derive one
 * @param host where other instances reach this one, null if they do not
 * @param threads how many stream threads to start
 * @param worker what concerns a stream thread
 * @param state what concerns local state
 * @param internalTopics what concerns internal topics
 * @param tasks what concerns a task
 * @param assignment what concerns who runs which task
 * @param clientTags tags by which copies of tasks are spread, by name
 */
public record EngineSettings(
        String applicationId,
        @Nullable String clientId,
        @Nullable HostInfo host,
        int threads,
        WorkerSettings worker,
        StateSettings state,
        InternalTopicSettings internalTopics,
        TaskSettings tasks,
        AssignmentConfigs assignment,
        Map<String, String> clientTags) {

    public EngineSettings {
        clientTags = Map.copyOf(clientTags);
    }

    /**
     * @param poll how long a poll waits when there is nothing to do
     * @param commitInterval time between two commits
     * @param purgeInterval time between two purges of consumed repartition records
     * @param heldBackBytes how many bytes of changes a worker holds back before it passes them on, 0 for none
     * @param maxQueuedBytes how many bytes of input a worker may have waiting
     * @param exactlyOnce whether a worker commits in transactions
     */
    public record WorkerSettings(
            Duration poll,
            Duration commitInterval,
            Duration purgeInterval,
            long heldBackBytes,
            long maxQueuedBytes,
            boolean exactlyOnce) {

        private static final int MIN_FETCH_BYTES = 1 << 20;
        private static final int MAX_FETCH_BYTES = 50 << 20;

        /** The part of the waiting input that one answer of the broker may bring: one in so many. */
        private static final int FETCH_SHARE = 4;

        /**
         * How many bytes a consumer fetches at once when nothing is said. An answer is held on the heap and, because of how the JDK reads
         * sockets, once more beside it for as long as the thread lives; and the more partitions are read, the larger answers get.
         */
        public int fetchBytes() {
            return (int) Math.max(MIN_FETCH_BYTES, Math.min(MAX_FETCH_BYTES, maxQueuedBytes / FETCH_SHARE));
        }
    }

    /**
     * @param directory base of the state directories of all applications
     * @param cleanupDelay how long an unused task directory is kept
     * @param memory what all state of the process may take
     * @param rocksConfigSetter the user's class that tunes databases, null if there is none
     */
    public record StateSettings(
            Path directory,
            Duration cleanupDelay,
            StateMemory memory,
            @Nullable Class<?> rocksConfigSetter) {}

    /**
     * @param replicationFactor of created topics, -1 for the broker's default
     * @param windowRetentionSlack added to the retention of windowed changelogs
     * @param overrides topic configs that win over the engine's
     * @param timeout how long creating and describing topics may take
     */
    public record InternalTopicSettings(
            short replicationFactor, Duration windowRetentionSlack, Map<String, String> overrides, Duration timeout) {
        public InternalTopicSettings {
            overrides = Map.copyOf(overrides);
        }
    }

    /** How long the brokers may take to answer before something is done about it. */
    public Duration requestTimeout() {
        return internalTopics.timeout();
    }

    /** The part of the heap that input may take when nothing is said: one in so many. */
    private static final int QUEUES_SHARE_OF_HEAP = 8;

    /** Reads the settings. */
    public static EngineSettings of(StreamsConfig config) {
        int threads = config.getInt(StreamsConfig.NUM_STREAM_THREADS_CONFIG);
        if (threads < 0) {
            throw new ConfigException(
                    StreamsConfig.NUM_STREAM_THREADS_CONFIG,
                    threads,
                    "It must not be negative; 0 starts no threads before addStreamThread is called");
        }
        long cacheBytes = config.getLong(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG);
        String clientId = config.getString(StreamsConfig.CLIENT_ID_CONFIG);
        String server = config.getString(StreamsConfig.APPLICATION_SERVER_CONFIG);
        return new EngineSettings(
                config.getString(StreamsConfig.APPLICATION_ID_CONFIG),
                clientId.isEmpty() ? null : clientId,
                server == null || server.isEmpty() ? null : HostInfo.buildFromEndpoint(server),
                threads,
                new WorkerSettings(
                        Duration.ofMillis(config.getLong(StreamsConfig.POLL_MS_CONFIG)),
                        Duration.ofMillis(config.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG)),
                        Duration.ofMillis(config.getLong(StreamsConfig.REPARTITION_PURGE_INTERVAL_MS_CONFIG)),
                        cacheBytes / Math.max(1, threads),
                        queuedBytes(config) / Math.max(1, threads),
                        StreamsConfig.EXACTLY_ONCE_V2.equals(
                                config.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG))),
                new StateSettings(
                        Path.of(config.getString(StreamsConfig.STATE_DIR_CONFIG)),
                        Duration.ofMillis(config.getLong(StreamsConfig.STATE_CLEANUP_DELAY_MS_CONFIG)),
                        StateMemory.of(config),
                        config.getClass(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG)),
                internalTopics(config),
                TaskSettings.of(config),
                AssignmentConfigs.of(config),
                config.getClientTags());
    }

    private static long queuedBytes(StreamsConfig config) {
        Long asked = config.getLong(StreamsConfig.INPUT_BUFFER_MAX_BYTES_CONFIG);
        return asked == null ? Runtime.getRuntime().maxMemory() / QUEUES_SHARE_OF_HEAP : asked;
    }

    private static InternalTopicSettings internalTopics(StreamsConfig config) {
        Map<String, String> overrides = new HashMap<>();
        config.originalsWithPrefix(StreamsConfig.TOPIC_PREFIX)
                .forEach((name, value) -> overrides.put(name, String.valueOf(value)));
        return new InternalTopicSettings(
                config.getInt(StreamsConfig.REPLICATION_FACTOR_CONFIG).shortValue(),
                Duration.ofMillis(config.getLong(StreamsConfig.WINDOW_STORE_CHANGE_LOG_ADDITIONAL_RETENTION_MS_CONFIG)),
                overrides,
                Duration.ofMillis(config.getInt(StreamsConfig.REQUEST_TIMEOUT_MS_CONFIG)));
    }
}
