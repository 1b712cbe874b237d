package io.millrace.examples.guide;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.kstream.EmitStrategy;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.KGroupedStream;
import io.millrace.streams.kstream.Produced;
import io.millrace.streams.kstream.SessionWindows;
import io.millrace.streams.kstream.SlidingWindows;
import io.millrace.streams.kstream.Suppressed;
import io.millrace.streams.kstream.Suppressed.BufferConfig;
import io.millrace.streams.kstream.TimeWindows;
import io.millrace.streams.kstream.UnlimitedWindows;
import io.millrace.streams.kstream.WindowedSerdes;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.serialization.Serdes;

/** Aggregations by window. */
final class Windows {

    private Windows() {}

    static void tumbling(StreamsBuilder builder) {
        builder.<String, String>stream("clicks")
                .groupByKey()
                .windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofMillis(10)))
                .count()
                .toStream()
                .to("counts", Produced.with(WindowedSerdes.timeWindowedSerdeFrom(String.class, 10), Serdes.Long()));
    }

    static void grace(StreamsBuilder builder) {
        builder.<String, String>stream("clicks")
                .groupByKey()
                .windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofMillis(10), Duration.ofMillis(5)))
                .count()
                .toStream()
                .to("counts", Produced.with(WindowedSerdes.timeWindowedSerdeFrom(String.class, 10), Serdes.Long()));
    }

    static void hopping(StreamsBuilder builder) {
        builder.<String, String>stream("clicks")
                .groupByKey()
                .windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofMillis(10)).advanceBy(Duration.ofMillis(5)))
                .count()
                .toStream()
                .to("counts", Produced.with(WindowedSerdes.timeWindowedSerdeFrom(String.class, 10), Serdes.Long()));
    }

    static void sliding(StreamsBuilder builder) {
        builder.<String, String>stream("clicks")
                .groupByKey()
                .windowedBy(SlidingWindows.ofTimeDifferenceWithNoGrace(Duration.ofMillis(10)))
                .count()
                .toStream()
                .to("counts", Produced.with(WindowedSerdes.timeWindowedSerdeFrom(String.class, 10), Serdes.Long()));
    }

    static void session(StreamsBuilder builder) {
        builder.<String, String>stream("clicks")
                .groupByKey()
                .windowedBy(SessionWindows.ofInactivityGapAndGrace(Duration.ofMillis(10), Duration.ofMillis(20)))
                .count()
                .toStream()
                .to("sessions", Produced.with(WindowedSerdes.sessionWindowedSerdeFrom(String.class), Serdes.Long()));
    }

    static void unlimited(StreamsBuilder builder) {
        builder.<String, String>stream("clicks")
                .groupByKey()
                .windowedBy(UnlimitedWindows.of().startOn(Instant.ofEpochMilli(100)))
                .count()
                .toStream((window, count) -> window.key())
                .to("since-opening", Produced.valueSerde(Serdes.Long()));
    }

    static void emitFinal(StreamsBuilder builder) {
        builder.<String, String>stream("clicks")
                .groupByKey()
                .windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofMillis(10)))
                .emitStrategy(EmitStrategy.onWindowClose())
                .count()
                .toStream()
                .to("final", Produced.with(WindowedSerdes.timeWindowedSerdeFrom(String.class, 10), Serdes.Long()));
    }

    static void suppress(StreamsBuilder builder) {
        builder.<String, String>stream("clicks")
                .groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                .windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofMillis(10)))
                .count()
                .suppress(Suppressed.untilWindowCloses(BufferConfig.unbounded()))
                .toStream()
                .to("final", Produced.with(WindowedSerdes.timeWindowedSerdeFrom(String.class, 10), Serdes.Long()));
    }

    static void cogroup(StreamsBuilder builder) {
        KGroupedStream<String, String> likes =
                builder.<String, String>stream("likes").groupByKey();
        KGroupedStream<String, String> shares =
                builder.<String, String>stream("shares").groupByKey();
        likes.<String>cogroup((post, like, score) -> score + "L")
                .cogroup(shares, (post, share, score) -> score + "S")
                .windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofMillis(10)))
                .aggregate(() -> "")
                .toStream()
                .to("scores", Produced.keySerde(WindowedSerdes.timeWindowedSerdeFrom(String.class, 10)));
    }
}
