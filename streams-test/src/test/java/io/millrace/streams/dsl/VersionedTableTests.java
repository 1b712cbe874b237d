package io.millrace.streams.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.KeyValue;
import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.dsl.DriverProgram.Cache;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.Stores;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

/** Tables that keep versions, updated out of order. What is expected is what Kafka Streams does. */
class VersionedTableTests {

    @Test
    void lateUpdatesOfATableAreSentAsTheyCome() {
        try (DriverProgram program = new DriverProgram(
                Cache.ON, builder -> versioned(builder, "left").toStream().to("out"))) {
            updateOutOfOrder(program);

            assertThat(program.read("out")).containsExactly("k=a@10", "k=b@30", "k=late@20", "k=null@25", "k=c@40");
        }
    }

    @Test
    void lateUpdatesAreNotJoinedWithATable() {
        try (DriverProgram program = new DriverProgram(
                Cache.ON,
                builder -> versioned(builder, "left")
                        .join(versioned(builder, "right"), (left, right) -> left + right)
                        .toStream()
                        .to("out"))) {
            program.pipe("right", "k", "x", 20);
            updateOutOfOrder(program);
            program.pipe("right", "k", "y", 15);

            assertThat(program.read("out")).containsExactly("k=ax@20", "k=bx@30", "k=cx@40");
        }
    }

    @Test
    void lateUpdatesAreNotAggregated() {
        try (DriverProgram program = new DriverProgram(
                Cache.ON,
                builder -> versioned(builder, "left")
                        .groupBy(
                                (key, value) -> KeyValue.pair("all", value),
                                Grouped.with(Serdes.String(), Serdes.String()))
                        .reduce((sum, value) -> sum + "+" + value, (sum, value) -> sum + "-" + value)
                        .toStream()
                        .to("out"))) {
            updateOutOfOrder(program);

            assertThat(program.read("out")).containsExactly("all=a@10", "all=a-a+b@30", "all=a-a+b-b+c@40");
        }
    }

    @Test
    void aStreamIsJoinedWithTheVersionOfItsTime() {
        try (DriverProgram program = new DriverProgram(
                Cache.ON,
                builder -> builder.<String, String>stream("stream")
                        .join(versioned(builder, "left"), (value, left) -> value + left)
                        .to("out"))) {
            updateOutOfOrder(program);
            for (long timestampMs : new long[] {5, 15, 22, 27, 35, 50}) {
                program.pipe("stream", "k", "s", timestampMs);
            }

            assertThat(program.read("out")).containsExactly("k=sa@15", "k=slate@22", "k=sb@35", "k=sc@50");
        }
    }

    @Test
    void lateResultsOfAnAggregationThatKeepsVersionsAreNotJoined() {
        try (DriverProgram program = new DriverProgram(
                Cache.ON,
                builder -> builder.<String, String>stream("stream")
                        .groupByKey()
                        .aggregate(
                                () -> "",
                                (key, value, sum) -> value.equals("gone") ? null : sum + value,
                                Materialized.as(
                                        Stores.persistentVersionedKeyValueStore("sums", Duration.ofMillis(100))))
                        .join(versioned(builder, "right"), (sum, right) -> sum + right)
                        .toStream()
                        .to("out"))) {
            program.pipe("right", "k", "x", 0);
            program.pipe("stream", "k", "gone", 50);
            program.pipe("stream", "k", "late", 40);
            program.pipe("stream", "k", "a", 60);

            assertThat(program.read("out")).containsExactly("k=null@50", "k=ax@60");
            assertThat(program.dropped()).isEqualTo(1);
        }
    }

    @Test
    void lateResultsOfAReductionThatKeepsVersionsAreNotJoined() {
        try (DriverProgram program = new DriverProgram(
                Cache.ON,
                builder -> builder.<String, String>stream("stream")
                        .groupByKey()
                        .reduce(
                                (sum, value) -> value.equals("gone") ? null : sum + value,
                                Materialized.as(
                                        Stores.persistentVersionedKeyValueStore("sums", Duration.ofMillis(100))))
                        .join(versioned(builder, "right"), (sum, right) -> sum + right)
                        .toStream()
                        .to("out"))) {
            program.pipe("right", "k", "x", 0);
            program.pipe("stream", "k", "a", 40);
            program.pipe("stream", "k", "gone", 50);
            program.pipe("stream", "k", "late", 45);
            program.pipe("stream", "k", "b", 60);

            assertThat(program.read("out")).containsExactly("k=ax@40", "k=null@50", "k=bx@60");
            assertThat(program.dropped()).isEqualTo(1);
        }
    }

