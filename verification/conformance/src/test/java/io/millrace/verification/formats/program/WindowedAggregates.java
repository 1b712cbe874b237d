package io.millrace.verification.formats.program;

import io.millrace.streams.kstream.EmitStrategy;
import io.millrace.streams.kstream.KGroupedStream;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.SessionWindows;
import io.millrace.streams.kstream.SlidingWindows;
import io.millrace.streams.kstream.Suppressed;
import io.millrace.streams.kstream.TimeWindows;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.processor.StateStore;
import io.millrace.verification.formats.Inputs;
import java.time.Duration;

/** Aggregations in tumbling, hopping, sliding and session windows, with results at each update and at the end of a window. */
final class WindowedAggregates implements Program {

    private static final Duration GRACE = Duration.ofSeconds(40);
    private static final Duration LASTING = Duration.ofHours(1);
    private static final TimeWindows TUMBLING = TimeWindows.ofSizeAndGrace(Inputs.WINDOW, GRACE);
    private static final TimeWindows HOPPING = TUMBLING.advanceBy(Duration.ofSeconds(20));
    private static final SlidingWindows SLIDING =
            SlidingWindows.ofTimeDifferenceAndGrace(Duration.ofSeconds(20), GRACE);
    private static final SessionWindows SESSIONS = SessionWindows.ofInactivityGapAndGrace(Inputs.SHORT, GRACE);

    @Override
    public void define(Definition definition) {
        KGroupedStream<String, String> grouped = definition.stream().groupByKey();
        updates(definition, grouped);
        results(definition, grouped);
        for (String store :
                new String[] {"tumbling", "hopping", "sliding", "tumbling-final", "sliding-final", "suppressed"}) {
            definition.read(store, Readings.windows(store));
        }
        definition.read("session", Readings.sessions("session"));
        definition.read("session-final", Readings.sessions("session-final"));
    }

    private static void updates(Definition definition, KGroupedStream<String, String> grouped) {
        send(
                definition,
                "tumbling",
                grouped.windowedBy(TUMBLING).count(Materialized.as("tumbling")).toStream());
        send(
                definition,
                "hopping",
                grouped.windowedBy(HOPPING)
                        .aggregate(() -> "", WindowedAggregates::joined, Materialized.as("hopping"))
                        .toStream());
        send(
                definition,
                "sliding",
                grouped.windowedBy(SLIDING).count(Materialized.as("sliding")).toStream());
        send(
                definition,
                "session",
                grouped.windowedBy(SESSIONS)
                        .aggregate(
                                () -> "",
                                WindowedAggregates::joined,
                                (key, one, other) -> "(" + one + "|" + other + ")",
                                Materialized.as("session"))
                        .toStream());
    }

    private static void results(Definition definition, KGroupedStream<String, String> grouped) {
        send(
                definition,
                "tumbling-final",
                grouped.windowedBy(TUMBLING)
                        .emitStrategy(EmitStrategy.onWindowClose())
                        .count(lasting("tumbling-final"))
                        .toStream());
        send(
                definition,
                "sliding-final",
                grouped.windowedBy(SLIDING)
                        .emitStrategy(EmitStrategy.onWindowClose())
                        .count(lasting("sliding-final"))
                        .toStream());
        send(
                definition,
                "session-final",
                grouped.windowedBy(SESSIONS)
                        .emitStrategy(EmitStrategy.onWindowClose())
                        .count(lasting("session-final"))
                        .toStream());
        send(
                definition,
                "suppressed",
                grouped.windowedBy(HOPPING)
                        .reduce((one, other) -> one + other, Materialized.as("suppressed"))
                        .suppress(Suppressed.untilWindowCloses(Suppressed.BufferConfig.unbounded()))
                        .toStream());
    }

    private static void send(Definition definition, String label, KStream<Windowed<String>, ?> results) {
        definition.send(label, results.selectKey((key, value) -> Text.of(key)));
    }

    /** Kafka Streams loses final results of windows that expire at a leap in time. */
    private static <S extends StateStore> Materialized<String, Long, S> lasting(String store) {
        return Materialized.<String, Long, S>as(store).withRetention(LASTING);
    }

    private static String joined(String key, String value, String sum) {
        return Inputs.isDeletion(value) ? null : sum + value;
    }
}
