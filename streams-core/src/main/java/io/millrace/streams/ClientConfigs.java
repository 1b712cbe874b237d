package io.millrace.streams;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the configuration of the application means for each kind of Kafka client. From weak to strong: the defaults of the
 * library, settings without a prefix, settings with a prefix, settings with a narrower prefix, and those the library cannot do
 * without.
 */
final class ClientConfigs {

    private static final Logger LOG = LoggerFactory.getLogger(ClientConfigs.class);

    private static final int MAX_IN_FLIGHT_REQUESTS_IN_ORDER = 5;
    private static final int TRANSACTION_TIMEOUT_MS = 10_000;

    private static final Map<String, Object> CONSUMER_DEFAULTS =
            Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1000", ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    private static final Map<String, Object> CONSUMER_NEEDS = Map.of(
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false",
            ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
    private static final Map<String, Object> TRANSACTIONAL_CONSUMER_NEEDS = Map.of(
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            "internal.throw.on.fetch.stable.offset.unsupported",
            true);
    private static final Map<String, Object> PRODUCER_DEFAULTS = Map.of(ProducerConfig.LINGER_MS_CONFIG, "100");
    private static final Map<String, Object> TRANSACTIONAL_PRODUCER_DEFAULTS = Map.of(
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            Integer.MAX_VALUE,
            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
            TRANSACTION_TIMEOUT_MS);
    private static final Map<String, Object> TRANSACTIONAL_PRODUCER_NEEDS =
            Map.of(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);

    /** Settings of the application that the assignor of the main consumer reads. */
    private static final List<String> ASSIGNOR_KEYS = List.of(
            StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG,
            StreamsConfig.APPLICATION_SERVER_CONFIG,
            StreamsConfig.MAX_WARMUP_REPLICAS_CONFIG,
            StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG,
            StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG,
            StreamsConfig.RACK_AWARE_ASSIGNMENT_NON_OVERLAP_COST_CONFIG,
            StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_CONFIG,
            StreamsConfig.RACK_AWARE_ASSIGNMENT_TAGS_CONFIG,
            StreamsConfig.RACK_AWARE_ASSIGNMENT_TRAFFIC_COST_CONFIG,
            StreamsConfig.REPLICATION_FACTOR_CONFIG,
            StreamsConfig.TASK_ASSIGNOR_CLASS_CONFIG,
            StreamsConfig.UPGRADE_FROM_CONFIG,
            StreamsConfig.WINDOW_STORE_CHANGE_LOG_ADDITIONAL_RETENTION_MS_CONFIG);

    private final Map<String, Object> originals;
    private final Map<String, ?> values;
    private final boolean transactional;

    /**
     * Takes a configuration apart.
     *
     * @param originals the settings as given
     * @param values the settings as parsed, with defaults
     * @param transactional whether the clients take part in transactions
     */
    ClientConfigs(Map<String, Object> originals, Map<String, ?> values, boolean transactional) {
        this.originals = originals;
        this.values = values;
        this.transactional = transactional;
    }

    Map<String, Object> mainConsumer(String groupId, String clientId, int threadIndex) {
        Map<String, Object> configs = consumer(StreamsConfig.MAIN_CONSUMER_PREFIX, clientId);
        configs.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
        configs.put(StreamsConfig.APPLICATION_ID_CONFIG, groupId);
        configs.computeIfPresent(
                ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, (key, instanceId) -> instanceId + "-" + threadIndex);
        refuse(configs, ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG);
        for (String key : ASSIGNOR_KEYS) {
            configs.put(key, values.get(key));
        }
        checkThatBatchesFitSegments();
        return configs;
    }

    Map<String, Object> restoreConsumer(String clientId) {
        return withoutGroup(consumer(StreamsConfig.RESTORE_CONSUMER_PREFIX, clientId));
    }

    Map<String, Object> globalConsumer(String clientId) {
        return withoutGroup(consumer(StreamsConfig.GLOBAL_CONSUMER_PREFIX, clientId));
    }

    Map<String, Object> producer(String clientId) {
        Map<String, Object> configs = wishesForProducer();
        if (transactional) {
            force(configs, TRANSACTIONAL_PRODUCER_NEEDS);
            refuse(configs, ProducerConfig.TRANSACTIONAL_ID_CONFIG);
            checkInFlightRequests(configs.get(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION));
        }
        configs.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        return configs;
    }

    /** How long a transaction may stay open, for a transactional application. */
    int transactionTimeoutMs() {
        String key = ProducerConfig.TRANSACTION_TIMEOUT_CONFIG;
        return parseInt(key, wishesForProducer().getOrDefault(key, TRANSACTION_TIMEOUT_MS));
    }

    Map<String, Object> admin(String clientId) {
        Map<String, Object> configs = new HashMap<>();
        configs.put(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG, values.get(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG));
        configs.putAll(givenFor(AdminClientConfig.configNames(), StreamsConfig.ADMIN_CLIENT_PREFIX));
        configs.put(AdminClientConfig.CLIENT_ID_CONFIG, clientId);
        return configs;
    }

