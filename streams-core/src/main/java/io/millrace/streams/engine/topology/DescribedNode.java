package io.millrace.streams.engine.topology;

import io.millrace.streams.TopologyDescription;
import io.millrace.streams.processor.TopicNameExtractor;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A node in a description. The text and the order of nodes are those of Kafka Streams, whose users paste descriptions into
 * tests, tickets and drawing tools. Its order is not a plain one: a set keeps the place a node had when it was put in, and
 * nodes grow while edges are added; {@link #feed} follows that step by step.
 */
abstract sealed class DescribedNode implements TopologyDescription.Node {

    /** Nodes that reach more nodes come first, then by name. */
    static final Comparator<DescribedNode> ORDER =
            Comparator.comparingInt((DescribedNode node) -> -node.reach).thenComparing(DescribedNode::name);

    private final String name;
    private final TreeSet<DescribedNode> predecessors = new TreeSet<>(ORDER);
    private final TreeSet<DescribedNode> successors = new TreeSet<>(ORDER);
    /** How many nodes are reached from here, itself included, counted once for each path. */
    private int reach = 1;

    private DescribedNode(String name) {
        this.name = name;
    }

    static DescribedNode of(NodeSpec spec) {
        if (spec instanceof SourceSpec source) {
            return new Source(source);
        }
        if (spec instanceof ProcessorSpec processor) {
            return new Processor(processor);
        }
        return new Sink((SinkSpec) spec);
    }

    /** Adds an edge from this node. Sets first, reach after: the other way round the order would differ. */
    final void feed(DescribedNode successor) {
        successors.add(successor);
        successor.predecessors.add(this);
        grow(successor.reach);
    }

    private void grow(int by) {
        reach += by;
        predecessors.forEach(predecessor -> predecessor.grow(by));
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Set<TopologyDescription.Node> predecessors() {
        return Collections.unmodifiableSet(predecessors);
    }

    @Override
    public final Set<TopologyDescription.Node> successors() {
        return Collections.unmodifiableSet(successors);
    }

    /** What tells this node from another of its kind and name, as it appears in the text. */
    abstract Object detail();

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof DescribedNode that
                && getClass() == that.getClass()
                && name.equals(that.name)
                && detail().equals(that.detail())
                && namesOf(predecessors).equals(namesOf(that.predecessors))
                && namesOf(successors).equals(namesOf(that.successors));
    }

    @Override
    public final int hashCode() {
        return Objects.hash(name, detail());
    }

    private static Set<String> namesOf(Set<DescribedNode> nodes) {
        return nodes.stream().map(DescribedNode::name).collect(Collectors.toUnmodifiableSet());
    }

    private static String arrow(String arrow, Set<DescribedNode> nodes) {
        String names = nodes.isEmpty()
                ? "none"
                : nodes.stream().map(DescribedNode::name).collect(Collectors.joining(", "));
        return "\n      " + arrow + " " + names;
    }

    final String arrowTo() {
        return arrow("-->", successors);
    }

    final String arrowFrom() {
        return arrow("<--", predecessors);
    }

    /** A source node in a description. */
    static final class Source extends DescribedNode implements TopologyDescription.Source {

        private final @Nullable Set<String> topics;
        private final @Nullable Pattern pattern;

        private Source(SourceSpec spec) {
            super(spec.name());
            pattern = spec.pattern();
            topics = pattern == null ? new HashSet<>(spec.topics()) : null;
        }

        @Override
        public @Nullable Set<String> topicSet() {
            return topics == null ? null : Collections.unmodifiableSet(topics);
        }

        @Override
        public @Nullable Pattern topicPattern() {
            return pattern;
        }

        @Override
        Object detail() {
            return topics != null ? topics : String.valueOf(pattern);
        }

        @Override
        public String toString() {
            return "Source: " + name() + " (topics: " + detail() + ")" + arrowTo();
        }
    }

    /** A processor node in a description. */
    static final class Processor extends DescribedNode implements TopologyDescription.Processor {

        private final Set<String> stores;

        private Processor(ProcessorSpec spec) {
            super(spec.name());
            stores = new HashSet<>(spec.stores());
        }

        @Override
        public Set<String> stores() {
            return Collections.unmodifiableSet(stores);
        }

        @Override
        Object detail() {
            return stores;
        }

        @Override
        public String toString() {
            return "Processor: " + name() + " (stores: " + stores + ")" + arrowTo() + arrowFrom();
        }
    }

    /** A sink node in a description. */
    static final class Sink extends DescribedNode implements TopologyDescription.Sink {

        private final @Nullable String topic;
        private final @Nullable TopicNameExtractor<?, ?> extractor;

        private Sink(SinkSpec spec) {
            super(spec.name());
            topic = spec.topic();
            extractor = spec.topicExtractor();
        }

        @Override
        public @Nullable String topic() {
            return topic;
        }

        @Override
        public @Nullable TopicNameExtractor<?, ?> topicNameExtractor() {
            return extractor;
        }

        @Override
        Object detail() {
            return topic != null ? topic : Objects.requireNonNull(extractor, "sink without topic or extractor");
        }

        @Override
        public String toString() {
            String target = topic != null ? "topic: " + topic : "extractor class: " + extractor;
            return "Sink: " + name() + " (" + target + ")" + arrowFrom();
        }
    }
}
