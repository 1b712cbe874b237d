package io.millrace.streams.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.dsl.DriverProgram.Cache;
import io.millrace.streams.kstream.SlidingWindows;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A reducer that gives null removes the window. With the cache on, the last update of each window is what Kafka Streams sends with the cache off. */
final class NullOfSlidingWindowTests {

    @Test
    void recordsThatOneRecordBringsMeetTheNullInTheCache() {
        try (DriverProgram program = program(Cache.ON)) {
            program.pipe("in", "k", "a", 30);
            program.read("out");

            program.pipe("in", "k", "xb", 40);

            assertThat(program.read("out")).containsExactly("31=xb@40", "20=ab@40");
        }
    }

    @Test
    void eachUpdateIsSentWithTheCacheOff() {
        try (DriverProgram program = program(Cache.OFF)) {
            program.pipe("in", "k", "a", 30);
            program.read("out");

            program.pipe("in", "k", "xb", 40);

            assertThat(program.read("out")).containsExactly("31=x@40", "20=null@40", "31=xb@40", "20=ab@40");
        }
    }

    private static DriverProgram program(Cache cache) {
        return new DriverProgram(
                cache,
                builder -> builder.<String, String>stream("in")
                        .flatMapValues(value -> List.of(value.split("")))
                        .groupByKey()
                        .windowedBy(
                                SlidingWindows.ofTimeDifferenceAndGrace(Duration.ofMillis(20), Duration.ofMillis(100)))
                        .reduce((all, value) -> value.equals("x") ? null : all + value)
                        .toStream((window, value) -> "" + window.window().start())
                        .to("out"));
    }
}
