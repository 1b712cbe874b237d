package io.millrace.streams;

import io.millrace.streams.state.HostInfo;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What one client of the application holds. */
public interface StreamsMetadata {

    /**
     * Where the client answers queries.
     *
     * @return the host and port of its {@code application.server}
     */
    HostInfo hostInfo();

    /**
     * The stores of its active tasks.
     *
     * @return the names
     */
    Set<String> stateStoreNames();

    /**
     * The input partitions of its active tasks.
     *
     * @return the partitions
     */
    Set<TopicPartition> topicPartitions();

    /**
     * The input partitions of its standby tasks.
     *
     * @return the partitions
     */
    Set<TopicPartition> standbyTopicPartitions();

    /**
     * The stores of its standby tasks.
     *
     * @return the names
     */
    Set<String> standbyStateStoreNames();

    /**
     * The host of {@link #hostInfo()}.
     *
     * @return the host
     */
    String host();

    /**
     * The port of {@link #hostInfo()}.
     *
     * @return the port
     */
    int port();

    @Override
    boolean equals(@Nullable Object o);

    @Override
    int hashCode();
}
