package io.millrace.streams.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class BrokerProcessIntegrationTests {

    @Test
    void acknowledgedRecordsSurviveAKill() throws Exception {
        Path temporary;
        try (BrokerProcess broker = BrokerProcess.builder().start()) {
            temporary = broker.dataDirectory();
            String address = broker.bootstrapServers();
            broker.createTopic("letters", 2);
            new Topics(address).write("letters", "a", "b");

            broker.kill();
            assertThat(broker.isRunning()).isFalse();
            broker.start();

            assertThat(broker.bootstrapServers()).isEqualTo(address);
            new Topics(address).write("letters", "c");
            assertThat(new Topics(address).readAll("letters", 3)).containsExactlyInAnyOrder("a", "b", "c");
        }
        assertThat(temporary).doesNotExist();
    }

    @Test
    void aTakenPortIsReportedByTheParent() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            BrokerProcess.Builder builder = BrokerProcess.builder().port(other.getLocalPort());

            assertThatThrownBy(builder::start)
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining("Port " + other.getLocalPort() + " is already in use");
        }
    }

    @Test
    void clientsOfAProxiedListenerAreToldTheOtherPort() throws Exception {
        int port = freePort();
        int proxied = freePort();
        try (BrokerProcess broker = BrokerProcess.builder()
                        .port(port)
                        .proxiedListener("WIRE", proxied, port)
                        .start();
                Admin client = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + proxied))) {
            assertThat(client.describeCluster().nodes().get())
                    .extracting(Node::port)
                    .containsExactly(port);

            broker.kill();
            broker.start();

            assertThat(client.describeCluster().nodes().get()).hasSize(1);
        }
    }

    @Test
    void noRecordIsRefusedOnceATopicIsCreated() throws Exception {
        int partitions = 100;
        try (BrokerProcess broker = BrokerProcess.builder().start();
                KafkaProducer<byte[], byte[]> producer = neverRetrying(broker)) {
            broker.createTopic("before", 1);
            producer.send(new ProducerRecord<>("before", new byte[1])).get(); // It is connected.
            broker.createTopic("letters", partitions);

            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int partition = 0; partition < partitions; partition++) {
                sent.add(producer.send(new ProducerRecord<>("letters", partition, null, new byte[1])));
            }

            for (Future<RecordMetadata> one : sent) {
                assertThat(one.get().offset()).isZero();
            }
        }
    }

    private static KafkaProducer<byte[], byte[]> neverRetrying(BrokerProcess broker) {
        Map<String, Object> config = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker.bootstrapServers(),
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                false,
                ProducerConfig.RETRIES_CONFIG,
                0);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
