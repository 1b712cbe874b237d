package io.millrace.streams.engine.kafka;

import io.millrace.streams.KafkaClientSupplier;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/** Has Kafka clients made by another supplier, and remembers them for what they measure. Any thread may use it. */
public final class MeasuredClients implements KafkaClientSupplier {

    /** What clients measure of the time that their callers wait for brokers, see KIP-761. */
    private static final Set<String> WAITING_NANOS = Set.of(
            "io-time-ns-total",
            "io-wait-time-ns-total",
            "committed-time-ns-total",
            "commit-sync-time-ns-total",
            "bufferpool-wait-time-ns-total",
            "flush-time-ns-total",
            "metadata-wait-time-ns-total",
            "txn-init-time-ns-total",
            "txn-begin-time-ns-total",
            "txn-send-offsets-time-ns-total",
            "txn-commit-time-ns-total",
            "txn-abort-time-ns-total");

    private final KafkaClientSupplier maker;

    /** Those made last of each client id; what takes the place of another has its id. */
    private final Map<String, Measured> clients = new ConcurrentHashMap<>();

    /** Whom the requests of a client keep waiting. */
    private enum Requests {
        /** Who calls it. */
        OF_CALLER,
        /** A thread of its own, for which nobody waits. */
        OF_CLIENT,
        /** A thread that only restores. */
        OF_RESTORE
    }

    private record Measured(Requests requests, Supplier<@Nullable Map<MetricName, ? extends Metric>> metrics) {}

    /** Has clients made by this supplier. */
    public MeasuredClients(KafkaClientSupplier maker) {
        this.maker = maker;
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        Admin admin = maker.getAdmin(config);
        remember(config, Requests.OF_CALLER, admin::metrics);
        return admin;
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        Producer<byte[], byte[]> producer = maker.getProducer(config);
        remember(config, Requests.OF_CLIENT, producer::metrics);
        return producer;
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return remembered(config, Requests.OF_CALLER, maker.getConsumer(config));
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return remembered(config, Requests.OF_RESTORE, maker.getRestoreConsumer(config));
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return remembered(config, Requests.OF_CALLER, maker.getGlobalConsumer(config));
    }

    private Consumer<byte[], byte[]> remembered(
            Map<String, Object> config, Requests requests, Consumer<byte[], byte[]> consumer) {
        remember(config, requests, consumer::metrics);
        return consumer;
    }

    private void remember(
            Map<String, Object> config,
            Requests requests,
            Supplier<@Nullable Map<MetricName, ? extends Metric>> metrics) {
        clients.put(String.valueOf(config.get(CommonClientConfigs.CLIENT_ID_CONFIG)), new Measured(requests, metrics));
    }

    /** All that the clients measure. */
    public Map<MetricName, Metric> metrics() {
        Map<MetricName, Metric> all = new HashMap<>();
        for (Measured client : clients.values()) {
            Map<MetricName, ? extends Metric> own = client.metrics().get();
            if (own != null) { // A client of the user's.
                all.putAll(own);
            }
        }
        return all;
    }

    /** For how many nanoseconds those who process have waited for brokers. */
    public double waitedNanos() {
        double nanos = 0;
        for (Measured client : clients.values()) {
            Map<MetricName, ? extends Metric> own = client.metrics().get();
            if (own != null && client.requests() != Requests.OF_RESTORE) {
                nanos += waitedNanos(own, client.requests());
            }
        }
        return nanos;
    }

    private static double waitedNanos(Map<MetricName, ? extends Metric> metrics, Requests requests) {
        double nanos = 0;
        for (Map.Entry<MetricName, ? extends Metric> metric : metrics.entrySet()) {
            String name = metric.getKey().name();
            if (WAITING_NANOS.contains(name)
                    && !(requests == Requests.OF_CLIENT && name.startsWith("io-"))
                    && metric.getValue().metricValue() instanceof Double value
                    && !value.isNaN()) {
                nanos += value;
            }
        }
        return nanos;
    }
}
