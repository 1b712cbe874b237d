package io.millrace.streams.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.dsl.DriverProgram.Cache;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.TimeWindowedDeserializer;
import io.millrace.streams.kstream.TimeWindows;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class AggregationTests {

    @ParameterizedTest
    @EnumSource(Cache.class)
    void wordsAreCountedAcrossLines(Cache cache) {
        try (DriverProgram program = new DriverProgram(
                cache,
                builder -> builder.<String, String>stream("lines")
                        .flatMapValues(
                                line -> List.of(line.toLowerCase(Locale.ROOT).split(" ")))
                        .groupBy((key, word) -> word, Grouped.as("words"))
                        .count(Materialized.as("counts"))
                        .toStream()
                        .to("counts-out"))) {
            program.pipe("lines", null, "to be or not", 10);
            program.pipe("lines", null, "to be", 20);

            assertThat(program.read("counts-out", new StringDeserializer(), new LongDeserializer()))
                    .containsExactly("to=1@10", "be=1@10", "or=1@10", "not=1@10", "to=2@20", "be=2@20");
            assertThat(program.driver().<String, Long>getKeyValueStore("counts").get("to"))
                    .isEqualTo(2L);
            assertThat(program.read("app-words-repartition")).hasSize(6).contains("to=to@20");
        }
    }

    @Test
    void updatesOfOneKeyBetweenCommitsAreEmittedOnceWithTheCacheOn() {
        assertThat(twoUpdatesAtOnce(Cache.ON)).containsExactly("a=xy@5");
    }

    @Test
    void everyUpdateIsEmittedWithTheCacheOff() {
        assertThat(twoUpdatesAtOnce(Cache.OFF)).containsExactly("a=x@5", "a=xy@5");
    }

    private static List<String> twoUpdatesAtOnce(Cache cache) {
        try (DriverProgram program = new DriverProgram(
                cache,
                builder -> builder.<String, String>stream("in")
                        .flatMapValues(value -> List.of(value.split(" ")))
                        .groupByKey()
                        .reduce((sum, value) -> sum + value)
                        .toStream()
                        .to("out"))) {
            program.pipe("in", "a", "x y", 5);

            return program.read("out");
        }
    }

    @ParameterizedTest
    @EnumSource(Cache.class)
    void tumblingWindowsTakeOutOfOrderRecordsAndDropLateOnes(Cache cache) {
        try (DriverProgram program = new DriverProgram(
                cache,
                builder -> builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                        .groupByKey()
                        .windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofMillis(10), Duration.ofMillis(5)))
                        .count(Materialized.as("windows"))
                        .toStream()
                        .to("out"))) {
            program.pipe("in", "a", "first", 1);
            program.pipe("in", "a", "next window", 14);
            program.pipe("in", "a", "out of order", 9);
            program.pipe("in", "b", "closes the first window", 15);
            program.pipe("in", "a", "late", 8);

            assertThat(program.read(
                            "out",
                            new TimeWindowedDeserializer<>(new StringDeserializer(), 10L),
                            new LongDeserializer()))
                    .containsExactly("[a@0/10]=1@1", "[a@10/20]=1@14", "[a@0/10]=2@9", "[b@10/20]=1@15");
            assertThat(dropped(program)).isEqualTo(1.0);
        }
    }

    @ParameterizedTest
    @EnumSource(Cache.class)
    void recordFallsIntoEveryHoppingWindowThatSpansIt(Cache cache) {
        try (DriverProgram program = new DriverProgram(
                cache,
                builder -> builder.<String, String>stream("in")
                        .groupByKey()
                        .windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofMillis(10))
                                .advanceBy(Duration.ofMillis(5)))
                        .reduce((sum, value) -> sum + value)
                        .toStream((window, value) -> window.toString())
                        .to("out"))) {
            program.pipe("in", "a", "x", 7);
            program.pipe("in", "a", "y", 12);

            assertThat(program.read("out"))
                    .containsExactly("[a@0/10]=x@7", "[a@5/15]=x@7", "[a@5/15]=xy@12", "[a@10/20]=y@12");
        }
    }

    private static double dropped(DriverProgram program) {
        return program.driver().metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("dropped-records-total"))
                .mapToDouble(metric -> (Double) metric.getValue().metricValue())
                .sum();
    }
}
