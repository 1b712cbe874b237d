package io.millrace.streams.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.dsl.DriverProgram.Cache;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.kstream.JoinWindows;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.StreamJoined;
import io.millrace.streams.kstream.ValueJoiner;
import io.millrace.streams.state.Stores;
import java.time.Duration;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/** Joins of streams within windows; the expected results are those of Kafka Streams. */
class StreamJoinTests {

    private static final ValueJoiner<String, String, String> JOINER = (left, right) -> left + "+" + right;

    private enum Kind {
        INNER,
        LEFT,
        OUTER
    }

    @Test
    void innerJoinPairsRecordsWithinTheWindowAndTakesTheLaterTime() {
        try (DriverProgram program = program(Kind.INNER, windows(50, 0))) {
            program.pipe("l", "k", "a", 1000);
            program.pipe("l", "k", "b", 1010);
            program.pipe("r", "k", "x", 1055);
            program.pipe("l", "k", "c", 1005);
            program.pipe("r", null, "y", 1055);
            program.pipe("r", "k", null, 1055);

            assertThat(program.read("o")).containsExactly("k=b+x@1055", "k=c+x@1055");
        }
    }

    @Test
    void leftJoinEmitsUnmatchedRecordsWhenTheirWindowIsClosed() {
        try (DriverProgram program = program(Kind.LEFT, windows(50, 0))) {
            program.pipe("l", "d", "d", 1000);
            program.pipe("r", "e", "e", 1000);
            program.pipe("l", "f", "f", 1050);
            assertThat(program.read("o")).isEmpty();

            program.pipe("r", "g", "g", 1051);

            assertThat(program.read("o")).containsExactly("d=d+null@1000");
        }
    }

    @Test
    void leftJoinForwardsRecordsWithoutAKeyAndLateOnesAtOnce() {
        try (DriverProgram program = program(Kind.LEFT, windows(50, 30))) {
            program.pipe("l", null, "x", 1100);
            program.pipe("r", null, "y", 1100);
            program.pipe("l", "q", "q", 1049);
            program.pipe("l", "s", "s", 1050);

            assertThat(program.read("o")).containsExactly("null=x+null@1100", "q=q+null@1049");
        }
    }

    @Test
    void outerJoinEmitsUnmatchedRecordsOfBothSidesByTimeAndThenRightBeforeLeft() {
        try (DriverProgram program = program(Kind.OUTER, windows(50, 30))) {
            program.pipe("l", "d", "d", 1000);
            program.pipe("l", "z", "z", 1100);
            program.pipe("l", "r", "r", 1050);
            program.pipe("r", "u", "u", 1050);
            assertThat(program.read("o")).containsExactly("d=d+null@1000");

            program.pipe("r", "z", "z", 1132);

            assertThat(program.read("o")).containsExactly("u=null+u@1050", "r=r+null@1050", "z=z+z@1132");
        }
    }

    @Test
    void recordsOfOneTimeAndKeyAreLookedAtOneByOne() {
        try (DriverProgram program = program(Kind.OUTER, beforeOnly(5, 200))) {
            program.pipe("r", "x", "r", 1001);
            program.pipe("l", "k", "a", 1016);
            program.pipe("l", "k", "b", 1016);
            program.pipe("l", "k", "c", 1119);
            program.pipe("l", "k", "d", 1202);
            assertThat(program.read("o")).isEmpty();

            program.pipe("l", "z", "e", 1224);

            assertThat(program.read("o")).containsExactly("x=null+r@1001", "k=a+null@1016", "k=b+null@1016");
        }
    }

    @Test
    void afterALookThatFoundNothingTheNextIsForTheFirstThatWaits() {
        try (DriverProgram program = program(Kind.LEFT, windows(70, 50))) {
            program.pipe("l", "a", "1", 0);
            program.pipe("r", "x", "r", 1579);
            assertThat(program.read("o")).containsExactly("a=1+null@0");
            program.pipe("r", "y", "r", 1848);
            program.pipe("l", "b", "2", 1831);
            program.pipe("l", "c", "3", 1798);
            program.pipe("l", "d", "4", 1867);
            assertThat(program.read("o")).isEmpty();

            program.pipe("r", "z", "r", 1926);

            assertThat(program.read("o")).containsExactly("c=3+null@1798");
        }
    }

    @Test
    void unmatchedRecordsAreLoggedByTimeSideAndKey() {
        try (DriverProgram program = program(Kind.OUTER, windows(50, 0))) {
            program.pipe("l", "k", "a", 1);
            program.pipe("l", "k", "b", 1);

            assertThat(program.driver()
                            .createOutputTopic(
                                    "app-stores-outer-shared-join-store-changelog",
                                    new ByteArrayDeserializer(),
                                    new ByteArrayDeserializer())
                            .readRecordsToList())
                    .last()
                    .satisfies(logged -> {
                        assertThat(logged.key()).containsExactly(0, 0, 0, 0, 0, 0, 0, 1, 1, 'k');
                        assertThat(logged.value())
                                .containsExactly(1, 0, 0, 0, 2, 0, 0, 0, 2, 1, 'a', 0, 0, 0, 2, 1, 'b');
                    });
        }
    }

    @Test
    void storesThatDoNotFitTheWindowsAreRefused() {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, String> left = builder.stream("l");
        KStream<String, String> right = builder.stream("r");
        StreamJoined<String, String, String> joined = StreamJoined.with(
                Stores.inMemoryWindowStore("a", Duration.ofMillis(100), Duration.ofMillis(100), false),
                Stores.inMemoryWindowStore("b", Duration.ofMillis(100), Duration.ofMillis(100), true));

        assertThatThrownBy(() -> left.join(right, JOINER, windows(50, 0), joined))
                .isInstanceOf(StreamsException.class)
                .hasMessageContaining("retainDuplicates=true");
    }

    private static DriverProgram program(Kind kind, JoinWindows windows) {
        return new DriverProgram(Cache.ON, builder -> {
            KStream<String, String> left = builder.stream("l");
            KStream<String, String> right = builder.stream("r");
            StreamJoined<String, String, String> joined = StreamJoined.as("stores");
            KStream<String, String> out = switch (kind) {
                case INNER -> left.join(right, JOINER, windows, joined);
                case LEFT -> left.leftJoin(right, JOINER, windows, joined);
                case OUTER -> left.outerJoin(right, JOINER, windows, joined);
            };
            out.to("o");
        });
    }

    private static JoinWindows beforeOnly(long beforeMs, long graceMs) {
        return windows(0, graceMs).before(Duration.ofMillis(beforeMs));
    }

    private static JoinWindows windows(long differenceMs, long graceMs) {
        return JoinWindows.ofTimeDifferenceAndGrace(Duration.ofMillis(differenceMs), Duration.ofMillis(graceMs));
    }
}
