package io.millrace.streams.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.dsl.DriverProgram.Cache;
import io.millrace.streams.kstream.KGroupedStream;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.SessionWindows;
import io.millrace.streams.kstream.SlidingWindows;
import io.millrace.streams.kstream.TimeWindows;
import io.millrace.streams.kstream.Windowed;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two streams aggregated into windows of one table, of which one lags behind the other by more than the store keeps. Its records are
 * in time for it, and its results are sent, as in Kafka Streams.
 */
final class LaggingStreamTests {

    private static final Duration LENGTH = Duration.ofMillis(20);

    @ParameterizedTest
    @EnumSource
    void updatesItsTimeWindows(Cache cache) {
        assertThat(resultsOfLagging(
                        cache,
                        (left, right) -> left.<String>cogroup((key, value, all) -> all + value)
                                .cogroup(right, (key, value, all) -> all + value)
                                .windowedBy(TimeWindows.ofSizeWithNoGrace(LENGTH))
                                .aggregate(() -> "")))
                .containsExactly("1200=late@1216");
    }

    @ParameterizedTest
    @EnumSource
    void updatesItsSlidingWindows(Cache cache) {
        assertThat(resultsOfLagging(
                        cache,
                        (left, right) -> left.<String>cogroup((key, value, all) -> all + value)
                                .cogroup(right, (key, value, all) -> all + value)
                                .windowedBy(SlidingWindows.ofTimeDifferenceWithNoGrace(LENGTH))
                                .aggregate(() -> "")))
                .containsExactly("1196=late@1216");
    }

    @ParameterizedTest
    @EnumSource
    void updatesItsSessions(Cache cache) {
        assertThat(resultsOfLagging(
                        cache,
                        (left, right) -> left.<String>cogroup((key, value, all) -> all + value)
                                .cogroup(right, (key, value, all) -> all + value)
                                .windowedBy(SessionWindows.ofInactivityGapWithNoGrace(LENGTH))
                                .aggregate(() -> "", (key, one, other) -> one + other)))
                .containsExactly("1216=late@1216");
    }

    private static List<String> resultsOfLagging(Cache cache, Aggregation aggregation) {
        try (DriverProgram program = new DriverProgram(
                cache,
                builder -> aggregation
                        .of(
                                builder.<String, String>stream("left").groupByKey(),
                                builder.<String, String>stream("right").groupByKey())
                        .toStream((window, value) -> "" + window.window().start())
                        .to("out"))) {
            program.pipe("left", "k", "ahead", 2000);
            program.read("out");

            program.pipe("right", "k", "late", 1216);

            return program.read("out");
        }
    }

    private interface Aggregation {

        KTable<Windowed<String>, String> of(KGroupedStream<String, String> left, KGroupedStream<String, String> right);
    }
}
