package io.millrace.streams.engine.kafka;

import io.millrace.streams.engine.log.GroupPositions;
import io.millrace.streams.engine.log.LogPosition;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Asks for the committed positions of a group with a Kafka admin client, which somebody else closes. */
public final class AdminGroupPositions implements GroupPositions {

    private final Admin admin;
    private final String group;

    public AdminGroupPositions(Admin admin, String group) {
        this.admin = admin;
        this.group = group;
    }

    @Override
    public CompletionStage<Map<TopicPartition, LogPosition>> of(Set<TopicPartition> partitions) {
        return ask(new ListConsumerGroupOffsetsSpec().topicPartitions(partitions));
    }

    @Override
    public CompletionStage<Map<TopicPartition, LogPosition>> all() {
        return ask(new ListConsumerGroupOffsetsSpec());
    }

    private CompletionStage<Map<TopicPartition, LogPosition>> ask(ListConsumerGroupOffsetsSpec partitions) {
        return admin.listConsumerGroupOffsets(Map.of(group, partitions))
                .partitionsToOffsetAndMetadata(group)
                .toCompletionStage()
                .thenApply(AdminGroupPositions::positions);
    }

    private static Map<TopicPartition, LogPosition> positions(Map<TopicPartition, OffsetAndMetadata> committed) {
        Map<TopicPartition, LogPosition> positions = new HashMap<>();
        committed.forEach((partition, position) -> {
            if (position != null) { // Of a partition without one.
                positions.put(partition, new LogPosition(position.offset(), position.metadata()));
            }
        });
        return positions;
    }
}
