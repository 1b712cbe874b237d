package io.millrace.streams.engine.kafka;

import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/**
 * Since when a consumer hears nothing from its brokers, told by its own count of answers: there are some all the time, to fetches and to
 * heartbeats. A look is a change of the count noticed, so somebody should look every few seconds. Any thread may ask.
 */
final class BrokerContact {

    private static final String GROUP = "consumer-metrics";
    private static final String ANSWERS = "response-total";

    private final @Nullable Metric answers;
    private @Nullable Object lastCount;
    private long heardAtMs;

    BrokerContact(Consumer<?, ?> consumer) {
        this.answers = find(consumer.metrics());
    }

    private static @Nullable Metric find(@Nullable Map<MetricName, ? extends Metric> metrics) {
        if (metrics == null) {
            return null; // A consumer of the user's.
        }
        for (Map.Entry<MetricName, ? extends Metric> metric : metrics.entrySet()) {
            if (metric.getKey().group().equals(GROUP) && metric.getKey().name().equals(ANSWERS)) {
                return metric.getValue();
            }
        }
        return null;
    }

    /** How long ago an answer came, as far as anybody looked; 0 if the consumer does not count them. */
    synchronized long silenceMs(long nowMs) {
        if (answers == null) {
            return 0;
        }
        Object count = answers.metricValue();
        if (!count.equals(lastCount)) {
            lastCount = count;
            heardAtMs = nowMs;
        }
        return nowMs - heardAtMs;
    }
}
