package io.millrace.streams.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.dsl.DriverProgram.Cache;
import io.millrace.streams.kstream.SlidingWindows;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Late records whose own left window is closed already; which windows they define is as in Kafka Streams. */
final class LateSlidingWindowTests {

    /** Keys and times of records, and the updates that follow the last. */
    @ParameterizedTest
    @CsvSource(delimiter = ':', textBlock = """
        k1003 k1005 other1015 k1014 k1016 : 1006=de@1016
        k1005 other1015 k1014 k1016 : 1006=cd@1016 1015=d@1016
        """)
    void definesItsRightWindowOnlyIfNoEarlierWindowIsNear(String records, String expected) {
        try (DriverProgram program = new DriverProgram(
                Cache.OFF,
                builder -> builder.<String, String>stream("in")
                        .groupByKey()
                        .windowedBy(SlidingWindows.ofTimeDifferenceWithNoGrace(Duration.ofMillis(10)))
                        .aggregate(() -> "", (key, value, all) -> all + value)
                        .toStream((window, value) -> "" + window.window().start())
                        .to("out"))) {
            List<String> last = List.of();
            char value = 'a';
            for (String record : records.split(" ")) {
                int digits = record.length() - 4;
                program.pipe(
                        "in",
                        record.substring(0, digits),
                        String.valueOf(value++),
                        Long.parseLong(record.substring(digits)));
                last = program.read("out");
            }

            assertThat(last).containsExactly(expected.split(" "));
        }
    }

    @Test
    void doesNotBringBackARightWindowThatANullAggregateRemoved() {
        try (DriverProgram program = new DriverProgram(
                Cache.OFF,
                builder -> builder.<String, String>stream("in")
                        .groupByKey()
                        .windowedBy(
                                SlidingWindows.ofTimeDifferenceAndGrace(Duration.ofMillis(20), Duration.ofMillis(100)))
                        .aggregate(() -> "", (key, value, all) -> all.equals("b") ? null : all + value)
                        .toStream((window, value) -> "" + window.window().start())
                        .to("out"))) {
            program.pipe("in", "k", "a", 100);
            program.pipe("in", "k", "b", 105);
            program.pipe("in", "k", "c", 105);
            program.read("out");

            program.pipe("in", "k", "d", 100);

            assertThat(program.read("out")).containsExactly("85=abcd@105", "80=ad@100");
        }
    }
}
