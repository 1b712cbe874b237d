package io.millrace.streams.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.dsl.DriverProgram.Cache;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.TableJoined;
import io.millrace.streams.kstream.ValueJoiner;
import io.millrace.streams.processor.StreamPartitioner;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ForeignKeyJoinTests {

    private static final ValueJoiner<String, String, String> PAIR = (left, right) -> left + "/" + right;

    /** What is before the comma, null if there is none. */
    @ParameterizedTest
    @EnumSource(Cache.class)
    void innerJoinFollowsTheReferenceAndBothRows(Cache cache) {
        try (DriverProgram program = new DriverProgram(cache, builder -> {
            KTable<String, String> orders = builder.table("orders");
            orders.join(builder.<String, String>table("people"), ForeignKeyJoinTests::reference, PAIR)
                    .toStream()
                    .to("out");
        })) {
            program.pipe("orders", "o1", "ann,1", 10);
            program.pipe("people", "ann", "Ann", 5);
            program.pipe("orders", "o2", "ann,2", 20);
            program.pipe("people", "ann", "Anna", 30);
            program.pipe("orders", "o1", "bob,1", 40);
            program.pipe("orders", "o2", null, 50);
            program.pipe("people", "ann", null, 60);

            assertThat(program.read("out"))
                    .containsExactly(
                            "o1=ann,1/Ann@5",
                            "o2=ann,2/Ann@20",
                            "o1=ann,1/Anna@30",
                            "o2=ann,2/Anna@30",
                            "o1=null@40",
                            "o2=null@50");
        }
    }

    @Test
    void aRowThatNobodyRefersToNeedsNoSerde() {
        try (DriverProgram program = new DriverProgram(Cache.OFF, builder -> {
            KTable<String, Integer> lengths =
                    builder.<String, String>table("people").mapValues(String::length);
            builder.<String, String>table("orders")
                    .join(lengths, ForeignKeyJoinTests::reference, (order, length) -> order + "/" + length)
                    .toStream()
                    .to("out");
        })) {
            program.pipe("people", "ann", "Ann", 10);

            assertThatThrownBy(() -> program.pipe("orders", "o1", "ann,1", 20))
                    .isInstanceOf(StreamsException.class)
                    .hasRootCauseInstanceOf(ClassCastException.class)
                    .hasStackTraceContaining("default.value.serde");
        }
    }

    @ParameterizedTest
    @EnumSource(Cache.class)
    void leftJoinKeepsRowsWithoutAReferenceOrARowReferredTo(Cache cache) {
        try (DriverProgram program = new DriverProgram(cache, builder -> {
            KTable<String, String> orders = builder.table("orders");
            orders.leftJoin(builder.<String, String>table("people"), ForeignKeyJoinTests::reference, PAIR)
                    .toStream()
                    .to("out");
        })) {
            program.pipe("orders", "o1", "nobody", 10);
            program.pipe("orders", "o1", "ann,1", 20);
            program.pipe("people", "ann", "Ann", 30);
            program.pipe("people", "ann", null, 40);
            program.pipe("orders", "o1", null, 50);

            assertThat(program.read("out"))
                    .containsExactly(
                            "o1=nobody/null@10",
                            "o1=ann,1/null@20",
                            "o1=ann,1/Ann@30",
                            "o1=ann,1/null@40",
                            "o1=null@50");
        }
    }

    @Test
    void rowThatLosesItsReferenceIsCountedAsDropped() {
        try (DriverProgram program = new DriverProgram(Cache.OFF, builder -> {
            KTable<String, String> orders = builder.table("orders");
            orders.join(builder.<String, String>table("people"), ForeignKeyJoinTests::reference, PAIR)
                    .toStream()
                    .to("out");
        })) {
            program.pipe("people", "ann", "Ann", 1);
            program.pipe("orders", "o1", "ann,1", 2);
            program.pipe("orders", "o1", "nobody", 3);

            assertThat(program.read("out")).containsExactly("o1=ann,1/Ann@2", "o1=null@3");
            assertThat(program.dropped()).isOne();
        }
    }

    @Test
    void filterThatIsJoinedSaysNothingOfRowsThatItNeverLetPass() {
        try (DriverProgram program = new DriverProgram(Cache.OFF, builder -> {
            KTable<String, String> adults =
                    builder.<String, String>table("people").filter((key, value) -> value.endsWith("!"));
            builder.<String, String>table("orders")
                    .join(adults, ForeignKeyJoinTests::reference, PAIR)
                    .toStream()
                    .to("out");
            adults.toStream().to("adults");
        })) {
            program.pipe("orders", "o1", "ann,1", 1);
            program.pipe("people", "ann", "Ann", 2);
            program.pipe("people", "ann", "Ann!", 3);
            program.pipe("people", "ann", "Ann", 4);
            program.pipe("people", "ann", null, 5);

            assertThat(program.read("adults")).containsExactly("ann=Ann!@3", "ann=null@4");
            assertThat(program.read("out")).containsExactly("o1=ann,1/Ann!@3", "o1=null@4");
        }
    }

    @Test
    void extractorMayReadTheKey() {
        try (DriverProgram program = new DriverProgram(Cache.ON, builder -> {
            KTable<String, String> orders = builder.table("orders");
            orders.join(
                            builder.<String, String>table("people"),
                            (key, value) -> key.substring(0, 3),
                            PAIR,
                            TableJoined.as("by-key"),
                            Materialized.as("kept"))
                    .toStream()
                    .to("out");
        })) {
            program.pipe("people", "ann", "Ann", 1);
            program.pipe("orders", "ann-1", "book", 2);

            assertThat(program.read("out")).containsExactly("ann-1=book/Ann@2");
            assertThat(program.driver()
                            .<String, String>getTimestampedKeyValueStore("kept")
                            .get("ann-1")
                            .value())
                    .isEqualTo("book/Ann");
        }
    }

    @Test
    void topicsHaveTheLayoutOfKafkaStreams() {
        try (DriverProgram program = new DriverProgram(Cache.ON, builder -> {
            KTable<String, String> orders = builder.table("orders");
            orders.join(
                            builder.<String, String>table("people"),
                            ForeignKeyJoinTests::reference,
                            PAIR,
                            TableJoined.as("fk"))
                    .toStream()
                    .to("out");
        })) {
            program.pipe("people", "k3", "R", 1);
            program.pipe("orders", "k0", "k3,2", 2);

            String hash = "3da911b655301769f699e3ab0692c179";
            assertThat(values(program, "app-fk-subscription-registration-topic"))
                    .isEqualTo("0103" + hash + "6b30" + "00000000");
            assertThat(values(program, "app-fk-subscription-response-topic")).isEqualTo("00" + hash + "52");
            assertThat(values(program, "app-fk-subscription-store-changelog"))
                    .isEqualTo("0103" + hash + "6b30" + "00000000");
        }
    }

    private static String values(DriverProgram program, String topic) {
        byte[] value = program.driver()
                .createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer())
                .readValue();
        StringBuilder hex = new StringBuilder();
        for (byte part : value) {
            hex.append(String.format("%02x", part));
        }
        return hex.toString();
    }

    @Test
    void namesItsNodesAfterTheJoin() {
        StreamsBuilder builder = new StreamsBuilder();
        KTable<String, String> orders = builder.table("orders");
        orders.leftJoin(
                builder.<String, String>table("people"), ForeignKeyJoinTests::reference, PAIR, TableJoined.as("fk"));

        assertThat(builder.build().describe().toString())
                .contains("Processor: fk-subscription-registration-processor (stores: [])")
                .contains("Processor: fk-subscription-receive (stores: [fk-subscription-store])")
                .contains("Processor: fk-subscription-join-foreign (stores: [people-STATE-STORE-0000000003])")
                .contains("Processor: fk-foreign-join-subscription (stores: [fk-subscription-store])")
                .contains("Processor: fk-subscription-response-resolver (stores: [orders-STATE-STORE-0000000000])")
                .contains("Processor: fk-result (stores: [])");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPartitionerThatGivesSeveralPartitionsIsRefused(boolean ofLeftTable) {
        StreamPartitioner<String, Void> several = (topic, key, value, count) -> Optional.of(Set.of(0, 1));
        StreamPartitioner<String, Void> one = (topic, key, value, count) -> Optional.of(Set.of(0));
        try (DriverProgram program = new DriverProgram(Cache.OFF, builder -> {
            KTable<String, String> orders = builder.table("orders");
            orders.join(
                            builder.<String, String>table("people"),
                            ForeignKeyJoinTests::reference,
                            PAIR,
                            TableJoined.with(ofLeftTable ? several : one, ofLeftTable ? one : several))
                    .toStream()
                    .to("out");
        })) {
            program.pipe("people", "ann", "Ann", 10);

            assertThatThrownBy(() -> program.pipe("orders", "o1", "ann,1", 20))
                    .isInstanceOf(StreamsException.class)
                    .hasRootCauseInstanceOf(IllegalArgumentException.class)
                    .hasStackTraceContaining("should be a singleton set");
        }
    }

    private static String reference(String value) {
        return value.contains(",") ? value.substring(0, value.indexOf(',')) : null;
    }
}
