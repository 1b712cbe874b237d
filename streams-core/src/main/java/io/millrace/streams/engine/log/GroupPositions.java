package io.millrace.streams.engine.log;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicPartition;

/**
 * What the application's group has committed, as anybody may ask, whether a member or not. Nobody is waited for: a transaction that is
 * open counts for nothing. Calls return at once, and may come from any thread.
 */
public interface GroupPositions {

    /** The positions of those of the partitions that have one. */
    CompletionStage<Map<TopicPartition, LogPosition>> of(Set<TopicPartition> partitions);

    /** All positions of the group. */
    CompletionStage<Map<TopicPartition, LogPosition>> all();
}
