package io.millrace.verification.formats.program;

import io.millrace.streams.kstream.JoinWindows;
import io.millrace.streams.kstream.Joined;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.StreamJoined;
import io.millrace.streams.state.BuiltInDslStoreSuppliers;
import io.millrace.streams.state.Stores;
import io.millrace.verification.formats.Inputs;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Joins of streams with streams and tables, and of tables with tables, by key. */
final class Joins implements Program {

    private static final Serde<String> TEXT = Serdes.String();
    private static final Duration GRACE = Duration.ofSeconds(20);

    @Override
    public void define(Definition definition) {
        KStream<String, String> stream = definition.stream();
        KStream<String, String> left = side(stream, "L");
        KStream<String, String> right = side(stream, "R");
        streams(definition, left, right);

        KTable<String, String> table = rows(side(stream, "T")).toTable(Materialized.as("table"));
        definition.read("table", Readings.plain("table"));
        definition.send("stream-table", left.leftJoin(table, Joins::pair));
        KTable<String, String> versioned = rows(side(stream, "T"))
                .toTable(Materialized.<String, String>as(
                                Stores.persistentVersionedKeyValueStore("versioned", Duration.ofMinutes(5)))
                        .withKeySerde(TEXT)
                        .withValueSerde(TEXT));
        definition.read("versioned", Readings.versions("versioned"));
        definition.send(
                "stream-table-grace",
                left.join(versioned, Joins::pair, Joined.with(TEXT, TEXT, TEXT, "with-grace", Duration.ofSeconds(45))));

        KTable<String, String> leftTable = rows(left).toTable(Materialized.as("left-table"));
        definition.read("left-table", Readings.plain("left-table"));
        definition.send("table-table", leftTable.outerJoin(table, Joins::pair, Materialized.as("table-table")));
        definition.read("table-table", Readings.plain("table-table"));
    }

    private static void streams(Definition definition, KStream<String, String> left, KStream<String, String> right) {
        JoinWindows windows = JoinWindows.ofTimeDifferenceAndGrace(Inputs.SHORT, GRACE);
        StreamJoined<String, String, String> serdes = StreamJoined.with(TEXT, TEXT, TEXT);
        definition.send(
                "inner",
                left.join(right, Joins::pair, windows, serdes.withName("inner").withStoreName("inner")));
        definition.send(
                "left",
                left.leftJoin(
                        right, Joins::pair, windows, serdes.withName("left").withStoreName("left")));
        definition.send(
                "outer",
                left.outerJoin(
                        right, Joins::pair, windows, serdes.withName("outer").withStoreName("outer")));
        definition.send(
                "outer-memory",
                left.outerJoin(
                        right,
                        Joins::pair,
                        windows,
                        serdes.withName("outer-memory")
                                .withStoreName("outer-memory")
                                .withDslStoreSuppliers(new BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers())));
        definition.send(
                "self",
                left.join(left, Joins::pair, windows, serdes.withName("self").withStoreName("self")));
    }

    private static KStream<String, String> side(KStream<String, String> stream, String side) {
        return stream.filter((key, value) -> value.startsWith(side));
    }

    private static KStream<String, String> rows(KStream<String, String> stream) {
        return stream.mapValues(value -> Inputs.isDeletion(value) ? null : value);
    }

    private static String pair(String one, String other) {
        return one + "&" + other;
    }
}
