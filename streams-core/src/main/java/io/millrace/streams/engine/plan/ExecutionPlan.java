package io.millrace.streams.engine.plan;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an application runs, before it is known how many partitions there are.
 *
 * @param applicationId prefix of its internal topics, and the name of its group
 * @param subtopologies in the order of their ids, in which those of global stores are left out
 * @param globals the global stores
 * @param repartitions repartition topics by full name, with the partition count asked for (null to follow what feeds them)
 * @param copartitioned groups of topics, by full name, that must have equal partition counts
 */
public record ExecutionPlan(
        String applicationId,
        List<SubtopologyPlan> subtopologies,
        GlobalPlan globals,
        Map<String, @Nullable Integer> repartitions,
        List<Set<String>> copartitioned) {

    public ExecutionPlan {
        subtopologies = List.copyOf(subtopologies);
        // Map.copyOf takes no null values.
        repartitions = Collections.unmodifiableMap(new LinkedHashMap<>(repartitions));
        copartitioned = List.copyOf(copartitioned);
    }

    /** The sub-topology that reads the topic: by its name, or else by a pattern. */
    public Optional<SubtopologyPlan> readerOf(String topic) {
        return subtopologies.stream()
                .filter(subtopology -> subtopology.sourceTopics().contains(topic))
                .findFirst()
                .or(() -> subtopologies.stream()
                        .filter(subtopology -> subtopology.hasPatternFor(topic))
                        .findFirst());
    }

    /** By which instances find out that they run different topologies; never 0. */
    public long fingerprint() {
        return TopologyFingerprint.of(this);
    }

    /** What all tasks together read. */
    public TopicSelection selection() {
        return TopicSelection.of(
                subtopologies.stream()
                        .flatMap(subtopology -> subtopology.sourceTopics().stream())
                        .toList(),
                subtopologies.stream().flatMap(SubtopologyPlan::patterns).toList());
    }

    /** The topics that somebody else must have created: all that tasks read, apart from repartition topics. */
    public Set<String> externalTopics() {
        Set<String> topics = new LinkedHashSet<>();
        subtopologies.forEach(subtopology -> topics.addAll(subtopology.sourceTopics()));
        topics.removeAll(repartitions.keySet());
        return topics;
    }

    /** The topics that are the application's own, by full name: repartition topics and changelogs. */
    public Set<String> internalTopics() {
        Set<String> topics = new LinkedHashSet<>(repartitions.keySet());
        for (SubtopologyPlan subtopology : subtopologies) {
            for (StorePlan store : subtopology.stores()) {
                if (store.changelogTopic() != null && !store.sourceIsChangelog()) {
                    topics.add(store.changelogTopic());
                }
            }
        }
        return topics;
    }

    /** Whether a source reads the topics that match a pattern, so that the plan depends on which topics there are. */
    public boolean hasPatterns() {
        return subtopologies.stream()
                .flatMap(SubtopologyPlan::patterns)
                .findAny()
                .isPresent();
    }

    /**
     * This plan with every pattern replaced by the topics that match it now.
     *
     * @param topics the topics there are; those that the plan reads by name do not match, other plans' internal topics do
     */
    public ExecutionPlan resolve(Collection<String> topics) {
        Set<String> unnamed = new LinkedHashSet<>(topics);
        subtopologies.forEach(subtopology -> unnamed.removeAll(subtopology.sourceTopics()));
        List<SubtopologyPlan> resolved = subtopologies.stream()
                .map(subtopology -> subtopology.resolve(unnamed))
                .toList();
        return new ExecutionPlan(applicationId, resolved, globals, repartitions, copartitioned);
    }
}
