package io.millrace.streams.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.dsl.DriverProgram.Cache;
import io.millrace.streams.kstream.Consumed;
import org.junit.jupiter.api.Test;

final class SharedNameTests {

    @Test
    void twoStreamsOfOneTopicMayBeGivenTheSameName() {
        try (DriverProgram program = new DriverProgram(Cache.OFF, builder -> {
            builder.<String, String>stream("in", Consumed.as("source")).to("one");
            builder.<String, String>stream("in", Consumed.as("source")).to("other");
        })) {
            program.pipe("in", "k", "v", 1);

            assertThat(program.read("one")).containsExactly("k=v@1");
            assertThat(program.read("other")).containsExactly("k=v@1");
        }
    }
}