    private Map<String, Object> wishesForProducer() {
        Map<String, Object> configs = new HashMap<>(PRODUCER_DEFAULTS);
        if (transactional) {
            configs.putAll(TRANSACTIONAL_PRODUCER_DEFAULTS);
        }
        configs.putAll(givenFor(ProducerConfig.configNames(), StreamsConfig.PRODUCER_PREFIX));
        return configs;
    }

    private Map<String, Object> consumer(String prefix, String clientId) {
        Map<String, Object> configs = new HashMap<>(CONSUMER_DEFAULTS);
        configs.putAll(givenFor(ConsumerConfig.configNames(), StreamsConfig.CONSUMER_PREFIX));
        configs.putAll(withPrefix(prefix));
        // The protocol of the application's group is no setting of the consumer, though it has the same key.
        configs.remove(ConsumerConfig.GROUP_PROTOCOL_CONFIG);
        force(configs, CONSUMER_NEEDS);
        if (transactional) {
            force(configs, TRANSACTIONAL_CONSUMER_NEEDS);
        }
        configs.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        return configs;
    }

    /** For consumers that are assigned their partitions and start where they are told to. */
    private static Map<String, Object> withoutGroup(Map<String, Object> configs) {
        configs.remove(ConsumerConfig.GROUP_ID_CONFIG);
        configs.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        configs.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        return configs;
    }

    private Map<String, Object> givenFor(Set<String> clientKeys, String prefix) {
        Map<String, Object> given = new HashMap<>();
        originals.forEach((key, value) -> {
            if (clientKeys.contains(key) || isForAllClients(key)) {
                given.put(key, value);
            }
        });
        given.putAll(withPrefix(prefix));
        return given;
    }

    /** Keys that neither the library nor Kafka knows are meant for plug-ins of the clients, such as interceptors. */
    private static boolean isForAllClients(String key) {
        return !key.startsWith(StreamsConfig.CONSUMER_PREFIX)
                && !key.startsWith(StreamsConfig.PRODUCER_PREFIX)
                && !key.startsWith(StreamsConfig.ADMIN_CLIENT_PREFIX)
                && !StreamsConfig.isKnown(key)
                && !ConsumerConfig.configNames().contains(key)
                && !ProducerConfig.configNames().contains(key)
                && !AdminClientConfig.configNames().contains(key);
    }

    private Map<String, Object> withPrefix(String prefix) {
        Map<String, Object> given = new HashMap<>();
        originals.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                given.put(key.substring(prefix.length()), value);
            }
        });
        return given;
    }

    private static void force(Map<String, Object> configs, Map<String, Object> needs) {
        needs.forEach((key, needed) -> {
            Object given = configs.put(key, needed);
            if (given != null && !given.toString().equalsIgnoreCase(needed.toString())) {
                LOG.warn("The setting {}={} has no effect: the library needs {}={}.", key, given, key, needed);
            }
        });
    }

    private static void refuse(Map<String, Object> configs, String key) {
        Object given = configs.remove(key);
        if (given != null) {
            LOG.warn("The setting {}={} has no effect: the library sets {} itself.", key, given, key);
        }
    }

    private static void checkInFlightRequests(@Nullable Object given) {
        String key = ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION;
        if (given != null && parseInt(key, given) > MAX_IN_FLIGHT_REQUESTS_IN_ORDER) {
            throw new ConfigException(
                    key,
                    given,
                    "Can't exceed " + MAX_IN_FLIGHT_REQUESTS_IN_ORDER + " when exactly-once processing is enabled");
        }
    }

    private void checkThatBatchesFitSegments() {
        Object segmentBytes = originals.get(StreamsConfig.TOPIC_PREFIX + TopicConfig.SEGMENT_BYTES_CONFIG);
        Object batchSize = wishesForProducer().get(ProducerConfig.BATCH_SIZE_CONFIG);
        if (segmentBytes == null || batchSize == null) {
            return;
        }
        if (parseInt(TopicConfig.SEGMENT_BYTES_CONFIG, segmentBytes)
                < parseInt(ProducerConfig.BATCH_SIZE_CONFIG, batchSize)) {
            throw new IllegalArgumentException(
                    "Batches of the producer would not fit into segments of internal topics: "
                            + StreamsConfig.TOPIC_PREFIX + TopicConfig.SEGMENT_BYTES_CONFIG + " is " + segmentBytes
                            + ", "
                            + StreamsConfig.PRODUCER_PREFIX + ProducerConfig.BATCH_SIZE_CONFIG + " is " + batchSize
                            + ". Raise the one or lower the other.");
        }
    }

    private static int parseInt(String key, Object value) {
        try {
            return Integer.parseInt(value.toString().trim());
        } catch (NumberFormatException e) {
            throw new ConfigException(key, value, "String value could not be parsed as 32-bit integer");
        }
    }
}
