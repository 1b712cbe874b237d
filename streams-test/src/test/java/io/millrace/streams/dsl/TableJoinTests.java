package io.millrace.streams.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.dsl.DriverProgram.Cache;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Named;
import io.millrace.streams.kstream.ValueJoiner;
import io.millrace.streams.state.Stores;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TableJoinTests {

    private static final ValueJoiner<String, String, String> PAIR = (left, right) -> left + "/" + right;

    private static void pipeRows(DriverProgram program) {
        program.pipe("left", "a", "L1", 10);
        program.pipe("right", "a", "R1", 5);
        program.pipe("right", "b", "R2", 20);
        program.pipe("left", "a", null, 30);
        program.pipe("right", "a", null, 40);
        program.pipe("right", "c", null, 50);
    }

    @ParameterizedTest
    @EnumSource(Cache.class)
    void innerJoinHasTheKeysOfBothTables(Cache cache) {
        try (DriverProgram program = new DriverProgram(cache, builder -> {
            KTable<String, String> left = builder.table("left");
            left.join(builder.<String, String>table("right"), PAIR).toStream().to("out");
        })) {
            pipeRows(program);

            assertThat(program.read("out")).containsExactly("a=L1/R1@10", "a=null@30");
        }
    }

    @ParameterizedTest
    @EnumSource(Cache.class)
    void leftJoinHasTheKeysOfTheLeftTable(Cache cache) {
        try (DriverProgram program = new DriverProgram(cache, builder -> {
            KTable<String, String> left = builder.table("left");
            left.leftJoin(builder.<String, String>table("right"), PAIR)
                    .toStream()
                    .to("out");
        })) {
            pipeRows(program);

            assertThat(program.read("out")).containsExactly("a=L1/null@10", "a=L1/R1@10", "a=null@30");
        }
    }

    @ParameterizedTest
    @EnumSource(Cache.class)
    void outerJoinHasTheKeysOfEitherTableAndIsSilentOnKeysThatWereInNone(Cache cache) {
        try (DriverProgram program = new DriverProgram(cache, builder -> {
            KTable<String, String> left = builder.table("left");
            left.outerJoin(builder.<String, String>table("right"), PAIR)
                    .toStream()
                    .to("out");
        })) {
            pipeRows(program);

            assertThat(program.read("out"))
                    .containsExactly("a=L1/null@10", "a=L1/R1@10", "b=null/R2@20", "a=null/R1@30", "a=null@40");
        }
    }

    @Test
    void joinIsLookedUpThroughItsParentsIfItIsNotKept() {
        try (DriverProgram program = new DriverProgram(Cache.ON, builder -> {
            KTable<String, String> left = builder.table("left");
            KTable<String, String> joined = left.join(builder.<String, String>table("right"), PAIR);
            joined.leftJoin(builder.<String, String>table("third"), PAIR)
                    .toStream()
                    .to("out");
        })) {
            program.pipe("left", "a", "L", 1);
            program.pipe("right", "a", "R", 7);
            program.pipe("third", "a", "T", 3);

            assertThat(program.read("out")).containsExactly("a=L/R/null@7", "a=L/R/T@7");
            assertThat(program.driver().getAllStateStores()).hasSize(3);
        }
    }

    @Test
    void namedAndKeptJoinHasItsNodesAndStoreUnderTheName() {
        StreamsBuilder builder = new StreamsBuilder();
        KTable<String, String> left = builder.table("left");
        KTable<String, String> joined =
                left.join(builder.<String, String>table("right"), PAIR, Named.as("both"), Materialized.as("kept"));

        assertThat(joined.queryableStoreName()).isEqualTo("kept");
        assertThat(builder.build().describe().toString())
                .contains("Processor: both-join-this (stores: [right-STATE-STORE-0000000003])")
                .contains("Processor: both-join-other (stores: [left-STATE-STORE-0000000000])")
                .contains("Processor: both (stores: [kept])");
    }

    @Test
    void outOfOrderRecordOfAVersionedTableIsNotJoined() {
        try (DriverProgram program = new DriverProgram(Cache.ON, builder -> {
            KTable<String, String> left = builder.table(
                    "left",
                    Materialized.as(Stores.persistentVersionedKeyValueStore("versions", Duration.ofMinutes(1))));
            left.join(builder.<String, String>table("right"), PAIR).toStream().to("out");
        })) {
            program.pipe("right", "a", "R", 1);
            program.pipe("left", "a", "new", 20);
            program.pipe("left", "a", "old", 10);

            assertThat(program.read("out")).containsExactly("a=new/R@20");
        }
    }

    @Test
    void joinedTableTellsTheNameOfAStoreThatWasAskedForWithoutOne() {
        StreamsBuilder builder = new StreamsBuilder();
        KTable<String, String> left = builder.table("left");
        KTable<String, String> right = builder.table("right");

        KTable<String, String> kept =
                left.join(right, (a, b) -> a + b, Materialized.with(Serdes.String(), Serdes.String()));
        KTable<String, String> passed = left.join(right, (a, b) -> a + b);

        assertThat(kept.queryableStoreName()).isEqualTo("KTABLE-MERGE-STATE-STORE-0000000006");
        assertThat(passed.queryableStoreName()).isNull();
    }
}
