package io.millrace.streams.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.kstream.KGroupedStream;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.SessionWindows;
import io.millrace.streams.kstream.SlidingWindows;
import io.millrace.streams.kstream.TimeWindows;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

/** Counts with options but no name: names are those that Kafka Streams gives. */
final class WindowedCountNamesTests {

    private static final Duration TEN_MS = Duration.ofMillis(10);

    @Test
    void countsByTheClockTakeANumberMore() {
        assertThat(described(grouped -> grouped.windowedBy(TimeWindows.ofSizeWithNoGrace(TEN_MS))
                        .count(Materialized.with(Serdes.String(), Serdes.Long()))))
                .contains("KSTREAM-AGGREGATE-0000000003 (stores: [KSTREAM-AGGREGATE-STATE-STORE-0000000002])");
    }

    @Test
    void countsOfSessionsTakeANumberMore() {
        assertThat(described(grouped -> grouped.windowedBy(SessionWindows.ofInactivityGapWithNoGrace(TEN_MS))
                        .count(Materialized.with(Serdes.String(), Serdes.Long()))))
                .contains("KSTREAM-AGGREGATE-0000000003 (stores: [KSTREAM-AGGREGATE-STATE-STORE-0000000002])");
    }

    @Test
    void countsOfSlidingWindowsDoNot() {
        assertThat(described(grouped -> grouped.windowedBy(SlidingWindows.ofTimeDifferenceWithNoGrace(TEN_MS))
                        .count(Materialized.with(Serdes.String(), Serdes.Long()))))
                .contains("KSTREAM-AGGREGATE-0000000002 (stores: [KSTREAM-AGGREGATE-STATE-STORE-0000000001])");
    }

    private static String described(Consumer<KGroupedStream<String, String>> counted) {
        StreamsBuilder builder = new StreamsBuilder();
        counted.accept(builder.<String, String>stream("in").groupByKey());
        return builder.build().describe().toString();
    }
}
