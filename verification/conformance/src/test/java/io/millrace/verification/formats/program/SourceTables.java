package io.millrace.verification.formats.program;

import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.verification.formats.Inputs;

/** A table of the input itself, which is its changelog too if the settings say so, and one made of it. */
final class SourceTables implements Program {

    @Override
    public void define(Definition definition) {
        KTable<String, String> table =
                definition.builder().table(definition.input(), Definition.consumed(), Materialized.as("table"));
        definition.read("table", Readings.plain("table"));
        definition.send("rows", table);
        definition.send(
                "mapped",
                table.mapValues(
                        value -> Inputs.number(value) % 2 == 0 ? value + "!" : null, Materialized.as("mapped")));
        definition.read("mapped", Readings.plain("mapped"));
    }
}
