package io.millrace.streams.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.StreamsConfig;
import io.millrace.streams.Topology;
import io.millrace.streams.TopologyTestDriver;
import io.millrace.streams.dsl.DriverProgram.Cache;
import io.millrace.streams.kstream.KStream;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Operators that are fed twice by the same stream; the text and the results are those of Kafka Streams. */
final class TopologyEdgeTests {

    @Test
    void streamMergedWithItselfPassesEachRecordOnce() {
        try (DriverProgram program = new DriverProgram(Cache.OFF, builder -> {
            KStream<String, String> in = builder.stream("in");
            in.merge(in).to("out");
        })) {
            program.pipe("in", "k", "a", 1);

            assertThat(program.read("out")).containsExactly("k=a@1");
        }
    }

    @Test
    void streamMergedWithItselfCountsAsOneEdgeInTheDescription() {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, String> in = builder.stream("in");
        KStream<String, String> passed = in.mapValues(value -> value);
        passed.merge(passed).to("merged");
        in.filter((key, value) -> true).filter((key, value) -> true).to("filtered");

        assertThat(builder.build().describe()).hasToString("""
            Topologies:
               Sub-topology: 0
                Source: KSTREAM-SOURCE-0000000000 (topics: [in])
                  --> KSTREAM-FILTER-0000000004, KSTREAM-MAPVALUES-0000000001
                Processor: KSTREAM-FILTER-0000000004 (stores: [])
                  --> KSTREAM-FILTER-0000000005
                  <-- KSTREAM-SOURCE-0000000000
                Processor: KSTREAM-MAPVALUES-0000000001 (stores: [])
                  --> KSTREAM-MERGE-0000000002
                  <-- KSTREAM-SOURCE-0000000000
                Processor: KSTREAM-FILTER-0000000005 (stores: [])
                  --> KSTREAM-SINK-0000000006
                  <-- KSTREAM-FILTER-0000000004
                Processor: KSTREAM-MERGE-0000000002 (stores: [])
                  --> KSTREAM-SINK-0000000003
                  <-- KSTREAM-MAPVALUES-0000000001
                Sink: KSTREAM-SINK-0000000003 (topic: merged)
                  <-- KSTREAM-MERGE-0000000002
                Sink: KSTREAM-SINK-0000000006 (topic: filtered)
                  <-- KSTREAM-FILTER-0000000005

            """);
    }

    @Test
    void sinkThatNamesItsParentTwiceGetsEachRecordTwice() {
        Topology topology = new Topology();
        topology.addSource("source", new StringDeserializer(), new StringDeserializer(), "in");
        topology.addSink("sink", "out", new StringSerializer(), new StringSerializer(), "source", "source");
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        try (TopologyTestDriver driver = new TopologyTestDriver(topology, config)) {
            driver.createInputTopic("in", new StringSerializer(), new StringSerializer())
                    .pipeInput("k", "a");

            assertThat(driver.createOutputTopic("out", new StringDeserializer(), new StringDeserializer())
                            .readValuesToList())
                    .containsExactly("a", "a");
        }
    }

    @Test
    void recordsOfEqualTimeInSeveralRepartitionsAreTakenInTheOrderOfKafkaStreams() {
        try (DriverProgram program = new DriverProgram(Cache.OFF, builder -> {
            KStream<String, String> in = builder.<String, String>stream("in").flatMapValues(value -> List.of("1", "2"));
            KStream<String, String> a = in.repartition().mapValues(value -> "a" + value);
            KStream<String, String> b = in.repartition().mapValues(value -> "b" + value);
            KStream<String, String> c = in.repartition().mapValues(value -> "c" + value);
            a.merge(b).merge(c).to("out");
        })) {
            program.pipe("in", "k", "", 0);

            assertThat(program.read("out")).containsExactly("k=a1@0", "k=c1@0", "k=a2@0", "k=c2@0", "k=b1@0", "k=b2@0");
        }
    }
}
