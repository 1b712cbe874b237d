package io.millrace.examples.guide;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.kstream.GlobalKTable;
import io.millrace.streams.kstream.JoinWindows;
import io.millrace.streams.kstream.Joined;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.state.Stores;
import java.time.Duration;

/** Joins of streams. */
final class Joins {

    private Joins() {}

    static void streamStream(StreamsBuilder builder) {
        KStream<String, String> orders = builder.stream("orders");
        KStream<String, String> payments = builder.stream("payments");
        orders.join(
                        payments,
                        (order, payment) -> order + " paid by " + payment,
                        JoinWindows.ofTimeDifferenceWithNoGrace(Duration.ofMillis(10)))
                .to("paid-orders");
    }

    static void streamStreamLeft(StreamsBuilder builder) {
        KStream<String, String> orders = builder.stream("orders");
        KStream<String, String> payments = builder.stream("payments");
        orders.leftJoin(
                        payments,
                        (order, payment) -> order + " paid by " + payment,
                        JoinWindows.ofTimeDifferenceAndGrace(Duration.ofMillis(10), Duration.ofMillis(5)))
                .to("paid-orders");
    }

    static void streamStreamOuter(StreamsBuilder builder) {
        KStream<String, String> orders = builder.stream("orders");
        KStream<String, String> payments = builder.stream("payments");
        orders.outerJoin(
                        payments,
                        (order, payment) -> order + " paid by " + payment,
                        JoinWindows.ofTimeDifferenceWithNoGrace(Duration.ofMillis(10)))
                .to("paid-orders");
    }

    static void selfJoin(StreamsBuilder builder) {
        KStream<String, String> steps = builder.stream("steps");
        steps.join(
                        steps,
                        (one, other) -> one + "-" + other,
                        JoinWindows.ofTimeDifferenceWithNoGrace(Duration.ofMillis(10)))
                .to("pairs");
    }

    static void streamTable(StreamsBuilder builder) {
        KTable<String, String> cities = builder.table("user-cities");
        builder.<String, String>stream("clicks")
                .join(cities, (page, city) -> page + " from " + city)
                .to("located-clicks");
    }

    static void streamTableLeft(StreamsBuilder builder) {
        KTable<String, String> cities = builder.table("user-cities");
        builder.<String, String>stream("clicks")
                .leftJoin(cities, (page, city) -> page + " from " + city)
                .to("located-clicks");
    }

    static void streamTableWithGrace(StreamsBuilder builder) {
        KTable<String, String> cities = builder.table(
                "user-cities", Materialized.as(Stores.persistentVersionedKeyValueStore("cities", Duration.ofHours(1))));
        builder.<String, String>stream("clicks")
                .join(
                        cities,
                        (page, city) -> page + " from " + city,
                        Joined.<String, String, String>as("locate").withGracePeriod(Duration.ofMillis(10)))
                .to("located-clicks");
    }

    static void streamGlobalTable(StreamsBuilder builder) {
        GlobalKTable<String, String> countries = builder.globalTable("countries", Materialized.as("countries"));
        builder.<String, String>stream("clicks")
                .leftJoin(countries, (user, code) -> code, (code, country) -> code + "=" + country)
                .to("click-countries");
    }
}
