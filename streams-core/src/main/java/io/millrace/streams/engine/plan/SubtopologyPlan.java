package io.millrace.streams.engine.plan;

import io.millrace.streams.engine.topology.NodeSpec;
import io.millrace.streams.engine.topology.SourceSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A connected part of the topology; a task is one of these at one partition. Topics carry their full names.
 *
 * @param id the first number of its task ids
 * @param nodes its nodes, parents before children, with internal topics under their full names
 * @param sourceTopics what it reads; topics of a pattern are among them once the pattern is resolved
 * @param stores its stores in the order of the nodes that write them, so that one drain pass suffices
 * @param repartitionSinks repartition topics it writes
 */
public record SubtopologyPlan(
        int id, List<NodeSpec> nodes, Set<String> sourceTopics, List<StorePlan> stores, Set<String> repartitionSinks) {

    public SubtopologyPlan {
        nodes = List.copyOf(nodes);
        sourceTopics = Collections.unmodifiableSet(new LinkedHashSet<>(sourceTopics));
        stores = List.copyOf(stores);
        repartitionSinks = Collections.unmodifiableSet(new LinkedHashSet<>(repartitionSinks));
    }

    /** Whether a source reads all topics that match a pattern, and the topic does. */
    boolean hasPatternFor(String topic) {
        return patterns().anyMatch(pattern -> pattern.matcher(topic).matches());
    }

    /** Whether a source reads the topics that match a pattern. */
    public boolean hasPatterns() {
        return patterns().findAny().isPresent();
    }

    /** Whether a source reads the topic, by its name or by a pattern. */
    public boolean reads(String topic) {
        return sourceTopics.contains(topic) || hasPatternFor(topic);
    }

    /** The patterns of topics read. */
    Stream<Pattern> patterns() {
        return nodes.stream()
                .filter(SourceSpec.class::isInstance)
                .map(node -> ((SourceSpec) node).pattern())
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull);
    }

    /** This sub-topology with every pattern replaced by those of the topics that match it. */
    public SubtopologyPlan resolve(Collection<String> topics) {
        List<NodeSpec> resolvedNodes = new ArrayList<>();
        Set<String> resolvedTopics = new LinkedHashSet<>(sourceTopics);
        for (NodeSpec node : nodes) {
            if (node instanceof SourceSpec source && source.pattern() != null) {
                List<String> matching = topics.stream()
                        .filter(source.pattern().asMatchPredicate())
                        .sorted()
                        .toList();
                resolvedTopics.addAll(matching);
                resolvedNodes.add(source.withTopics(matching));
            } else {
                resolvedNodes.add(node);
            }
        }
        return new SubtopologyPlan(id, resolvedNodes, resolvedTopics, stores, repartitionSinks);
    }
}
