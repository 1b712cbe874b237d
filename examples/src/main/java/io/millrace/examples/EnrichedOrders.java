package io.millrace.examples;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.Topology;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.GlobalKTable;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Produced;
import io.millrace.streams.state.KeyValueStore;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;

/**
 * Orders with what is known of their customer and product. The products are a global table, whole at every instance, so that orders need not be partitioned by product; orders and customers
 * are tables joined by foreign key, so that a customer who moves changes all the orders.
 */
public final class EnrichedOrders {

    /** An order. */
    public record Order(String customer, String product, int quantity) {}

    private record Priced(String customer, String text) {}

    private EnrichedOrders() {}

    /** Orders by id from {@code orders}, customers from {@code customers}, product names from {@code products}; sentences to {@code enriched-orders}. */
    public static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        GlobalKTable<String, String> products = builder.globalTable(
                "products", Consumed.with(Serdes.String(), Serdes.String()), Materialized.as("products"));
        KTable<String, String> customers = builder.table(
                "customers", Consumed.with(Serdes.String(), Serdes.String()), Materialized.as("customers"));
        KTable<String, Priced> orders = builder.stream(
                        "orders", Consumed.with(Serdes.String(), JsonSerde.of(Order.class)))
                .join(
                        products,
                        (id, order) -> order.product(),
                        (order, product) -> new Priced(order.customer(), order.quantity() + " x " + product))
                .toTable(Materialized.<String, Priced, KeyValueStore<Bytes, byte[]>>as("orders")
                        .withKeySerde(Serdes.String())
                        .withValueSerde(JsonSerde.of(Priced.class)));
        orders.join(
                        customers,
                        Priced::customer,
                        (order, customer) -> order.text() + " for " + customer,
                        Materialized.with(Serdes.String(), Serdes.String()))
                .toStream()
                .to("enriched-orders", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }
}
