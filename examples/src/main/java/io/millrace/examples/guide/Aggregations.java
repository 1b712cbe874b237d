package io.millrace.examples.guide;

import io.millrace.streams.KeyValue;
import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.kstream.CogroupedKStream;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.KGroupedStream;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Produced;
import org.apache.kafka.common.serialization.Serdes;

/** Aggregations without windows. */
final class Aggregations {

    private Aggregations() {}

    static void count(StreamsBuilder builder) {
        builder.<String, String>stream("visits")
                .groupByKey()
                .count(Materialized.as("visits-by-user"))
                .toStream()
                .to("visit-counts", Produced.valueSerde(Serdes.Long()));
    }

    static void groupBy(StreamsBuilder builder) {
        builder.<String, String>stream("visits")
                .groupBy((user, page) -> page, Grouped.as("by-page"))
                .count(Materialized.as("visits-by-page"))
                .toStream()
                .to("page-counts", Produced.valueSerde(Serdes.Long()));
    }

    static void reduce(StreamsBuilder builder) {
        builder.stream("payments", Consumed.with(Serdes.String(), Serdes.Long()))
                .groupByKey(Grouped.with(Serdes.String(), Serdes.Long()))
                .reduce(Math::max, Materialized.as("largest"))
                .toStream()
                .to("largest-payment", Produced.valueSerde(Serdes.Long()));
    }

    static void aggregate(StreamsBuilder builder) {
        builder.<String, String>stream("visits")
                .groupByKey()
                .aggregate(() -> "", (user, page, path) -> path + "/" + page, Materialized.as("paths"))
                .toStream()
                .to("user-paths");
    }

    @SuppressWarnings("NullAway") // Null is what this example is about.
    static void removeByNull(StreamsBuilder builder) {
        builder.<String, String>stream("carts")
                .groupByKey()
                .aggregate(
                        () -> "",
                        (user, item, cart) -> item.equals("checkout") ? null : cart + "[" + item + "]",
                        Materialized.as("open-carts"))
                .toStream()
                .to("cart-changes");
    }

    static void ofATable(StreamsBuilder builder) {
        builder.<String, String>table("team-of-player")
                .groupBy((player, team) -> KeyValue.pair(team, player), Grouped.as("by-team"))
                .aggregate(
                        () -> "",
                        (team, player, members) -> members + player + " ",
                        (team, player, members) -> members.replace(player + " ", ""),
                        Materialized.as("members"))
                .toStream()
                .to("team-members");
    }

    static void cogroup(StreamsBuilder builder) {
        KGroupedStream<String, String> orders =
                builder.<String, String>stream("orders").groupByKey();
        KGroupedStream<String, String> returns =
                builder.<String, String>stream("returns").groupByKey();

        CogroupedKStream<String, Long> both = orders.<Long>cogroup((customer, order, balance) -> balance + 1)
                .cogroup(returns, (customer, order, balance) -> balance - 1);
        both.aggregate(() -> 0L, Materialized.with(Serdes.String(), Serdes.Long()))
                .toStream()
                .to("balances", Produced.valueSerde(Serdes.Long()));
    }
}
