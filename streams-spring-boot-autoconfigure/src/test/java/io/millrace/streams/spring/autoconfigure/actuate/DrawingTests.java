package io.millrace.streams.spring.autoconfigure.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Named;
import io.millrace.streams.kstream.Produced;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DrawingTests {

    private static TopologyGraph counts() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("words", Consumed.as("in"))
                .groupByKey()
                .count(Named.as("count"), Materialized.as("counts"))
                .toStream(Named.as("changes"))
                .to("totals", Produced.as("out"));
        return TopologyGraph.of(builder.build());
    }

    @Test
    void mermaidShowsTopicsNodesAndStores() {
        assertThat(Drawing.MERMAID.of(counts())).isEqualTo("""
            flowchart TD
              t0(["words"])
              t1(["totals"])
              subgraph s0["Sub-topology 0"]
                n0["in"]
                n1["count"]
                n2["changes"]
                n3["out"]
                k0[("counts")]
              end
              t0 --> n0
              n0 --> n1
              n1 --- k0
              n1 --> n2
              n2 --> n3
              n3 --> t1
            """);
    }

    @Test
    void dotShowsTopicsNodesAndStores() {
        assertThat(Drawing.DOT.of(counts())).isEqualTo("""
            digraph topology {
              t0 [label="words", shape=cds];
              t1 [label="totals", shape=cds];
              subgraph cluster_s0 {
                label="Sub-topology 0";
                n0 [label="in", shape=box];
                n1 [label="count", shape=box];
                n2 [label="changes", shape=box];
                n3 [label="out", shape=box];
                k0 [label="counts", shape=cylinder];
              }
              t0 -> n0;
              n0 -> n1;
              n1 -> k0 [dir=none, style=dashed];
              n1 -> n2;
              n2 -> n3;
              n3 -> t1;
            }
            """);
    }

    @Test
    void topicThatJoinsTwoSubtopologiesIsDrawnOnce() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("words").groupBy((key, word) -> word).count();

        TopologyGraph graph = TopologyGraph.of(builder.build());

        assertThat(graph.groups()).hasSize(2);
        assertThat(graph.topics())
                .extracting(TopologyGraph.Item::name)
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void patternsGlobalStoresAndChosenTopicsAreDrawn() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.globalTable("rates", Materialized.as("rates-store"));
        builder.<String, String>stream(Pattern.compile("say \"hi\" .*")).to((key, value, context) -> value);

        TopologyGraph graph = TopologyGraph.of(builder.build());

        assertThat(graph.topics())
                .extracting(TopologyGraph.Item::name)
                .contains("rates", "/say \"hi\" .*/", "a topic that each record names");
        assertThat(graph.groups()).extracting(TopologyGraph.Group::title).contains("Global store");
        assertThat(Drawing.MERMAID.of(graph)).contains("/say #quot;hi#quot; .*/");
        assertThat(Drawing.DOT.of(graph)).contains("/say \\\"hi\\\" .*/");
    }
}
