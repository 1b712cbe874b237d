package io.millrace.streams.engine.plan;

import io.millrace.streams.engine.plan.InternalTopicPlan.Kind;
import io.millrace.streams.errors.MissingSourceTopicException;
import io.millrace.streams.errors.TopologyException;
import io.millrace.streams.processor.TaskId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/** Spreads a plan over the partitions there are: tasks, and the internal topics with the counts they must have. */
public final class PartitionPlanner {

    private final ExecutionPlan plan;
    private final Map<String, Integer> counts;

    private PartitionPlanner(ExecutionPlan plan, Map<String, Integer> existing) {
        this.plan = plan;
        this.counts = new HashMap<>(existing);
        // A repartition topic that exists gets the count the plan gives it, or an error when it is ensured.
        counts.keySet().removeAll(plan.repartitions().keySet());
    }

    /** The source topics that do not exist, sorted; all of them, so that a user hears of all at once. */
    public static Set<String> missingTopics(ExecutionPlan plan, Map<String, Integer> existing) {
        Set<String> missing = new TreeSet<>(plan.externalTopics());
        missing.removeAll(existing.keySet());
        return missing;
    }

    /**
     * Spreads a plan over partitions.
     *
     * @param existing partition counts of the source topics; others are ignored
     * @param additionalRetentionMs how much longer than the store the changelog of a window store keeps its records
     * @throws MissingSourceTopicException if a source topic does not exist
     * @throws TopologyException if topics that are joined have different counts
     */
    public static PartitionedPlan partition(
            ExecutionPlan plan, Map<String, Integer> existing, long additionalRetentionMs) {
        Set<String> missing = missingTopics(plan, existing);
        if (!missing.isEmpty()) {
            throw new MissingSourceTopicException(
                    "Application '" + plan.applicationId() + "' reads topics that do not exist: "
                            + String.join(", ", missing) + ". Create them, or correct their names in the topology.");
        }
        PartitionPlanner planner = new PartitionPlanner(plan, existing);
        planner.countRepartitions();
        return new PartitionedPlan(planner.tasks(), planner.internalTopics(additionalRetentionMs));
    }

    private void countRepartitions() {
        CopartitionRules rules = new CopartitionRules(plan);
        List<Set<String>> following = new ArrayList<>();
        for (Set<String> group : rules.groups()) {
            OptionalInt count = rules.countSetBy(group, counts);
            if (count.isPresent()) {
                group.forEach(topic -> counts.put(topic, count.getAsInt()));
            } else {
                following.add(group);
            }
        }
        // What feeds a repartition topic may itself be read from one, so go round until nothing is left.
        while (!following.isEmpty()) {
            if (!following.removeIf(this::countFollowing)) {
                throw new TopologyException("The partition counts of the repartition topics " + following
                        + " depend on each other; ask for a count with Repartitioned.withNumberOfPartitions.");
            }
        }
    }

    /** Gives a group the largest count of what feeds it; false if that is not known yet. */
    private boolean countFollowing(Set<String> group) {
        int largest = 1;
        for (SubtopologyPlan subtopology : plan.subtopologies()) {
            if (subtopology.repartitionSinks().stream().anyMatch(group::contains)) {
                if (!counts.keySet().containsAll(subtopology.sourceTopics())) {
                    return false;
                }
                largest = Math.max(largest, taskCount(subtopology));
            }
        }
        for (String topic : group) {
            counts.put(topic, largest);
        }
        return true;
    }

    private int taskCount(SubtopologyPlan subtopology) {
        return subtopology.sourceTopics().stream()
                .mapToInt(this::partitions)
                .max()
                .orElse(0);
    }

    private int partitions(String topic) {
        Integer count = counts.get(topic);
        if (count == null) {
            throw new IllegalStateException("The partition count of topic '" + topic + "' is not known.");
        }
        return count;
    }

    private Map<TaskId, Set<TopicPartition>> tasks() {
        Map<TaskId, Set<TopicPartition>> tasks = new LinkedHashMap<>();
        for (SubtopologyPlan subtopology : plan.subtopologies()) {
            for (int partition = 0; partition < taskCount(subtopology); partition++) {
                tasks.put(new TaskId(subtopology.id(), partition), inputs(subtopology, partition));
            }
        }
        return tasks;
    }

    private Set<TopicPartition> inputs(SubtopologyPlan subtopology, int partition) {
        Set<TopicPartition> inputs = new LinkedHashSet<>();
        for (String topic : subtopology.sourceTopics()) {
            if (partition < partitions(topic)) {
                inputs.add(new TopicPartition(topic, partition));
            }
        }
        return inputs;
    }

    private List<InternalTopicPlan> internalTopics(long additionalRetentionMs) {
        List<InternalTopicPlan> topics = new ArrayList<>();
        for (String topic : plan.repartitions().keySet()) {
            topics.add(new InternalTopicPlan(
                    topic, partitions(topic), Kind.REPARTITION, InternalTopicConfigs.repartition()));
        }
        for (SubtopologyPlan subtopology : plan.subtopologies()) {
            int tasks = taskCount(subtopology);
            for (StorePlan store : subtopology.stores()) {
                String changelog = store.changelogTopic();
                if (changelog != null && !store.sourceIsChangelog() && tasks > 0) {
                    topics.add(new InternalTopicPlan(
                            changelog,
                            tasks,
                            Kind.CHANGELOG,
                            InternalTopicConfigs.changelog(store.builder(), additionalRetentionMs)));
                }
            }
        }
        return topics;
    }
}
