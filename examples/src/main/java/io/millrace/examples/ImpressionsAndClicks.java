package io.millrace.examples;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.Topology;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.JoinWindows;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.Produced;
import io.millrace.streams.kstream.StreamJoined;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;

/** Which advertisements were clicked within ten minutes of being shown: two streams joined, the ones without a click included. */
public final class ImpressionsAndClicks {

    private static final Duration WITHIN = Duration.ofMinutes(10);
    private static final Duration GRACE = Duration.ofMinutes(1);

    private ImpressionsAndClicks() {}

    /** Both streams by id, from {@code impressions} and {@code clicks}; {@code advert/click} to {@code outcomes}, {@code advert/none} once no click can come any more. */
    public static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, String> impressions =
                builder.stream("impressions", Consumed.with(Serdes.String(), Serdes.String()));
        KStream<String, String> clicks = builder.stream("clicks", Consumed.with(Serdes.String(), Serdes.String()));
        impressions
                .leftJoin(
                        clicks,
                        (advert, click) -> advert + "/" + (click == null ? "none" : click),
                        JoinWindows.ofTimeDifferenceAndGrace(WITHIN, GRACE).before(Duration.ZERO),
                        StreamJoined.with(Serdes.String(), Serdes.String(), Serdes.String())
                                .withName("outcomes")
                                .withStoreName("outcomes"))
                .to("outcomes", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }
}
