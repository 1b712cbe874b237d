package io.millrace.streams.broker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates topics on the one node, which leads their partitions when the call returns: its answer comes from its controller, before it
 * does. A producer that is refused at first sends what it has for these partitions batch by batch, a pause after each.
 */
final class BrokerTopics {

    private static final int REQUEST_TIMEOUT_MS = 30_000;
    private static final long POLL_MS = 10;

    private BrokerTopics() {}

    static void create(String bootstrapServers, String name, int partitions, Map<String, String> configuration) {
        Map<String, Object> client = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS,
                AdminClientConfig.RETRY_BACKOFF_MS_CONFIG, POLL_MS);
        try (Admin admin = Admin.create(client)) {
            NewTopic topic = new NewTopic(name, partitions, (short) 1).configs(configuration);
            admin.createTopics(List.of(topic)).all().get();
            while (!isKnown(admin, name)) {
                Thread.sleep(POLL_MS);
            }
            awaitLeader(admin, name, partitions);
        } catch (ExecutionException e) {
            Throwable reason = Objects.requireNonNullElse(e.getCause(), e);
            throw new IllegalStateException(
                    "Topic '" + name + "' could not be created at " + bootstrapServers + ": " + reason.getMessage(),
                    reason);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while topic '" + name + "' was being created.", e);
        }
    }

    /** Only a leader tells offsets; the client asks until it does. */
    private static void awaitLeader(Admin admin, String name, int partitions)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            ends.put(new TopicPartition(name, partition), OffsetSpec.latest());
        }
        admin.listOffsets(ends).all().get();
    }

    private static boolean isKnown(Admin admin, String name) throws ExecutionException, InterruptedException {
        try {
            admin.describeTopics(List.of(name)).allTopicNames().get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw e;
        }
    }
}
