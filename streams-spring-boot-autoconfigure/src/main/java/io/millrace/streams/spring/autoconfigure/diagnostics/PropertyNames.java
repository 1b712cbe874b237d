package io.millrace.streams.spring.autoconfigure.diagnostics;

import io.millrace.streams.StreamsConfig;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which property of the application a setting of the engine comes from. */
final class PropertyNames {

    /** Of what can be set for all topologies, and for each, without the prefix. */
    static final Map<String, String> BY_SETTING = Map.ofEntries(
            Map.entry(StreamsConfig.APPLICATION_ID_CONFIG, "application-id"),
            Map.entry(StreamsConfig.STATE_DIR_CONFIG, "state-dir"),
            Map.entry(StreamsConfig.NUM_STREAM_THREADS_CONFIG, "num-threads"),
            Map.entry(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, "num-standby-replicas"),
            Map.entry(StreamsConfig.REPLICATION_FACTOR_CONFIG, "replication-factor"),
            Map.entry(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, "processing-guarantee"),
            Map.entry(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, "commit-interval"),
            Map.entry(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, "cache-max-size"),
            Map.entry(StreamsConfig.METRICS_RECORDING_LEVEL_CONFIG, "metrics.recording-level"),
            Map.entry(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, "default-key-serde"),
            Map.entry(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, "default-value-serde"),
            Map.entry(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, "default-timestamp-extractor"),
            Map.entry(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, "rocksdb-config-setter"));

    private PropertyNames() {}

    /** The property of the first setting that a message names, empty if it names none that has one. */
    static Optional<String> namedIn(String message) {
        return BY_SETTING.keySet().stream()
                .filter(setting -> Pattern.compile("(?<![\\w.])" + Pattern.quote(setting) + "(?![\\w]|\\.\\w)")
                        .matcher(message)
                        .find())
                .min((one, other) -> message.indexOf(one) - message.indexOf(other))
                .map(BY_SETTING::get);
    }
}
