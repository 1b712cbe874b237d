package io.millrace.streams.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.dsl.DriverProgram.Cache;
import io.millrace.streams.kstream.Produced;
import io.millrace.streams.kstream.Repartitioned;
import io.millrace.streams.processor.StreamPartitioner;
import io.millrace.streams.processor.TopicNameExtractor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

/** Topics and partitions that the user's own functions choose; the expected results are those of Kafka Streams. */
class RoutingTests {

    @Test
    void anExtractorChoosesTheTopicOfEachRecord() {
        List<String> contexts = new ArrayList<>();
        TopicNameExtractor<String, String> byValue = (key, value, context) -> {
            contexts.add(context.topic() + "-" + context.partition() + "@" + context.offset() + " at "
                    + context.timestamp() + " " + context.headers().toArray().length);
            return "out-" + value.charAt(0);
        };
        try (DriverProgram program = new DriverProgram(
                Cache.OFF, builder -> builder.<String, String>stream("in").to(byValue))) {
            program.pipe("in", "k", "a1", 10);
            program.pipe("in", "k", "b1", 20);
            program.pipe("in", null, "a2", 5);

            assertThat(program.read("out-a")).containsExactly("k=a1@10", "null=a2@5");
            assertThat(program.read("out-b")).containsExactly("k=b1@20");
            assertThat(contexts).containsExactly("in-0@0 at 10 0", "in-0@1 at 20 0", "in-0@2 at 5 0");
        }
    }

    @Test
    void anExtractorMayChooseATopicThatTheProgramReads() {
        TopicNameExtractor<String, String> again = (key, value, context) -> value.length() < 3 ? "in" : "out";
        try (DriverProgram program = new DriverProgram(
                Cache.OFF,
                builder -> builder.<String, String>stream("in")
                        .mapValues(value -> value + "+")
                        .to(again))) {
            program.pipe("in", "k", "v", 1);

            assertThat(program.read("out")).containsExactly("k=v++@1");
        }
    }

    @Test
    void aPartitionerSendsARecordToEachPartitionOfItsSet() {
        assertThat(writtenWith(Optional.of(Set.of(0, 1)))).containsExactly("k=v@1", "k=v@1");
        assertThat(writtenWith(Optional.of(Set.of(0)))).containsExactly("k=v@1");
    }

    @Test
    void aPartitionerThatNamesNoPartitionDropsTheRecord() {
        assertThat(writtenWith(Optional.of(Set.of()))).isEmpty();
    }

    @Test
    void aPartitionerWithoutAnswerLeavesTheRecordToTheProducer() {
        assertThat(writtenWith(Optional.empty())).containsExactly("k=v@1");
    }

    @Test
    void aPartitionerIsToldTopicKeyValueAndNumberOfPartitions() {
        List<String> asked = new ArrayList<>();
        StreamPartitioner<String, String> partitioner = (topic, key, value, count) -> {
            asked.add(topic + " " + key + "=" + value + " " + count);
            return Optional.of(Set.of(0));
        };
        try (DriverProgram program = to(partitioner)) {
            program.pipe("in", "k", "v", 1);

            assertThat(asked).containsExactly("out k=v 1");
        }
    }

    @Test
    void thePartitionerOfARepartitionDoesNotDecideWhatTheDriverReadsBack() {
        StreamPartitioner<String, String> last = (topic, key, value, count) -> Optional.of(Set.of(count - 1));
        try (DriverProgram program = new DriverProgram(
                Cache.OFF,
                builder -> builder.<String, String>stream("in")
                        .repartition(Repartitioned.<String, String>streamPartitioner(last)
                                .withName("moved")
                                .withNumberOfPartitions(3))
                        .groupByKey()
                        .count()
                        .toStream()
                        .mapValues(Object::toString)
                        .to("out", Produced.with(Serdes.String(), Serdes.String())))) {
            program.pipe("in", "k", "v", 1);
            program.pipe("in", "k", "w", 2);

            assertThat(program.read("app-moved-repartition")).containsExactly("k=v@1", "k=w@2");
            assertThat(program.read("out")).containsExactly("k=1@1", "k=2@2");
        }
    }

    private static List<String> writtenWith(Optional<Set<Integer>> partitions) {
        try (DriverProgram program = to((topic, key, value, count) -> partitions)) {
            program.pipe("in", "k", "v", 1);
            return program.read("out");
        }
    }

    private static DriverProgram to(StreamPartitioner<String, String> partitioner) {
        return new DriverProgram(
                Cache.OFF,
                builder -> builder.<String, String>stream("in")
                        .to("out", Produced.with(Serdes.String(), Serdes.String(), partitioner)));
    }
}
