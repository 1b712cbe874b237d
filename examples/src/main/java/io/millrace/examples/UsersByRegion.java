package io.millrace.examples;

import io.millrace.streams.KeyValue;
import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.Topology;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Produced;
import org.apache.kafka.common.serialization.Serdes;

/** How many users live in each region. A user who moves is counted at the new place and no longer at the old: a table, aggregated. */
public final class UsersByRegion {

    private static final long CROWD = 2;

    private UsersByRegion() {}

    /** Regions by user from {@code user-regions}; regions with at least two users to {@code crowded-regions}, a tombstone for one that falls below. */
    public static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.table("user-regions", Consumed.with(Serdes.String(), Serdes.String()))
                .groupBy(
                        (user, region) -> KeyValue.pair(region, user),
                        Grouped.with("by-region", Serdes.String(), Serdes.String()))
                .count(Materialized.as("users"))
                .filter((region, users) -> users >= CROWD)
                .toStream()
                .to("crowded-regions", Produced.with(Serdes.String(), Serdes.Long()));
        return builder.build();
    }
}
