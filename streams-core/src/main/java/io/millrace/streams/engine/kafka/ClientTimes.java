package io.millrace.streams.engine.kafka;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Times that the clients of a worker keep to, as they are configured.
 *
 * @param heartbeatMs how often a member of the group hears of it
 * @param transactionTimeoutMs how long a transaction may be open
 */
public record ClientTimes(long heartbeatMs, long transactionTimeoutMs) {

    private static final long HEARTBEAT_MS = 3_000;
    private static final long TRANSACTION_TIMEOUT_MS = 60_000;

    /** Reads the settings of clients, which the clients have validated. */
    public static ClientTimes of(Map<String, Object> consumer, Map<String, Object> producer) {
        return new ClientTimes(
                milliseconds(consumer, ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MS),
                milliseconds(producer, ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS));
    }

    private static long milliseconds(Map<String, Object> settings, String key, long otherwise) {
        Object value = settings.get(key);
        return value == null ? otherwise : Long.parseLong(value.toString());
    }
}
