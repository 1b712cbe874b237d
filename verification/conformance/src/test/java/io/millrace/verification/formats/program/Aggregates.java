package io.millrace.verification.formats.program;

import io.millrace.streams.KeyValue;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.KGroupedStream;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Suppressed;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.Stores;
import io.millrace.verification.formats.Inputs;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;

/** Aggregations without windows, of streams and of tables, and rows held back for some time. */
final class Aggregates implements Program {

    private static final Serde<String> TEXT = Serdes.String();
    private static final int LENGTH = 12;

    @Override
    public void define(Definition definition) {
        KStream<String, String> stream = definition.stream();
        KGroupedStream<String, String> grouped = stream.groupByKey();
        definition.send("count", grouped.count(Materialized.as("count")));
        definition.read("count", Readings.plain("count"));
        definition.send(
                "reduce", grouped.reduce(Aggregates::joined, Materialized.as(Stores.inMemoryKeyValueStore("reduce"))));
        definition.read("reduce", Readings.plain("reduce"));
        KTable<String, String> aggregate = grouped.aggregate(
                () -> "",
                (key, value, sum) -> Inputs.isDeletion(value) ? null : joined(sum, value),
                Materialized.<String, String, KeyValueStore<Bytes, byte[]>>as("aggregate")
                        .withKeySerde(TEXT)
                        .withValueSerde(TEXT));
        definition.send("aggregate", aggregate);
        definition.read("aggregate", Readings.plain("aggregate"));
        definition.send(
                "rekeyed",
                stream.groupBy((key, value) -> value.substring(0, 1), Grouped.as("by-side"))
                        .aggregate(() -> "", (key, value, sum) -> joined(sum, value), Materialized.as("rekeyed")));
        definition.read("rekeyed", Readings.plain("rekeyed"));

        KTable<String, String> table = stream.mapValues(value -> Inputs.isDeletion(value) ? null : value)
                .toTable(Materialized.as("table"));
        definition.read("table", Readings.plain("table"));
        definition.send(
                "filtered", table.filter((key, value) -> Inputs.number(value) % 3 != 0, Materialized.as("filtered")));
        definition.read("filtered", Readings.plain("filtered"));
        if (!definition.sendsAtCommit()) {
            eachUpdateCounts(definition, table);
        }
    }

    /** Where not only the last of several updates of a row has an effect. */
    private static void eachUpdateCounts(Definition definition, KTable<String, String> table) {
        definition.send(
                "table-count",
                table.groupBy(
                                (key, value) -> KeyValue.pair(value.substring(0, 1), value),
                                Grouped.as("by-side-of-table"))
                        .count(Materialized.as("table-count")));
        definition.read("table-count", Readings.plain("table-count"));
        definition.send(
                "held-back",
                table.suppress(Suppressed.untilTimeLimit(
                        Inputs.WINDOW, Suppressed.BufferConfig.maxRecords(4).emitEarlyWhenFull())));
    }

    private static String joined(String sum, String value) {
        String text = (sum == null ? "" : sum) + value;
        return text.substring(Math.max(0, text.length() - LENGTH));
    }
}
