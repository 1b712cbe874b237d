package io.millrace.streams.engine.query;

import io.millrace.streams.StreamsMetadata;
import io.millrace.streams.state.HostInfo;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * What one instance hosts.
 *
 * @param hostInfo where it is reached
 * @param stateStoreNames stores of the tasks it runs
 * @param topicPartitions input partitions of the tasks it runs
 * @param standbyTopicPartitions input partitions of the tasks whose state it follows
 * @param standbyStateStoreNames stores of the tasks whose state it follows
 */
record InstanceView(
        HostInfo hostInfo,
        Set<String> stateStoreNames,
        Set<TopicPartition> topicPartitions,
        Set<TopicPartition> standbyTopicPartitions,
        Set<String> standbyStateStoreNames)
        implements StreamsMetadata {

    InstanceView {
        stateStoreNames = Set.copyOf(stateStoreNames);
        topicPartitions = Set.copyOf(topicPartitions);
        standbyTopicPartitions = Set.copyOf(standbyTopicPartitions);
        standbyStateStoreNames = Set.copyOf(standbyStateStoreNames);
    }

    @Override
    public String host() {
        return hostInfo.host();
    }

    @Override
    public int port() {
        return hostInfo.port();
    }
}
