package io.millrace.examples;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.Topology;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Produced;
import io.millrace.streams.kstream.SessionWindows;
import io.millrace.streams.kstream.WindowedSerdes;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;

/** How many songs each listener plays in a row: a session ends when nothing was played for half an hour. */
public final class PlaySessions {

    private PlaySessions() {}

    /** Songs by listener from {@code plays}; sessions with their counts to {@code play-sessions}. A session that grew comes after a tombstone of its former self. */
    public static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("plays", Consumed.with(Serdes.String(), Serdes.String()))
                .groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                .windowedBy(SessionWindows.ofInactivityGapAndGrace(Duration.ofMinutes(30), Duration.ofMinutes(5)))
                .count(Materialized.as("sessions"))
                .toStream()
                .to(
                        "play-sessions",
                        Produced.with(WindowedSerdes.sessionWindowedSerdeFrom(String.class), Serdes.Long()));
        return builder.build();
    }
}
