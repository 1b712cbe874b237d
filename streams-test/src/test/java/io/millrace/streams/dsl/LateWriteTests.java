package io.millrace.streams.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.dsl.DriverProgram.Cache;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.state.Stores;
import java.time.Duration;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

final class LateWriteTests {

    @Test
    void writeThatAVersionedStoreRefusesIsCountedAsDropped() {
        try (DriverProgram program = new DriverProgram(
                Cache.OFF,
                builder -> builder.<String, String>table(
                        "in",
                        Materialized.as(Stores.persistentVersionedKeyValueStore("rows", Duration.ofMillis(50)))))) {
            program.pipe("in", "k", "v", 100);
            program.pipe("in", "k", "late", 10);

            assertThat(droppedRecords(program)).isEqualTo(1);
        }
    }

    /** The aggregation does not say what was before, so the filter cannot tell whether there was a row. */
    @Test
    void filterOfAVersionedAggregateTellsOfRowsThatDoNotPass() {
        try (DriverProgram program = new DriverProgram(
                Cache.OFF,
                builder -> builder.<String, String>stream("in")
                        .groupByKey()
                        .count(Materialized.<String, Long>as(
                                        Stores.persistentVersionedKeyValueStore("counts", Duration.ofMillis(50)))
                                .withKeySerde(Serdes.String()))
                        .filter((key, count) -> count > 1)
                        .toStream()
                        .to("out"))) {
            program.pipe("in", "k", "v", 1);

            assertThat(program.read("out", new StringDeserializer(), new LongDeserializer()))
                    .containsExactly("k=null@1");
        }
    }

    @Test
    void tableInAPersistentStoreWithoutTimestampsKnowsNone() {
        try (DriverProgram program = new DriverProgram(
                Cache.OFF,
                builder ->
                        builder.<String, String>table("in", Materialized.as(Stores.persistentKeyValueStore("rows"))))) {
            program.pipe("in", "k", "v", 100);

            assertThat(program.driver()
                            .<String, String>getTimestampedKeyValueStore("rows")
                            .get("k")
                            .timestamp())
                    .isEqualTo(-1);
        }
    }

    private static double droppedRecords(DriverProgram program) {
        return program.driver().metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("dropped-records-total"))
                .mapToDouble(metric -> (Double) metric.getValue().metricValue())
                .sum();
    }
}
