package io.millrace.streams.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.KeyValue;
import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.dsl.DriverProgram.Cache;
import io.millrace.streams.kstream.Aggregator;
import io.millrace.streams.kstream.CogroupedKStream;
import io.millrace.streams.kstream.EmitStrategy;
import io.millrace.streams.kstream.KGroupedStream;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.SessionWindows;
import io.millrace.streams.kstream.SlidingWindows;
import io.millrace.streams.kstream.TimeWindows;
import io.millrace.streams.kstream.UnlimitedWindows;
import io.millrace.streams.kstream.Windowed;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is expected here is what Kafka Streams does, unless a test says otherwise. */
final class WindowingTests {

    private static final Duration TEN_MS = Duration.ofMillis(10);
    private static final Aggregator<String, String, String> APPEND = (key, value, sum) -> sum + value;

    @Test
    void aRecordMakesItsLeftWindowAndTheRightWindowsThatHoldSomething() {
        try (DriverProgram program = sliding(Duration.ofMillis(7))) {
            program.pipe("in", "k", "b", 1005);
            program.pipe("in", "k", "e", 1010);
            program.pipe("in", "k", "X", 1004);
            program.pipe("in", "k", "g", 1006);

            assertThat(program.read("out"))
                    .containsExactly(
                            "k@995/1005=b@1005",
                            "k@1006/1016=e@1010",
                            "k@1000/1010=be@1010",
                            "k@1000/1010=beX@1010",
                            "k@995/1005=bX@1005",
                            "k@994/1004=X@1004",
                            "k@1005/1015=be@1010",
                            "k@1006/1016=eg@1010",
                            "k@1005/1015=beg@1010",
                            "k@1000/1010=beXg@1010",
                            "k@996/1006=bXg@1006",
                            "k@1007/1017=e@1010");
        }
    }

    @Test
    void aLateRecordGoesOnlyIntoSlidingWindowsThatAreOpen() {
        try (DriverProgram program = sliding(Duration.ofMillis(7))) {
            program.pipe("in", "other", "n", 1034);
            program.pipe("in", "k", "l", 1020);
            program.pipe("in", "k", "o", 1026);

            assertThat(program.read("out")).containsExactly("other@1024/1034=n@1034");
        }
    }

    private static DriverProgram sliding(Duration grace) {
        return program(
                Cache.OFF,
                in -> in.windowedBy(SlidingWindows.ofTimeDifferenceAndGrace(TEN_MS, grace))
                        .aggregate(() -> "", APPEND, Materialized.as("windows")));
    }

    @ParameterizedTest
    @EnumSource(Cache.class)
    void sessionsWithinTheGapOfARecordBecomeOne(Cache cache) {
        try (DriverProgram program = sessions(cache, EmitStrategy.onWindowUpdate())) {
            program.pipe("in", "k", "a", 100);
            program.pipe("in", "k", "b", 108);
            program.pipe("in", "k", "c", 104);

            assertThat(program.read("out"))
                    .containsExactly(
                            "k@100/100=a@100",
                            "k@108/108=b@108",
                            "k@100/100=null@100",
                            "k@108/108=null@108",
                            "k@100/108=((|a)|b)c@108");
            assertThat(program.driver().getSessionStore("sessions").fetchSession("k", 100, 108))
                    .isEqualTo("((|a)|b)c");
        }
    }

    @Test
    void aSessionTakesLateRecordsForTheGapAndTheGracePeriod() {
        try (DriverProgram program = sessions(Cache.OFF, EmitStrategy.onWindowUpdate())) {
            program.pipe("in", "other", "o", 112);
            program.pipe("in", "k", "late", 99);
            program.pipe("in", "k", "a", 100);

            assertThat(program.read("out")).containsExactly("other@112/112=o@112", "k@100/100=a@100");
        }
    }

    @ParameterizedTest
    @EnumSource(Cache.class)
    void oneFinalResultIsSentForEachSession(Cache cache) {
        try (DriverProgram program = sessions(cache, EmitStrategy.onWindowClose())) {
            program.pipe("in", "k", "a", 100);
            program.pipe("in", "k", "b", 104);
            program.pipe("in", "other", "o", 116);
            assertThat(program.read("out")).isEmpty();

            program.pipe("in", "other", "closes the first", 117);

            assertThat(program.read("out")).containsExactly("k@100/104=(|a)b@104");
        }
    }

    @ParameterizedTest
    @EnumSource(Materialized.StoreType.class)
    void finalResultsOfSessionsThatEndTogetherComeInTheOrderOfTheStore(Materialized.StoreType type) {
        try (DriverProgram program = program(
                Cache.OFF,
                in -> in.windowedBy(SessionWindows.ofInactivityGapAndGrace(TEN_MS, TEN_MS))
                        .emitStrategy(EmitStrategy.onWindowClose())
                        .reduce((sum, value) -> value, Materialized.as(type)))) {
            program.pipe("in", "b", "v", 100);
            program.pipe("in", "c", "v", 103);
            program.pipe("in", "c", "v", 106);
            program.pipe("in", "b", "v", 106);
            program.pipe("in", "a", "v", 106);
            program.pipe("in", "a", "closes the others", 200);

            // The order is that of Kafka Streams 4.3.1.
            assertThat(program.read("out"))
                    .containsExactly(
                            type == Materialized.StoreType.IN_MEMORY
                                    ? new String[] {"a@106/106=v@106", "b@100/106=v@106", "c@103/106=v@106"}
                                    : new String[] {"b@100/106=v@106", "c@103/106=v@106", "a@106/106=v@106"});
        }
    }

