package io.millrace.streams.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIntegrationTests {

    @TempDir
    Path directory;

    @Test
    void recordsComeBackAfterABounceOnTheSamePort() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.builder().start()) {
            String address = broker.bootstrapServers();
            broker.createTopic("letters", 3);
            new Topics(address).write("letters", "a", "b");

            broker.stop();
            assertThat(broker.isRunning()).isFalse();
            broker.start();

            assertThat(broker.bootstrapServers()).isEqualTo(address);
            new Topics(address).write("letters", "c");
            assertThat(new Topics(address).readAll("letters", 3)).containsExactlyInAnyOrder("a", "b", "c");
        }
    }

    @Test
    void transactionsWork() {
        try (EmbeddedBroker broker = EmbeddedBroker.builder().start()) {
            broker.createTopic("letters", 1, Map.of("cleanup.policy", "compact"));
            Map<String, Object> config =
                    Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "writer");

            try (KafkaProducer<String, String> producer =
                    new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
                producer.initTransactions();
                producer.beginTransaction();
                Future<RecordMetadata> sent = producer.send(new ProducerRecord<>("letters", "a", "a"));
                producer.commitTransaction();
                assertThat(sent).isDone();
            }

            assertThat(new Topics(broker.bootstrapServers()).readAll("letters", 1))
                    .containsExactly("a");
        }
    }

    @Test
    void aKeptDirectoryServesItsDataOnAnotherPort() throws Exception {
        try (EmbeddedBroker broker =
                EmbeddedBroker.builder().dataDirectory(directory).start()) {
            broker.createTopic("letters", 1);
            new Topics(broker.bootstrapServers()).write("letters", "a");
        }

        try (EmbeddedBroker broker =
                EmbeddedBroker.builder().dataDirectory(directory).start()) {
            assertThat(new Topics(broker.bootstrapServers()).readAll("letters", 1))
                    .containsExactly("a");
        }

        assertThat(directory.resolve("log")).isDirectory();
    }

    @Test
    void aTakenPortIsNamedWithTheRemedy() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            EmbeddedBroker.Builder builder =
                    EmbeddedBroker.builder().dataDirectory(directory).port(other.getLocalPort());

            assertThatThrownBy(builder::start)
                    .isInstanceOf(BrokerPortInUseException.class)
                    .hasMessageContaining("Port " + other.getLocalPort() + " is already in use")
                    .hasMessageContaining("choose another with EmbeddedBroker.builder().port(...)");
        }
    }

    @Test
    void aDirectoryInUseByARunningBrokerIsRefused() {
        try (EmbeddedBroker first =
                EmbeddedBroker.builder().dataDirectory(directory).start()) {
            EmbeddedBroker.Builder second = EmbeddedBroker.builder().dataDirectory(directory);

            assertThatThrownBy(second::start)
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining(directory + " is in use by another embedded broker");
            assertThat(first.isRunning()).isTrue();
        }
    }

    @Test
    void aTemporaryDirectoryIsGoneAfterClose() {
        Path temporary;
        try (EmbeddedBroker broker = EmbeddedBroker.builder().start()) {
            temporary = broker.dataDirectory();
            assertThat(temporary).isDirectory();
        }

        assertThat(temporary).doesNotExist();
    }

    @Test
    void unknownTopicsAreNotCreatedByUseAndCreatingTwiceIsRefusedWithTheName() {
        try (EmbeddedBroker broker = EmbeddedBroker.builder().start()) {
            broker.createTopic("letters", 1);

            assertThatThrownBy(() -> broker.createTopic("letters", 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("'letters'")
                    .hasMessageContaining("already exists");
            assertThatThrownBy(broker::tlsBootstrapServers)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("EmbeddedBroker.builder().tls()");
        }
    }
}
