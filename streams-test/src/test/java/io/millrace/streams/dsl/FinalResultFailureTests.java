package io.millrace.streams.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.errors.LogAndContinueProcessingExceptionHandler;
import io.millrace.streams.kstream.EmitStrategy;
import io.millrace.streams.kstream.KGroupedStream;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.SessionWindows;
import io.millrace.streams.kstream.SlidingWindows;
import io.millrace.streams.kstream.TimeWindows;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.processor.StateStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Results on window close, where something fails and the error handler goes on. */
class FinalResultFailureTests {

    private static final Duration SIZE = Duration.ofMillis(20);
    private static final Duration GRACE = Duration.ofMillis(10);
    private static final Duration RETENTION = Duration.ofHours(1);
    private static final String NEXT = "--";

    private final List<String> results = new ArrayList<>();
    private boolean fails;

    @Test
    void resultsOfTimeWindowsWaitForARecordThatCanBeAggregated() {
        try (DriverProgram program = program(FinalResultFailureTests::timed)) {
            closeByABadRecord(program);

            assertThat(results).containsExactly(NEXT, "[k@0/20]=a", NEXT);
        }
    }

    @Test
    void resultsOfSlidingWindowsWaitForARecordThatCanBeAggregated() {
        try (DriverProgram program = program(FinalResultFailureTests::sliding)) {
            closeByABadRecord(program);

            assertThat(results).containsExactly(NEXT, "[k@0/20]=a", NEXT);
        }
    }

    private void closeByABadRecord(DriverProgram program) {
        program.pipe("in", "k", "a", 5);
        program.pipe("in", "k", "bad", 100);
        results.add(NEXT);
        program.pipe("in", "k", "b", 101);
        results.add(NEXT);
    }

    @Test
    void resultsThatTheStoreWouldForgetDoNotWait() {
        try (DriverProgram program = program(grouped -> grouped.windowedBy(TimeWindows.ofSizeAndGrace(SIZE, GRACE))
                .emitStrategy(EmitStrategy.onWindowClose())
                .aggregate(() -> "", FinalResultFailureTests::join))) {
            closeByABadRecord(program);

            assertThat(results).containsExactly("[k@0/20]=a", NEXT, NEXT);
        }
    }

    @Test
    void theRecordThatClosesATimeWindowIsKeptIfTheResultFails() {
        fails = true;
        try (DriverProgram program = program(FinalResultFailureTests::timed)) {
            program.pipe("in", "k", "a", 5);
            program.pipe("in", "k", "b", 100);

            try (var rows =
                    program.driver().<String, String>getWindowStore("kept").all()) {
                assertThat(rows)
                        .toIterable()
                        .map(row -> row.key + "=" + row.value)
                        .containsExactly("[k@0/20]=a", "[k@100/120]=b");
            }
        }
    }

    @Test
    void theRecordThatClosesASlidingWindowIsKeptIfTheResultFails() {
        fails = true;
        try (DriverProgram program = program(FinalResultFailureTests::sliding)) {
            program.pipe("in", "k", "a", 5);
            program.pipe("in", "k", "b", 100);

            try (var rows =
                    program.driver().<String, String>getWindowStore("kept").all()) {
                assertThat(rows)
                        .toIterable()
                        .map(row -> row.key + "=" + row.value)
                        .containsExactly("[k@0/20]=a", "[k@80/100]=b");
            }
        }
    }

    @Test
    void theRecordThatClosesASessionIsKeptIfTheResultFails() {
        fails = true;
        try (DriverProgram program = program(FinalResultFailureTests::sessions)) {
            program.pipe("in", "k", "a", 5);
            program.pipe("in", "k", "b", 100);

            try (var rows =
                    program.driver().<String, String>getSessionStore("kept").fetch("k")) {
                assertThat(rows)
                        .toIterable()
                        .map(row -> row.key + "=" + row.value)
                        .containsExactly("[k@5/5]=a", "[k@100/100]=b");
            }
        }
    }

    private DriverProgram program(
            Function<KGroupedStream<String, String>, KTable<Windowed<String>, String>> aggregation) {
        Map<String, ?> settings = Map.of(
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                LogAndContinueProcessingExceptionHandler.class);
        return new DriverProgram(DriverProgram.Cache.OFF, settings, builder -> {
            KStream<String, String> in = builder.stream("in");
            aggregation.apply(in.groupByKey()).toStream().foreach(this::see);
        });
    }

    private void see(Windowed<String> window, String value) {
        results.add(window + "=" + value);
        if (fails) {
            // No handler is asked of this where it happens, so it reaches the aggregation.
            throw new ClassCastException("no " + value);
        }
    }

    private static KTable<Windowed<String>, String> timed(KGroupedStream<String, String> grouped) {
        return grouped.windowedBy(TimeWindows.ofSizeAndGrace(SIZE, GRACE))
                .emitStrategy(EmitStrategy.onWindowClose())
                .aggregate(() -> "", FinalResultFailureTests::join, kept());
    }

    private static KTable<Windowed<String>, String> sliding(KGroupedStream<String, String> grouped) {
        return grouped.windowedBy(SlidingWindows.ofTimeDifferenceAndGrace(SIZE, GRACE))
                .emitStrategy(EmitStrategy.onWindowClose())
                .aggregate(() -> "", FinalResultFailureTests::join, kept());
    }

    private static KTable<Windowed<String>, String> sessions(KGroupedStream<String, String> grouped) {
        return grouped.windowedBy(SessionWindows.ofInactivityGapAndGrace(SIZE, GRACE))
                .emitStrategy(EmitStrategy.onWindowClose())
                .aggregate(() -> "", FinalResultFailureTests::join, (key, one, other) -> one + other, kept());
    }

    private static <S extends StateStore> Materialized<String, String, S> kept() {
        return Materialized.<String, String, S>as("kept").withRetention(RETENTION);
    }

    private static String join(String key, String value, String aggregate) {
        if (value.equals("bad")) {
            throw new IllegalArgumentException("cannot join " + value);
        }
        return aggregate + value;
    }
}
