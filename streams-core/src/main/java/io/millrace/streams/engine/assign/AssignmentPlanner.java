package io.millrace.streams.engine.assign;

import io.millrace.streams.engine.log.TopicCatalog;
import io.millrace.streams.engine.log.TopicCatalog.NewTopic;
import io.millrace.streams.engine.plan.PartitionedPlan;
import io.millrace.streams.errors.MissingSourceTopicException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.common.Cluster;

/**
 * Makes the plan with the partition counts of the moment, and puts its internal topics in place. Used by the thread of the
 * group's leader.
 */
public final class AssignmentPlanner {

    private final Set<String> sourceTopics;
    private final Function<Map<String, Integer>, PartitionedPlan> partitioner;
    private final TopicCatalog topics;

    /**
     * A planner for one application.
     *
     * @param sourceTopics topics that have to exist
     * @param partitioner makes the plan from the partition counts of the source topics
     * @param topics the topics there are
     */
    public AssignmentPlanner(
            Set<String> sourceTopics,
            Function<Map<String, Integer>, PartitionedPlan> partitioner,
            TopicCatalog topics) {
        this.sourceTopics = Set.copyOf(sourceTopics);
        this.partitioner = partitioner;
        this.topics = topics;
    }

    /** Does what {@link GroupMember#plan(Cluster)} promises. */
    public PartitionedPlan plan(Cluster metadata) {
        PartitionedPlan plan = partitioner.apply(partitionCounts(metadata));
        topics.ensure(plan.internalTopics().stream()
                .map(topic -> new NewTopic(topic.name(), topic.partitions(), topic.config()))
                .toList());
        return plan;
    }

    /** The consumer's metadata may be older than a topic: before one is called missing, the broker is asked. */
    private Map<String, Integer> partitionCounts(Cluster metadata) {
        Map<String, Integer> counts = new HashMap<>();
        Set<String> unknown = new TreeSet<>();
        for (String topic : sourceTopics) {
            Integer count = metadata.partitionCountForTopic(topic);
            if (count == null || count == 0) {
                unknown.add(topic);
            } else {
                counts.put(topic, count);
            }
        }
        if (!unknown.isEmpty()) {
            Map<String, Integer> found = topics.partitionCounts(unknown);
            counts.putAll(found);
            unknown.removeAll(found.keySet());
        }
        if (!unknown.isEmpty()) {
            throw new MissingSourceTopicException("The application reads topics that do not exist: "
                    + String.join(", ", unknown) + ". Create them, then start the application again");
        }
        return counts;
    }
}
