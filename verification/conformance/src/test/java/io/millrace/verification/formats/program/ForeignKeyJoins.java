package io.millrace.verification.formats.program;

import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.TableJoined;
import io.millrace.verification.formats.Inputs;

/** Joins of tables by foreign key. */
final class ForeignKeyJoins implements Program {

    @Override
    public void define(Definition definition) {
        KStream<String, String> stream = definition.stream();
        KTable<String, String> orders = rows(stream, "L").toTable(Materialized.as("orders"));
        KTable<String, String> customers = rows(stream, "R").toTable(Materialized.as("customers"));
        definition.send(
                "inner",
                orders.join(
                        customers,
                        ForeignKeyJoins::customer,
                        ForeignKeyJoins::pair,
                        TableJoined.as("inner"),
                        Materialized.as("inner")));
        definition.send(
                "left",
                orders.leftJoin(
                        customers,
                        ForeignKeyJoins::customer,
                        ForeignKeyJoins::pair,
                        TableJoined.as("left"),
                        Materialized.as("left")));
        for (String store : new String[] {"orders", "customers", "inner", "left"}) {
            definition.read(store, Readings.plain(store));
        }
    }

    private static KStream<String, String> rows(KStream<String, String> stream, String side) {
        return stream.filter((key, value) -> value.startsWith(side))
                .mapValues(value -> Inputs.isDeletion(value) ? null : value);
    }

    private static String customer(String order) {
        return Inputs.KEYS.get(Inputs.number(order) % Inputs.KEYS.size());
    }

    private static String pair(String order, String customer) {
        return order + "&" + customer;
    }
}
