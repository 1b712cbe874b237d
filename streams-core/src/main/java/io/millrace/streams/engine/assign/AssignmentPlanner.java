package io.millrace.streams.engine.assign;

import io.millrace.streams.engine.config.EngineSettings.InternalTopicSettings;
import io.millrace.streams.engine.log.GroupPositions;
import io.millrace.streams.engine.log.LogPosition;
import io.millrace.streams.engine.log.TopicCatalog;
import io.millrace.streams.engine.log.TopicCatalog.NewTopic;
import io.millrace.streams.engine.plan.ExecutionPlan;
import io.millrace.streams.engine.plan.InternalTopicPlan;
import io.millrace.streams.engine.plan.PartitionPlanner;
import io.millrace.streams.engine.plan.PartitionedPlan;
import io.millrace.streams.processor.TaskId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the plan with the partition counts of the moment, and puts its internal topics in place. Used by the thread of the
 * group's leader.
 */
public final class AssignmentPlanner {

    private static final Logger log = LoggerFactory.getLogger(AssignmentPlanner.class);

    /** For each of two answers, asked for at once. The group waits meanwhile, and makes do without what is not known by then. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(3);

    private final ExecutionPlan plan;
    private final InternalTopicSettings settings;
    private final TopicCatalog topics;
    private final GroupPositions positions;
    private final Set<String> sourceChangelogs = new HashSet<>();
    private final Map<String, Map<String, String>> storeConfigs = new HashMap<>();
    private final Map<Integer, Set<String>> changelogs = new HashMap<>();

    /**
     * A planner for one application.
     *
     * @param plan what it runs
     * @param settings what concerns its internal topics
     * @param topics the topics there are
     * @param positions what the group has committed
     */
    public AssignmentPlanner(
            ExecutionPlan plan, InternalTopicSettings settings, TopicCatalog topics, GroupPositions positions) {
        this.plan = plan;
        this.settings = settings;
        this.topics = topics;
        this.positions = positions;
        plan.subtopologies()
                .forEach(subtopology -> subtopology.stores().forEach(store -> {
                    String changelog = store.changelogTopic();
                    if (changelog != null) {
                        storeConfigs.put(changelog, store.builder().logConfig());
                        changelogs
                                .computeIfAbsent(subtopology.id(), id -> new TreeSet<>())
                                .add(changelog);
                        if (store.sourceIsChangelog()) {
                            sourceChangelogs.add(changelog);
                        }
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
        Set<TopicPartition> sources = new HashSet<>(partitions);
        sources.removeIf(partition -> !sourceChangelogs.contains(partition.topic()));
        Set<TopicPartition> others = new HashSet<>(partitions);
        others.removeAll(sources);
        CompletionStage<Map<TopicPartition, LogPosition>> committed =
                sources.isEmpty() ? CompletableFuture.completedFuture(Map.of()) : positions.of(sources);
        Map<TopicPartition, Long> ends =
                new HashMap<>(others.isEmpty() ? Map.of() : topics.endOffsetsWithin(MAX_WAIT, others));
        Map<TopicPartition, LogPosition> answer = answerOf(committed);
        if (answer != null) {
            sources.forEach(source -> {
                LogPosition position = answer.get(source);
                ends.put(source, position == null ? 0L : position.offset());
            });
        }
        return ends;
    }

    /** Does what {@link GroupMember#racks} promises. */
    public Map<TopicPartition, Set<String>> racks(Set<TopicPartition> partitions) {
        return topics.racksWithin(MAX_WAIT, partitions);
    }

    private static @Nullable Map<TopicPartition, LogPosition> answerOf(
            CompletionStage<Map<TopicPartition, LogPosition>> asked) {
        try {
            return asked.toCompletableFuture().get(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException | TimeoutException e) {
            log.debug("The committed positions of source topics that are changelogs cannot be had", e);
            return null;
        }
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
