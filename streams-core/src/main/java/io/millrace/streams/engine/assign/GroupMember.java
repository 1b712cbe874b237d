package io.millrace.streams.engine.assign;

import io.millrace.streams.engine.plan.PartitionedPlan;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.processor.assignment.AssignmentConfigs;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The worker in whose consumer the assignor lives. The methods are called on the consumer's polling thread; the worker is handed
 * to the consumer in its config map, under {@link ClassicGroupAdapter#MEMBER_CONFIG}.
 */
public interface GroupMember {

    /** What to tell the leader. Asked for each time the member joins. */
    MemberSubscription subscription();

    /**
     * The tasks there are, with their topics in place. Only asked of the group's leader. Blocks while topics are looked up and
     * created.
     *
     * @param metadata topics as the consumer knows them
     * @throws io.millrace.streams.errors.MissingSourceTopicException if a source topic does not exist
     * @throws io.millrace.streams.errors.StreamsException if the topics do not fit the topology
     * @throws org.apache.kafka.common.errors.RetriableException if trying again may help
     */
    PartitionedPlan plan(Cluster metadata);

    /** What the configuration says about assignments. Only asked of the group's leader. */
    AssignmentConfigs configs();

    /** The changelogs of a task's stores; empty if it has nothing to restore. Only asked of the group's leader. */
    Set<TopicPartition> changelogs(TaskId task);

    /**
     * How far these changelogs are to be restored: to their ends, and those that are source topics to where the group has processed
     * them. Those of which this cannot be had soon are absent. Only asked of the group's leader. Blocks for the broker's answers, a few
     * seconds at most.
     *
     * @throws org.apache.kafka.common.KafkaException if nothing can be had
     */
    Map<TopicPartition, Long> endOffsets(Set<TopicPartition> partitions);

    /**
     * The racks that have a replica of these partitions; none, if the rack of a replica is not known. Partitions of which this cannot be
     * had soon are absent. Only asked of the group's leader. Blocks for the broker's answer, a few seconds at most.
     */
    default Map<TopicPartition, Set<String>> racks(Set<TopicPartition> partitions) {
        return Map.of();
    }

    /** The assignment by the user's assignor, null if there is none. Only asked of the group's leader. */
    default @Nullable UserAssignment userAssignment() {
        return null;
    }

    /**
     * Takes what the leader said, before the partitions that go with it are revoked or assigned.
     *
     * @param askAgain whether this member should ask for another round after a while, as the leader of one that was postponed
     */
    void onNews(AssignmentNews news, boolean askAgain);
}