    private static DriverProgram sessions(Cache cache, EmitStrategy emits) {
        return program(
                cache,
                in -> in.windowedBy(SessionWindows.ofInactivityGapAndGrace(Duration.ofMillis(5), Duration.ofMillis(7)))
                        .emitStrategy(emits)
                        .aggregate(
                                () -> "",
                                APPEND,
                                (key, one, other) -> "(" + one + "|" + other + ")",
                                Materialized.as("sessions")));
    }

    @ParameterizedTest
    @EnumSource(Cache.class)
    void finalResultsComeByStartAndThenByKey(Cache cache) {
        try (DriverProgram program = program(
                cache,
                in -> in.windowedBy(TimeWindows.ofSizeAndGrace(TEN_MS, Duration.ofMillis(7))
                                .advanceBy(Duration.ofMillis(5)))
                        .emitStrategy(EmitStrategy.onWindowClose())
                        .aggregate(() -> "", APPEND))) {
            program.pipe("in", "b", "1", 11);
            program.pipe("in", "a", "2", 12);
            program.pipe("in", "b", "3", 14);
            assertThat(program.read("out")).isEmpty();

            program.pipe("in", "c", "4", 27);

            assertThat(program.read("out"))
                    .containsExactly("a@5/15=2@12", "b@5/15=13@14", "a@10/20=2@12", "b@10/20=13@14");
        }
    }

    /** Kafka Streams forgets the windows before it looks for those that closed. */
    @Test
    void finalResultsAreSentAfterALeapInTimeToo() {
        try (DriverProgram program = program(
                Cache.OFF,
                in -> in.windowedBy(TimeWindows.ofSizeWithNoGrace(TEN_MS))
                        .emitStrategy(EmitStrategy.onWindowClose())
                        .aggregate(() -> "", APPEND))) {
            program.pipe("in", "a", "1", 11);

            program.pipe("in", "a", "2", 5000);

            assertThat(program.read("out")).containsExactly("a@10/20=1@11");
        }
    }

    @Test
    void aWindowWithoutEndHasNoFinalResult() {
        KGroupedStream<String, String> grouped =
                new StreamsBuilder().<String, String>stream("in").groupByKey();

        assertThatThrownBy(() -> grouped.windowedBy(UnlimitedWindows.of()).emitStrategy(EmitStrategy.onWindowClose()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("UnlimitedWindows");
    }

    @ParameterizedTest
    @EnumSource(Cache.class)
    void cogroupedStreamsShareAnAggregate(Cache cache) {
        try (DriverProgram program = new DriverProgram(
                cache,
                builder -> cogrouped(builder)
                        .aggregate(() -> "", Materialized.as("both"))
                        .toStream()
                        .to("out"))) {
            program.pipe("in", "k", "a", 10);
            program.pipe("in2", "k", "b", 5);
            program.pipe("in", "k", null, 20);
            program.pipe("in", "k", "c", 15);

            assertThat(program.read("out")).containsExactly("k=a@10", "k=a2b@10", "k=a2bc@15");
            assertThat(program.driver().getKeyValueStore("both").get("k")).isEqualTo("a2bc");
        }
    }

    @Test
    void changesOfCogroupedTablesHaveTheirOldValues() {
        try (DriverProgram program = new DriverProgram(
                Cache.OFF,
                builder -> cogrouped(builder)
                        .aggregate(() -> "")
                        .groupBy((key, value) -> KeyValue.pair("all", value))
                        .aggregate(
                                () -> "",
                                (key, value, sum) -> sum + "+" + value,
                                (key, value, sum) -> sum + "-" + value)
                        .toStream()
                        .to("out"))) {
            program.pipe("in", "k", "a", 10);
            program.pipe("in2", "k", "b", 11);

            assertThat(program.read("out")).last().isEqualTo("all=+a-a+a2b@11");
        }
    }

    @Test
    void cogroupedStreamsAreAggregatedByWindowAndSession() {
        try (DriverProgram program = new DriverProgram(Cache.OFF, builder -> {
            CogroupedKStream<String, String> both = cogrouped(builder);
            out(both.windowedBy(TimeWindows.ofSizeWithNoGrace(TEN_MS)).aggregate(() -> ""));
            out(both.windowedBy(SlidingWindows.ofTimeDifferenceWithNoGrace(TEN_MS))
                    .aggregate(() -> ""));
            out(both.windowedBy(SessionWindows.ofInactivityGapWithNoGrace(TEN_MS))
                    .aggregate(() -> "", (key, one, other) -> one + "|" + other));
        })) {
            program.pipe("in", "k", "a", 12);
            program.pipe("in2", "k", "b", 14);

            assertThat(program.read("out"))
                    .containsExactlyInAnyOrder(
                            "k@10/20=a@12",
                            "k@2/12=a@12",
                            "k@12/12=a@12",
                            "k@10/20=a2b@14",
                            "k@13/23=2b@14",
                            "k@4/14=a2b@14",
                            "k@12/12=null@12",
                            "k@12/14=|a2b@14");
        }
    }

    private static CogroupedKStream<String, String> cogrouped(StreamsBuilder builder) {
        KGroupedStream<String, String> second =
                builder.<String, String>stream("in2").groupByKey();
        return builder.<String, String>stream("in")
                .groupByKey()
                .cogroup(APPEND)
                .cogroup(second, (key, value, sum) -> sum + "2" + value);
    }

    private static DriverProgram program(
            Cache cache, Function<KGroupedStream<String, String>, KTable<Windowed<String>, String>> aggregation) {
        return new DriverProgram(
                cache,
                builder -> out(
                        aggregation.apply(builder.<String, String>stream("in").groupByKey())));
    }

    private static void out(KTable<Windowed<String>, String> table) {
        table.toStream()
                .map((key, value) -> KeyValue.pair(
                        key.key() + "@" + key.window().start() + "/"
                                + key.window().end(),
                        value))
                .to("out");
    }
}
