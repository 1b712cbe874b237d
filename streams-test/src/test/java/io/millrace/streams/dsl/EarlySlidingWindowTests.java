package io.millrace.streams.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.dsl.DriverProgram.Cache;
import io.millrace.streams.kstream.SlidingWindows;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records so early that their left window would begin before time 0 share one; the orders are those of Kafka Streams. */
final class EarlySlidingWindowTests {

    @ParameterizedTest
    @CsvSource(delimiter = ':', textBlock = """
        15 3 15 17 : 4=acd@17 16=d@17 0=abcd@17
        8 15 8 6 : 7=abc@15 0=abcd@15
        24 1 7 : 4=ac@24 8=a@24 2=c@7 0=bc@7
        24 11 : 4=ab@24 12=a@24 0=b@11
        """)
    void updatesOfTheSharedWindowAreSentLast(String times, String expected) {
        try (DriverProgram program = new DriverProgram(
                Cache.OFF,
                builder -> builder.<String, String>stream("in")
                        .groupByKey()
                        .windowedBy(
                                SlidingWindows.ofTimeDifferenceAndGrace(Duration.ofMillis(20), Duration.ofMillis(100)))
                        .aggregate(() -> "", (key, value, all) -> all + value)
                        .toStream((window, value) -> "" + window.window().start())
                        .to("out"))) {
            List<String> last = List.of();
            char value = 'a';
            for (String time : times.split(" ")) {
                program.pipe("in", "k", String.valueOf(value++), Long.parseLong(time));
                last = program.read("out");
            }

            assertThat(last).containsExactly(expected.split(" "));
        }
    }
}
