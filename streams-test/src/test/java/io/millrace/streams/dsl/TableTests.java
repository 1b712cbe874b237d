package io.millrace.streams.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.KeyValue;
import io.millrace.streams.dsl.DriverProgram.Cache;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.Joined;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Materialized;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TableTests {

    @ParameterizedTest
    @EnumSource(Cache.class)
    void recordIsJoinedWithTheRowOfThatMoment(Cache cache) {
        try (DriverProgram program = new DriverProgram(cache, builder -> {
            KTable<String, String> table = builder.table("table");
            builder.<String, String>stream("stream")
                    .join(table, (value, row) -> value + "/" + row)
                    .to("out");
        })) {
            program.pipe("stream", "a", "early", 1);
            program.pipe("table", "a", "row", 20);
            program.pipe("stream", "a", "older than the row", 10);
            program.pipe("table", "a", null, 30);
            program.pipe("stream", "a", "row removed", 31);

            assertThat(program.read("out")).containsExactly("a=older than the row/row@10");
        }
    }

    @ParameterizedTest
    @EnumSource(Cache.class)
    void leftJoinBehindARepartitionKeepsRecordsWithoutKey(Cache cache) {
        try (DriverProgram program = new DriverProgram(cache, builder -> {
            KTable<String, String> table = builder.table("table");
            KStream<String, String> stream = builder.stream("stream");
            stream.selectKey((key, value) -> value.isEmpty() ? null : value)
                    .leftJoin(table, (value, row) -> value + "/" + row, Joined.as("joined"))
                    .to("out");
        })) {
            program.pipe("table", "a", "row", 1);
            program.pipe("stream", "x", "a", 2);
            program.pipe("stream", "x", "b", 3);
            program.pipe("stream", "x", "", 4);

            assertThat(program.read("out")).containsExactly("a=a/row@2", "b=b/null@3", "null=/null@4");
            assertThat(program.read("app-joined-repartition")).hasSize(3);
        }
    }

    @Test
    void joinLooksThroughTablesThatAreNotKept() {
        try (DriverProgram program = new DriverProgram(Cache.ON, builder -> {
            KTable<String, String> table = builder.<String, String>table("table")
                    .filter((key, row) -> row.startsWith("r"))
                    .mapValues(row -> row + "!");
            builder.<String, String>stream("stream")
                    .join(table, (value, row) -> value + "/" + row)
                    .to("out");
        })) {
            program.pipe("table", "a", "row", 1);
            program.pipe("table", "b", "no", 1);
            program.pipe("stream", "a", "1", 2);
            program.pipe("stream", "b", "2", 3);

            assertThat(program.read("out")).containsExactly("a=1/row!@2");
        }
    }

    @ParameterizedTest
    @EnumSource(Cache.class)
    void rowThatMovesLeavesItsOldGroup(Cache cache) {
        try (DriverProgram program = new DriverProgram(
                cache,
                builder -> builder.<String, String>table("table")
                        .groupBy((key, group) -> KeyValue.pair(group, key), Grouped.as("groups"))
                        .count(Materialized.as("sizes"))
                        .toStream()
                        .to("out"))) {
            program.pipe("table", "k1", "a", 1);
            program.pipe("table", "k2", "a", 2);
            program.pipe("table", "k1", "b", 3);
            program.pipe("table", "k2", null, 4);

            assertThat(program.read("out", new StringDeserializer(), new LongDeserializer()))
                    .containsExactly("a=1@1", "a=2@2", "a=1@3", "b=1@3", "a=0@4");
        }
    }

    @ParameterizedTest
    @EnumSource(Cache.class)
    void rowThatChangesInItsGroupIsExchangedInOneStep(Cache cache) {
        try (DriverProgram program = new DriverProgram(
                cache,
                builder -> builder.<String, String>table("table")
                        .groupBy((key, value) -> KeyValue.pair("all", value))
                        .aggregate(
                                () -> "",
                                (key, value, sum) -> sum + "+" + value,
                                (key, value, sum) -> sum + "-" + value)
                        .toStream()
                        .to("out"))) {
            program.pipe("table", "k", "1", 5);
            program.pipe("table", "k", "2", 3);

            assertThat(program.read("out")).containsExactly("all=+1@5", "all=+1-1+2@5");
        }
    }

    /** Kafka Streams sends the initial value as the old one when the cache is off, which takes out what was never put in. */
    @ParameterizedTest
    @EnumSource(Cache.class)
    void firstAggregateHasNoOldValueWhetherCachedOrNot(Cache cache) {
        try (DriverProgram program = new DriverProgram(
                cache,
                builder -> builder.<String, String>stream("in")
                        .groupByKey()
                        .aggregate(() -> "initial", (key, value, last) -> value)
                        .groupBy((key, value) -> KeyValue.pair("all", value))
                        .aggregate(
                                () -> "",
                                (key, value, sum) -> sum + "+" + value,
                                (key, value, sum) -> sum + "-" + value)
                        .toStream()
                        .to("out"))) {
            program.pipe("in", "a", "1", 1);
            program.pipe("in", "b", "2", 2);

            assertThat(program.read("out")).containsExactly("all=+1@1", "all=+1+2@2");
        }
    }

    @ParameterizedTest
    @EnumSource(Cache.class)
    void filterOfAKeptTableSaysNothingOfRowsItNeverLetPass(Cache cache) {
        try (DriverProgram program = new DriverProgram(
                cache,
                builder -> builder.<String, String>table("table", Materialized.as("rows"))
                        .filter((key, row) -> row.length() > 1)
                        .toStream()
                        .to("out"))) {
            program.pipe("table", "a", "1", 1);
            program.pipe("table", "a", "22", 2);
            program.pipe("table", "a", "3", 3);
            program.pipe("table", "a", "4", 4);

            assertThat(program.read("out")).containsExactly("a=22@2", "a=null@3");
        }
    }

    @Test
    void streamBecomesATableByItsNewKey() {
        try (DriverProgram program = new DriverProgram(
                Cache.ON,
                builder -> builder.<String, String>stream("in")
                        .selectKey((key, value) -> value.substring(0, 1))
                        .toTable(Materialized.as("latest"))
                        .toStream()
                        .to("out"))) {
            program.pipe("in", "x", "a1", 1);
            program.pipe("in", "y", "a2", 2);

            assertThat(program.read("out")).containsExactly("a=a1@1", "a=a2@2");
            assertThat(program.driver()
                            .<String, String>getKeyValueStore("latest")
                            .get("a"))
                    .isEqualTo("a2");
        }
    }
}
