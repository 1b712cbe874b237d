package io.millrace.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class HostileLoadIntegrationTests {

    /** More than can be sent, so that there is always something left to send. */
    private static final int TOO_MANY = 10_000_000;

    private static final TopicPartition LINES = new TopicPartition(Topics.TEXT_LINES, 0);

    @Test
    @Timeout(120)
    void sendsNothingMoreWhenItPauses(@TempDir Path directory) throws Exception {
        try (EmbeddedBroker broker =
                EmbeddedBroker.builder().dataDirectory(directory).start()) {
            broker.createTopic(Topics.TEXT_LINES, 1, Map.of());
            try (Admin admin = Admin.create(
                            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()));
                    HostileLoad load = new HostileLoad(broker.bootstrapServers(), TOO_MANY)) {
                Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> end(admin) > 0);

                load.pause();
                long paused = end(admin);
                // Would flush what was sent since.
                load.pause();

                assertThat(end(admin)).isEqualTo(paused);
            }
        }
    }

    private static long end(Admin admin) throws Exception {
        return admin.listOffsets(Map.of(LINES, OffsetSpec.latest()))
                .partitionResult(LINES)
                .get()
                .offset();
    }
}
