package io.millrace.streams.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;
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

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
