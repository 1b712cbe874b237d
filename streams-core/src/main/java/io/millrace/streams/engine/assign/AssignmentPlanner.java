package io.millrace.streams.engine.assign;

import io.millrace.streams.engine.config.EngineSettings.InternalTopicSettings;
import io.millrace.streams.engine.log.TopicCatalog;
import io.millrace.streams.engine.log.TopicCatalog.NewTopic;
import io.millrace.streams.engine.plan.ExecutionPlan;
import io.millrace.streams.engine.plan.InternalTopicPlan;
import io.millrace.streams.engine.plan.PartitionPlanner;
import io.millrace.streams.engine.plan.PartitionedPlan;
import io.millrace.streams.processor.TaskId;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.TopicPartition;

/**
 * Makes the plan with the partition counts of the moment, and puts its internal topics in place. Used by the thread of the
 * group's leader.
 */
public final class AssignmentPlanner {

    private final ExecutionPlan plan;
    private final InternalTopicSettings settings;
    private final TopicCatalog topics;
    private final Map<String, Map<String, String>> storeConfigs = new HashMap<>();
    private final Map<Integer, Set<String>> changelogs = new HashMap<>();

    /**
     * A planner for one application.
     *
     * @param plan what it runs
     * @param settings what concerns its internal topics
     * @param topics the topics there are
     */
    public AssignmentPlanner(ExecutionPlan plan, InternalTopicSettings settings, TopicCatalog topics) {
        this.plan = plan;
        this.settings = settings;
        this.topics = topics;
        plan.subtopologies()
                .forEach(subtopology -> subtopology.stores().forEach(store -> {
                    String changelog = store.changelogTopic();
                    if (changelog != null) {
                        storeConfigs.put(changelog, store.builder().logConfig());
                        changelogs
                                .computeIfAbsent(subtopology.id(), id -> new TreeSet<>())
                                .add(changelog);
                    }
                }));
    }

    /** Does what {@link GroupMember#changelogs} promises. */
    public Set<TopicPartition> changelogs(TaskId task) {
        Set<TopicPartition> partitions = new LinkedHashSet<>();
        changelogs
                .getOrDefault(task.subtopology(), Set.of())
                .forEach(topic -> partitions.add(new TopicPartition(topic, task.partition())));
        return partitions;
    }

    /** Does what {@link GroupMember#endOffsets} promises. */
    public Map<TopicPartition, Long> endOffsets(Set<TopicPartition> partitions) {
        return topics.endOffsets(partitions);
    }

    /** Does what {@link GroupMember#plan(Cluster)} promises. */
    public PartitionedPlan plan(Cluster metadata) {
        ExecutionPlan resolved = plan.hasPatterns() ? plan.resolve(metadata.topics()) : plan;
        PartitionedPlan partitioned = PartitionPlanner.partition(
                resolved,
                partitionCounts(resolved, metadata),
                settings.windowRetentionSlack().toMillis());
        topics.ensure(partitioned.internalTopics().stream()
                .map(topic -> new NewTopic(topic.name(), topic.partitions(), config(topic)))
                .toList());
        return partitioned;
    }

    /** The engine's choice, under what was set for all internal topics, under what was set for the store. */
    private Map<String, String> config(InternalTopicPlan topic) {
        Map<String, String> config = new HashMap<>(topic.config());
        config.putAll(settings.overrides());
        config.putAll(storeConfigs.getOrDefault(topic.name(), Map.of()));
        return config;
    }

    /** The consumer's metadata may be older than a topic: of one that is not there, the broker is asked. */
    private Map<String, Integer> partitionCounts(ExecutionPlan resolved, Cluster metadata) {
        Map<String, Integer> counts = new HashMap<>();
        for (String topic : resolved.externalTopics()) {
            Integer count = metadata.partitionCountForTopic(topic);
            if (count != null && count > 0) {
                counts.put(topic, count);
            }
        }
        Set<String> unknown = PartitionPlanner.missingTopics(resolved, counts);
        if (!unknown.isEmpty()) {
            counts.putAll(topics.partitionCounts(unknown));
        }
        return counts;
    }
}
