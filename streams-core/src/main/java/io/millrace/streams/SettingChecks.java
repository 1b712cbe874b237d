package io.millrace.streams;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigException;

/** The rules of {@link StreamsConfig} that concern more than one value, or the parts of a value. */
final class SettingChecks {

    private static final Set<String> ALL_OPTIMIZATIONS = Set.of(
            StreamsConfig.REUSE_KTABLE_SOURCE_TOPICS,
            StreamsConfig.MERGE_REPARTITION_TOPICS,
            StreamsConfig.SINGLE_STORE_SELF_JOIN);

    private SettingChecks() {}

    static void checkTransactionTimeout(StreamsConfig config, int timeoutMs) {
        long commitIntervalMs = config.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG);
        if (config.usesTransactions() && timeoutMs < commitIntervalMs) {
            throw new IllegalArgumentException("Transaction timeout " + timeoutMs
                    + " was set lower than streams commit interval " + commitIntervalMs
                    + ": every transaction would time out before it is committed. Lower "
                    + StreamsConfig.COMMIT_INTERVAL_MS_CONFIG + " or raise "
                    + StreamsConfig.producerPrefix("transaction.timeout.ms") + ".");
        }
    }

    static void checkGroupProtocol(StreamsConfig config) {
        String instanceId = ConsumerConfig.GROUP_INSTANCE_ID_CONFIG;
        if (config.isStreamsProtocolEnabled()
                && Stream.of("", StreamsConfig.CONSUMER_PREFIX, StreamsConfig.MAIN_CONSUMER_PREFIX)
                        .anyMatch(prefix -> config.originals().containsKey(prefix + instanceId))) {
            throw new ConfigException(
                    "Streams rebalance protocol does not support static membership. Please set group.protocol=classic"
                            + " or remove group.instance.id from the configuration.");
        }
    }

    static void checkClientTags(StreamsConfig config) {
        Map<String, String> tags = config.getClientTags();
        int most = StreamsConfig.MAX_RACK_AWARE_ASSIGNMENT_TAG_LIST_SIZE;
        if (tags.size() > most) {
            throw new ConfigException("At most " + most + " client tags can be specified using "
                    + StreamsConfig.CLIENT_TAG_PREFIX + " prefix.");
        }
        tags.forEach((name, value) -> {
            checkLength("Tag key", name, name, StreamsConfig.MAX_RACK_AWARE_ASSIGNMENT_TAG_KEY_LENGTH);
            checkLength("Tag value", name, value, StreamsConfig.MAX_RACK_AWARE_ASSIGNMENT_TAG_VALUE_LENGTH);
        });
        String key = StreamsConfig.RACK_AWARE_ASSIGNMENT_TAGS_CONFIG;
        List<String> needed = config.getList(key);
        for (String name : needed) {
            if (!tags.containsKey(name)) {
                throw new ConfigException(
                        key,
                        needed,
                        "Contains invalid value [" + name + "] which doesn't have corresponding tag set via ["
                                + StreamsConfig.CLIENT_TAG_PREFIX + "] prefix.");
            }
        }
    }

    static Set<String> topologyOptimizations(String config) {
        List<String> names = Arrays.asList(config.split("\\s*,\\s*"));
        boolean alone = names.size() == 1;
        if (alone && names.contains(StreamsConfig.NO_OPTIMIZATION)) {
            return Set.of();
        }
        if (alone && names.contains(StreamsConfig.OPTIMIZE)) {
            return ALL_OPTIMIZATIONS;
        }
        if (names.contains(StreamsConfig.NO_OPTIMIZATION) || names.contains(StreamsConfig.OPTIMIZE)) {
            throw new ConfigException(
                    "\"" + config + "\" is not a valid optimization config. " + allowedOptimizations());
        }
        if (!ALL_OPTIMIZATIONS.containsAll(names)) {
            throw new ConfigException(
                    "Unrecognized config. \"" + config + "\" is no optimization. " + allowedOptimizations());
        }
        return Set.copyOf(names);
    }

    private static String allowedOptimizations() {
        return StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG + " is " + StreamsConfig.NO_OPTIMIZATION + ", or "
                + StreamsConfig.OPTIMIZE + ", or a comma-separated list of "
                + String.join(", ", new TreeSet<>(ALL_OPTIMIZATIONS)) + ".";
    }

    private static void checkLength(String part, String name, String text, int mostCharacters) {
        if (text.length() > mostCharacters) {
            throw new ConfigException(
                    StreamsConfig.clientTagPrefix(name),
                    text,
                    part + " exceeds maximum length of " + mostCharacters + ".");
        }
    }
}
