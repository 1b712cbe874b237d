package io.millrace.streams.engine.kafka;

import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/**
 * Since when a consumer hears nothing from its brokers, told by its own count of answers: there are some all the time, to fetches and to
 * heartbeats, but while it joins its group. A look is a change of the count noticed, so somebody should look every few seconds. Any thread may ask.
 */
final class BrokerContact {

    private static final String GROUP = "consumer-metrics";
    private static final String ANSWERS = "response-total";
    private static final String CONNECTIONS = "connection-count";

    private final @Nullable Metric answers;
    private final @Nullable Metric connections;
    private @Nullable Object lastCount;
    private long heardAtMs;

    BrokerContact(Consumer<?, ?> consumer) {
        this.answers = find(consumer.metrics(), ANSWERS);
        this.connections = find(consumer.metrics(), CONNECTIONS);
    }

    private static @Nullable Metric find(@Nullable Map<MetricName, ? extends Metric> metrics, String name) {
        if (metrics == null) {
            return null; // A consumer of the user's.
        }
        for (Map.Entry<MetricName, ? extends Metric> metric : metrics.entrySet()) {
            if (metric.getKey().group().equals(GROUP) && metric.getKey().name().equals(name)) {
                return metric.getValue();
            }
        }
        return null;
    }

    /**
     * How long ago an answer came, as far as anybody looked; 0 if the consumer does not count them.
     *
     * @param joining whether the consumer waits to be let into the group: there are no heartbeats then, and the answer may take as long as
     *     the session of a member that is missing, so that being connected must do
     */
    synchronized long silenceMs(long nowMs, boolean joining) {
        if (answers == null) {
            return 0;
        }
        Object count = answers.metricValue();
        if (!count.equals(lastCount) || (joining && isConnected())) {
            lastCount = count;
            heardAtMs = nowMs;
        }
        return nowMs - heardAtMs;
    }

    private boolean isConnected() {
        return connections != null && connections.metricValue() instanceof Number count && count.doubleValue() > 0;
    }
}
