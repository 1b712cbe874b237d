package io.millrace.streams;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys of earlier versions of the mirrored API. They have no constants here, but files of settings that move over may hold them: each has
 * the effect of the key that took its place, unless that one is set too.
 */
final class RetiredKeys {

    private static final Logger LOG = LoggerFactory.getLogger(RetiredKeys.class);

    /** By what takes their place. */
    private static final Map<String, String> BY_SUCCESSOR = Map.of(
            StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, "cache.max.bytes.buffering",
            StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, "default.deserialization.exception.handler",
            StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, "default.production.exception.handler");

    private RetiredKeys() {}

    /** The values of keys that are defined and are set by a retired key only. */
    static Map<String, Object> successorsOf(Map<String, ?> originals, ConfigDef definition) {
        Map<String, Object> values = new HashMap<>();
        BY_SUCCESSOR.forEach((successor, retired) -> {
            ConfigDef.ConfigKey defined = definition.configKeys().get(successor);
            Object value = originals.get(retired);
            if (defined != null && value != null && !originals.containsKey(successor)) {
                values.put(successor, parsed(retired, value, defined));
            }
        });
        return values;
    }

    private static Object parsed(String name, Object value, ConfigDef.ConfigKey as) {
        Object parsed = ConfigDef.parseType(name, value, as.type);
        if (as.validator != null) {
            as.validator.ensureValid(name, parsed);
        }
        return parsed;
    }

    /** Whether settings hold a key, or the one that it took the place of. */
    static boolean isSet(Map<?, ?> settings, String key) {
        String retired = BY_SUCCESSOR.get(key);
        return settings.containsKey(key) || (retired != null && settings.containsKey(retired));
    }

    static void warn(Map<String, Object> originals) {
        BY_SUCCESSOR.forEach((successor, retired) -> {
            if (!originals.containsKey(retired)) {
                return;
            }
            if (originals.containsKey(successor)) {
                LOG.warn("The key {} has no effect beside {}, which took its place; remove it.", retired, successor);
            } else {
                LOG.warn("The key {} was replaced: it is read as {}; rename it.", retired, successor);
            }
        });
    }
}
