package io.millrace.examples;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.Topology;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.Joined;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Produced;
import io.millrace.streams.kstream.TimeWindows;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/** How many pages are viewed in each region: views joined with the profiles of the users, counted by hopping windows. */
public final class PageViewsByRegion {

    /** Somebody looked at a page. */
    public record PageView(String page) {}

    /** What is known of a user. */
    public record Profile(String region) {}

    private static final String UNKNOWN = "unknown";

    private PageViewsByRegion() {}

    /**
     * Views by user from {@code page-views}, profiles by user from {@code user-profiles}; the counts of five minutes, a new window each
     * minute, to {@code views-by-region}.
     */
    public static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        KTable<String, Profile> profiles =
                builder.table("user-profiles", Consumed.with(Serdes.String(), JsonSerde.of(Profile.class)));
        builder.stream("page-views", Consumed.with(Serdes.String(), JsonSerde.of(PageView.class)))
                .leftJoin(
                        profiles,
                        (view, profile) -> region(profile),
                        Joined.with(Serdes.String(), JsonSerde.of(PageView.class), JsonSerde.of(Profile.class)))
                .groupBy((user, region) -> region, Grouped.with("by-region", Serdes.String(), Serdes.String()))
                .windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofMinutes(5), Duration.ofMinutes(1))
                        .advanceBy(Duration.ofMinutes(1)))
                .count(Materialized.as("views"))
                .toStream((window, views) -> window.key())
                .to("views-by-region", Produced.with(Serdes.String(), Serdes.Long()));
        return builder.build();
    }

    private static String region(@Nullable Profile profile) {
        return profile == null ? UNKNOWN : profile.region();
    }
}
