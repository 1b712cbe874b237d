package io.millrace.streams.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.dsl.DriverProgram.Cache;
import io.millrace.streams.kstream.Branched;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.Named;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Splits of a stream; the expected results are those of Kafka Streams. */
class SplitTests {

    @Test
    void eachRecordGoesToTheFirstBranchThatTakesIt() {
        Map<String, KStream<String, String>> branches = new HashMap<>();
        try (DriverProgram program = new DriverProgram(Cache.ON, builder -> {
            branches.putAll(builder.<String, String>stream("l")
                    .split(Named.as("s-"))
                    .branch((key, value) -> value.contains("a"), Branched.as("a"))
                    .branch((key, value) -> value.contains("b"))
                    .defaultBranch(Branched.withFunction(rest -> rest.mapValues(value -> value + "!"), "rest")));
            branches.forEach((name, stream) -> stream.to(name));
        })) {
            program.pipe("l", "k", "ab", 1);
            program.pipe("l", "k", "b", 2);
            program.pipe("l", "k", "c", 3);

            assertThat(branches).containsOnlyKeys("s-a", "s-2", "s-rest");
            assertThat(program.read("s-a")).containsExactly("k=ab@1");
            assertThat(program.read("s-2")).containsExactly("k=b@2");
            assertThat(program.read("s-rest")).containsExactly("k=c!@3");
        }
    }

    @Test
    void branchesGivenToAConsumerAreNotReturned() {
        Map<String, KStream<String, String>> branches = new HashMap<>();
        try (DriverProgram program = new DriverProgram(
                Cache.ON,
                builder -> branches.putAll(builder.<String, String>stream("l")
                        .split()
                        .branch((key, value) -> true, Branched.withConsumer(stream -> stream.to("all")))
                        .noDefaultBranch()))) {
            program.pipe("l", "k", "v", 1);

            assertThat(branches).isEmpty();
            assertThat(program.read("all")).containsExactly("k=v@1");
        }
    }
}
