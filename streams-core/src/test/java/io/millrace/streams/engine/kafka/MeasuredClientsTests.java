package io.millrace.streams.engine.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.KafkaClientSupplier;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class MeasuredClientsTests {

    private static final MetricName REQUESTS = named("io-wait-time-ns-total");
    private static final MetricName COMMITS = named("committed-time-ns-total");

    private final MeasuredClients clients = new MeasuredClients(new Clients());

    @Test
    void aThreadWaitsForItsConsumersAndForWhatItCallsOfItsProducer() {
        clients.getConsumer(Map.of("client.id", "consumer"));
        assertThat(clients.waitedNanos()).isEqualTo(11);

        clients.getProducer(Map.of("client.id", "producer"));
        assertThat(clients.waitedNanos()).isEqualTo(12);
    }

    @Test
    void itDoesNotWaitForWhatAnotherThreadRestores() {
        clients.getRestoreConsumer(Map.of("client.id", "restore-consumer"));

        assertThat(clients.waitedNanos()).isZero();
        assertThat(clients.metrics()).containsOnlyKeys(REQUESTS, COMMITS);
    }

    @Test
    void ofClientsWithOneIdTheLastCounts() {
        clients.getConsumer(Map.of("client.id", "consumer"));
        clients.getConsumer(Map.of("client.id", "consumer"));

        assertThat(clients.waitedNanos()).isEqualTo(11);
    }

    private static MetricName named(String name) {
        return new MetricName(name, "group", "", Map.of());
    }

    /** Each client has waited 10 ns for requests and 1 ns for positions. */
    private static final class Clients implements KafkaClientSupplier {

        private static final Map<MetricName, Metric> METRICS =
                Map.of(REQUESTS, measured(REQUESTS, 10), COMMITS, measured(COMMITS, 1));

        @Override
        public Admin getAdmin(Map<String, Object> config) {
            return client(Admin.class);
        }

        @Override
        public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
            return client(Producer.class);
        }

        @Override
        public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
            return client(Consumer.class);
        }

        @Override
        public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
            return client(Consumer.class);
        }

        @Override
        public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
            return client(Consumer.class);
        }

        @SuppressWarnings(
                "unchecked") // A client of the type that is asked for, which does nothing but say what it measured.
        private static <T> T client(Class<?> type) {
            return (T) Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> METRICS);
        }

        private static Metric measured(MetricName name, double value) {
            return new Metric() {
                @Override
                public MetricName metricName() {
                    return name;
                }

                @Override
                public Object metricValue() {
                    return value;
                }
            };
        }
    }
}
