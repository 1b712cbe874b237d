package io.millrace.streams.engine.topology;

import static io.millrace.streams.engine.topology.Drafts.patternSource;
import static io.millrace.streams.engine.topology.Drafts.processor;
import static io.millrace.streams.engine.topology.Drafts.sink;
import static io.millrace.streams.engine.topology.Drafts.source;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.TopologyDescription;
import io.millrace.streams.processor.TopicNameExtractor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The expected texts were printed by Kafka Streams 4.3.1 for the same calls. */
class DescribedTopologyTests {

    private final TopologyDraft draft = new TopologyDraft();

    @Test
    void nothingIsDescribedAsAHeading() {
        assertThat(description()).hasToString("Topologies:\n ");
    }

    @Test
    void nodesThatReachMoreComeFirst() {
        draft.addSource(source("s", "t"));
        draft.addProcessor("b", processor(), List.of("s"));
        draft.addProcessor("a", processor(), List.of("s"));
        draft.addProcessor("aa", processor(), List.of("a", "b"));
        draft.addSink(sink("A-sink", "o", "s"));
        draft.addProcessor("zz", processor(), List.of("aa"));
        draft.addProcessor("c", processor(), List.of("zz", "s"));

        assertThat(description()).hasToString("""
                Topologies:
                   Sub-topology: 0
                    Source: s (topics: [t])
                      --> a, b, A-sink, c
                    Processor: a (stores: [])
                      --> aa
                      <-- s
                    Processor: b (stores: [])
                      --> aa
                      <-- s
                    Processor: aa (stores: [])
                      --> zz
                      <-- a, b
                    Processor: zz (stores: [])
                      --> c
                      <-- aa
                    Sink: A-sink (topic: o)
                      <-- s
                    Processor: c (stores: [])
                      --> none
                      <-- s, zz

                """);
    }

    @Test
    void parentsAreListedInTheOrderTheyWereLinked() {
        draft.addSource(source("s1", "t1"));
        draft.addSource(source("s2", "t2"));
        draft.addProcessor("x", processor(), List.of("s2"));
        draft.addProcessor("y", processor(), List.of("x", "s1"));
        draft.addProcessor("w", processor(), List.of("s1"));
        draft.addSink(sink("k", "o", "y", "w", "x"));

        assertThat(description()).hasToString("""
                Topologies:
                   Sub-topology: 0
                    Source: s1 (topics: [t1])
                      --> w, y
                    Source: s2 (topics: [t2])
                      --> x
                    Processor: x (stores: [])
                      --> y, k
                      <-- s2
                    Processor: w (stores: [])
                      --> k
                      <-- s1
                    Processor: y (stores: [])
                      --> k
                      <-- s1, x
                    Sink: k (topic: o)
                      <-- x, y, w

                """);
    }

    @Test
    void storesAndPatternsAreListed() {
        draft.addSource(source("source-b", "b", "a"));
        draft.addSource(patternSource("source-p", "x.*"));
        draft.addProcessor("p2", processor(), List.of("source-b"));
        draft.addProcessor("p1", processor(), List.of("source-b", "p2"));
        draft.addProcessor("p0", processor(), List.of("source-p"));
        draft.addStateStore(new StoreBuilderStub("s2"), List.of("p0"));
        draft.addStateStore(new StoreBuilderStub("s1"), List.of("p0", "p1"));
        draft.addStateStore(new StoreBuilderStub("unconnected"), List.of());
        draft.addSink(sink("sink", "out", "p1", "p0"));
        draft.addSource(source("z", "z1"));
        draft.addSink(sink("zs", "z2", "z"));

        assertThat(description()).hasToString("""
                Topologies:
                   Sub-topology: 0
                    Source: source-b (topics: [a, b])
                      --> p2, p1
                    Processor: p2 (stores: [])
                      --> p1
                      <-- source-b
                    Source: source-p (topics: x.*)
                      --> p0
                    Processor: p0 (stores: [s1, s2])
                      --> sink
                      <-- source-p
                    Processor: p1 (stores: [s1])
                      --> sink
                      <-- source-b, p2
                    Sink: sink (topic: out)
                      <-- p1, p0

                  Sub-topology: 1
                    Source: z (topics: [z1])
                      --> zs
                    Sink: zs (topic: z2)
                      <-- z

                """);
    }

    @Test
    void aTopicBetweenTwoPartsDoesNotConnectThem() {
        draft.addSource(source("s2", "mid"));
        draft.addSource(source("s1", "t1"));
        draft.addSink(sink("k", "mid", "s1"));

        assertThat(description()).hasToString("""
                Topologies:
                   Sub-topology: 0
                    Source: s2 (topics: [mid])
                      --> none

                  Sub-topology: 1
                    Source: s1 (topics: [t1])
                      --> k
                    Sink: k (topic: mid)
                      <-- s1

                """);
    }

    @Test
    void aSinkThatChoosesItsTopicShowsTheExtractor() {
        TopicNameExtractor<Object, Object> extractor = new ByKey();
        draft.addSource(source("s", "t"));
        draft.addSink(new SinkSpec("k", List.of("s"), null, extractor, null, null, null));

        TopologyDescription.Sink sink = node("k", TopologyDescription.Sink.class);

        assertThat(sink).hasToString("Sink: k (extractor class: by key)\n      <-- s");
        assertThat(sink.topicNameExtractor()).isSameAs(extractor);
        assertThat(sink.topic()).isNull();
    }

    @Test
    void nodesKnowTheirNeighbours() {
        draft.addSource(source("s", "t"));
        draft.addSource(patternSource("p", "x.*"));
        draft.addProcessor("n", processor(), List.of("s", "p"));

        TopologyDescription.Source named = node("s", TopologyDescription.Source.class);
        TopologyDescription.Source pattern = node("p", TopologyDescription.Source.class);

        assertThat(named.successors())
                .extracting(TopologyDescription.Node::name)
                .containsExactly("n");
        assertThat(named.predecessors()).isEmpty();
        assertThat(named.topicSet()).containsExactly("t");
        assertThat(named.topicPattern()).isNull();
        assertThat(pattern.topicSet()).isNull();
        assertThat(pattern.topicPattern().pattern()).isEqualTo("x.*");
    }

    @Test
    void equalTopologiesHaveEqualDescriptions() {
        draft.addSource(source("s", "t"));
        draft.addProcessor("n", processor(), List.of("s"));
        TopologyDescription first = description();
        TopologyDescription second = description();
        draft.addSink(sink("k", "o", "n"));

        assertThat(second).isEqualTo(first).hasSameHashCodeAs(first);
        assertThat(description()).isNotEqualTo(first);
    }

    private TopologyDescription description() {
        return DescribedTopology.of(draft.definition());
    }

    private <N extends TopologyDescription.Node> N node(String name, Class<N> type) {
        return description().subtopologies().stream()
                .flatMap(part -> part.nodes().stream())
                .filter(node -> node.name().equals(name))
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    private static final class ByKey implements TopicNameExtractor<Object, Object> {
        @Override
        public String extract(Object key, Object value, io.millrace.streams.processor.RecordContext context) {
            return key.toString();
        }

        @Override
        public String toString() {
            return "by key";
        }
    }
}
