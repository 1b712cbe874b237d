package io.millrace.examples.guide;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.kstream.GlobalKTable;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Produced;
import io.millrace.streams.kstream.Suppressed;
import io.millrace.streams.kstream.Suppressed.BufferConfig;
import io.millrace.streams.kstream.ValueTransformerWithKey;
import io.millrace.streams.processor.ProcessorContext;
import io.millrace.streams.state.Stores;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;

/** Operators of tables. */
final class Tables {

    private Tables() {}

    static void table(StreamsBuilder builder) {
        KTable<String, String> cities = builder.table("user-cities", Materialized.as("cities"));
        cities.toStream().to("city-changes");
    }

    static void toTable(StreamsBuilder builder) {
        builder.<String, String>stream("moves")
                .mapValues(move -> move.split(">")[1])
                .toTable(Materialized.as("cities"))
                .toStream()
                .to("city-changes");
    }

    static void filter(StreamsBuilder builder) {
        builder.<String, String>table("user-cities")
                .filter((user, city) -> city.startsWith("R"))
                .toStream()
                .to("users-in-r");
    }

    static void mapValues(StreamsBuilder builder) {
        builder.<String, String>table("user-cities")
                .mapValues(String::length)
                .toStream()
                .to("lengths", Produced.valueSerde(Serdes.Integer()));
    }

    static void transformValues(StreamsBuilder builder) {
        builder.<String, String>table("user-cities")
                .transformValues(Stamp::new)
                .toStream()
                .to("stamped");
    }

    static void join(StreamsBuilder builder) {
        KTable<String, String> names = builder.table("names");
        KTable<String, String> cities = builder.table("user-cities");
        names.join(cities, (name, city) -> name + " in " + city).toStream().to("residents");
    }

    static void leftJoin(StreamsBuilder builder) {
        KTable<String, String> names = builder.table("names");
        KTable<String, String> cities = builder.table("user-cities");
        names.leftJoin(cities, (name, city) -> name + " in " + city).toStream().to("residents");
    }

    static void outerJoin(StreamsBuilder builder) {
        KTable<String, String> names = builder.table("names");
        KTable<String, String> cities = builder.table("user-cities");
        names.outerJoin(cities, (name, city) -> name + " in " + city).toStream().to("residents");
    }

    static void foreignKeyJoin(StreamsBuilder builder) {
        KTable<String, String> customerOfOrder = builder.table("customer-of-order");
        KTable<String, String> customers = builder.table("customers");
        customerOfOrder
                .join(customers, customerId -> customerId, (customerId, name) -> "for " + name)
                .toStream()
                .to("order-labels");
    }

    static void foreignKeyLeftJoin(StreamsBuilder builder) {
        KTable<String, String> customerOfOrder = builder.table("customer-of-order");
        KTable<String, String> customers = builder.table("customers");
        customerOfOrder
                .leftJoin(customers, customerId -> customerId, (customerId, name) -> "for " + name)
                .toStream()
                .to("order-labels");
    }

    static void suppress(StreamsBuilder builder) {
        builder.<String, String>table("prices")
                .suppress(Suppressed.untilTimeLimit(Duration.ofSeconds(10), BufferConfig.maxRecords(1_000)))
                .toStream()
                .to("calm-prices");
    }

    static void globalTable(StreamsBuilder builder) {
        GlobalKTable<String, String> products = builder.globalTable("products", Materialized.as("products"));
        builder.<String, String>stream("orders")
                .join(products, (orderId, productId) -> productId, (productId, name) -> name)
                .to("ordered-names");
    }

    static void versioned(StreamsBuilder builder) {
        KTable<String, String> prices = builder.table(
                "prices", Materialized.as(Stores.persistentVersionedKeyValueStore("prices", Duration.ofHours(1))));
        builder.<String, String>stream("orders")
                .join(prices, (order, price) -> order + " for " + price)
                .to("priced-orders");
    }

    private static final class Stamp implements ValueTransformerWithKey<String, String, String> {

        @SuppressWarnings("NullAway.Init") // Set in init, before the first value.
        private ProcessorContext context;

        @Override
        public void init(ProcessorContext context) {
            this.context = context;
        }

        @Override
        public String transform(String user, String city) {
            return city + " since " + context.timestamp();
        }

        @Override
        public void close() {}
    }
}
