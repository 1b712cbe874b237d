package io.millrace.streams.engine.kafka;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Times that the clients of a worker keep to, as they are configured.
 *
 * @param heartbeatMs how often a member of the group hears of it
 * @param transactionTimeoutMs how long a transaction may be open
 */
public record ClientTimes(long heartbeatMs, long transactionTimeoutMs) {

    /** Reads the settings of clients, which the clients have validated. */
    public static ClientTimes of(Map<String, Object> consumer, Map<String, Object> producer) {
        return new ClientTimes(
                milliseconds(ConsumerConfig.configDef(), ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, consumer),
                milliseconds(ProducerConfig.configDef(), ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, producer));
    }

    private static long milliseconds(ConfigDef definition, String key, Map<String, Object> settings) {
        ConfigDef.ConfigKey defined = definition.configKeys().get(key);
        Object value = settings.getOrDefault(key, defined.defaultValue);
        return ((Number) ConfigDef.parseType(key, value, defined.type)).longValue();
    }
}