    @Test
    void filterOfATableThatForgetsVersionsSendsNoRemovalOfWhatWasNotThere() {
        try (DriverProgram program = new DriverProgram(
                Cache.OFF,
                builder -> versioned(builder, "left")
                        .filter(
                                (key, value) -> value.contains("x"),
                                Materialized.with(Serdes.String(), Serdes.String()))
                        .filter((key, value) -> value.contains("y"))
                        .toStream()
                        .to("out"))) {
            program.pipe("left", "k", "x", 10);
            program.pipe("left", "k", "y", 20);
            program.pipe("left", "k", null, 30);
            program.pipe("left", "k", "xy", 40);
            program.pipe("left", "k", "x", 50);

            assertThat(program.read("out")).containsExactly("k=xy@40", "k=null@50");
        }
    }

    @Test
    void filterOfAJoinThatKeepsVersionsAndForgetsThemSendsNoRemovalOfWhatWasNotThere() {
        try (DriverProgram program = new DriverProgram(
                Cache.OFF,
                builder -> builder.table("left", Consumed.with(Serdes.String(), Serdes.String()))
                        .join(
                                builder.table("right", Consumed.with(Serdes.String(), Serdes.String())),
                                (left, right) -> left + right,
                                versions("joined"))
                        .mapValues(value -> value, Materialized.with(Serdes.String(), Serdes.String()))
                        .filter((key, value) -> value.contains("y"))
                        .toStream()
                        .to("out"))) {
            program.pipe("right", "k", "r", 5);
            program.pipe("left", "k", "x", 10);
            program.pipe("left", "k", null, 20);
            program.pipe("left", "k", "xy", 30);
            program.pipe("left", "k", "x", 40);

            assertThat(program.read("out")).containsExactly("k=xyr@30", "k=null@40");
        }
    }

    @Test
    void filterThatKeepsVersionsSendsNoRemovalOfWhatWasNotThereToAnotherFilter() {
        try (DriverProgram program = new DriverProgram(
                Cache.OFF,
                builder -> builder.table("left", Consumed.with(Serdes.String(), Serdes.String()))
                        .filter((key, value) -> value.contains("x"), versions("filtered"))
                        .filter((key, value) -> value.contains("y"))
                        .toStream()
                        .to("out"))) {
            program.pipe("left", "k", "z", 10);
            program.pipe("left", "k", "x", 20);
            program.pipe("left", "k", "z", 30);
            program.pipe("left", "k", "zz", 40);
            program.pipe("left", "k", "xy", 50);

            assertThat(program.read("out")).containsExactly("k=null@20", "k=null@30", "k=xy@50");
        }
    }

    @Test
    void filterOfATableThatKeepsVersionsAndForgetsThemSendsNoRemovalOfWhatWasNotThere() {
        try (DriverProgram program = new DriverProgram(
                Cache.OFF,
                builder -> builder.table("left", Consumed.with(Serdes.String(), Serdes.String()))
                        .mapValues(value -> value, versions("mapped"))
                        .filter(
                                (key, value) -> value.contains("x"),
                                Materialized.with(Serdes.String(), Serdes.String()))
                        .filter((key, value) -> value.contains("y"))
                        .toStream()
                        .to("out"))) {
            program.pipe("left", "k", "x", 10);
            program.pipe("left", "k", "y", 20);
            program.pipe("left", "k", null, 30);
            program.pipe("left", "k", "xy", 40);
            program.pipe("left", "k", "x", 50);

            assertThat(program.read("out")).containsExactly("k=xy@40", "k=null@50");
        }
    }

    private static Materialized<String, String, KeyValueStore<Bytes, byte[]>> versions(String storeName) {
        return Materialized.<String, String>as(
                        Stores.persistentVersionedKeyValueStore(storeName, Duration.ofMinutes(1)))
                .withKeySerde(Serdes.String())
                .withValueSerde(Serdes.String());
    }

    private static KTable<String, String> versioned(StreamsBuilder builder, String topic) {
        return builder.table(
                topic,
                Materialized.as(Stores.persistentVersionedKeyValueStore(topic + "-store", Duration.ofMillis(100))));
    }

    private static void updateOutOfOrder(DriverProgram program) {
        program.pipe("left", "k", "a", 10);
        program.pipe("left", "k", "b", 30);
        program.pipe("left", "k", "late", 20);
        program.pipe("left", "k", null, 25);
        program.pipe("left", "k", "c", 40);
    }
}
