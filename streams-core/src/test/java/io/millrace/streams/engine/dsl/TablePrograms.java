package io.millrace.streams.engine.dsl;

import io.millrace.streams.KeyValue;
import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.KGroupedTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Named;
import java.util.Map;
import java.util.function.Consumer;

/** Programs made of operators on tables. */
final class TablePrograms {

    private final Map<String, Consumer<StreamsBuilder>> programs;

    private TablePrograms(Map<String, Consumer<StreamsBuilder>> programs) {
        this.programs = programs;
    }

    static void addTo(Map<String, Consumer<StreamsBuilder>> programs) {
        TablePrograms all = new TablePrograms(programs);
        all.part1();
        all.part2();
        all.part3();
        all.part4();
    }

    private void part1() {
        programs.put("table", b -> b.table("t"));
        programs.put("table-toStream", b -> b.table("t").toStream().to("o"));
        programs.put(
                "table-materialized",
                b -> b.table("t", TopologyPrograms.kv("ts")).toStream().to("o"));
        programs.put(
                "table-consumed-named",
                b -> b.table("t", Consumed.as("src")).toStream().to("o"));
        programs.put("table-consumed-materialized", b -> b.table("t", Consumed.as("src"), TopologyPrograms.kv("ts")));
        programs.put(
                "table-with-serdes",
                b -> b.table("t", Materialized.with(TopologyPrograms.S, TopologyPrograms.S))
                        .toStream()
                        .to("o"));
        programs.put(
                "table-filter",
                b -> b.<String, String>table("t")
                        .filter((k, v) -> true)
                        .filterNot((k, v) -> false)
                        .mapValues(v -> v)
                        .mapValues((k, v) -> v)
                        .toStream()
                        .to("o"));
        programs.put(
                "table-filter-materialized",
                b -> b.<String, String>table("t")
                        .filter((k, v) -> true, TopologyPrograms.kv("f1"))
                        .filterNot((k, v) -> false, TopologyPrograms.kv("f2"))
                        .mapValues(v -> v, TopologyPrograms.kv("m1"))
                        .mapValues((k, v) -> v, Named.as("mm"), TopologyPrograms.kv("m2"))
                        .toStream()
                        .to("o"));
        programs.put(
                "table-filter-mat-serdes",
                b -> b.<String, String>table("t")
                        .filter((k, v) -> true, Materialized.with(TopologyPrograms.S, TopologyPrograms.S))
                        .mapValues(v -> v, Materialized.with(TopologyPrograms.S, TopologyPrograms.S))
                        .toStream()
                        .to("o"));
        programs.put(
                "table-filter-named",
                b -> b.<String, String>table("t")
                        .filter((k, v) -> true, Named.as("f1"))
                        .filterNot((k, v) -> false, Named.as("f2"))
                        .mapValues(v -> v, Named.as("m1"))
                        .mapValues((k, v) -> v, Named.as("m2"))
                        .toStream(Named.as("ts"))
                        .to("o"));
    }

    private void part2() {
        programs.put(
                "table-toStream-keymapper",
                b -> b.<String, String>table("t")
                        .toStream((k, v) -> v)
                        .groupByKey()
                        .count());
        programs.put(
                "table-toStream-keymapper-named",
                b -> b.<String, String>table("t")
                        .toStream((k, v) -> v, Named.as("tsk"))
                        .groupByKey()
                        .count());
        programs.put(
                "table-groupBy-count",
                b -> b.<String, String>table("t")
                        .groupBy((k, v) -> KeyValue.pair(v, k))
                        .count()
                        .toStream()
                        .to("o"));
        programs.put(
                "table-groupBy-reduce",
                b -> b.<String, String>table("t")
                        .groupBy((k, v) -> KeyValue.pair(v, k))
                        .reduce((x, y) -> x, (x, y) -> y)
                        .toStream()
                        .to("o"));
        programs.put(
                "table-groupBy-aggregate",
                b -> b.<String, String>table("t")
                        .groupBy((k, v) -> KeyValue.pair(v, k))
                        .aggregate(() -> "", (k, v, a) -> a, (k, v, a) -> a)
                        .toStream()
                        .to("o"));
        programs.put(
                "table-groupBy-aggregate-named",
                b -> b.<String, String>table("t")
                        .groupBy((k, v) -> KeyValue.pair(v, k), Grouped.as("g"))
                        .aggregate(() -> "", (k, v, a) -> a, (k, v, a) -> a, Named.as("agg"), TopologyPrograms.kv("st"))
                        .toStream()
                        .to("o"));
        programs.put(
                "table-groupBy-reduce-named",
                b -> b.<String, String>table("t")
                        .groupBy((k, v) -> KeyValue.pair(v, k), Grouped.as("g"))
                        .reduce((x, y) -> x, (x, y) -> y, Named.as("red"), TopologyPrograms.kv("st"))
                        .toStream()
                        .to("o"));
    }

    private void part3() {
        programs.put(
                "table-groupBy-count-named",
                b -> b.<String, String>table("t")
                        .groupBy((k, v) -> KeyValue.pair(v, k))
                        .count(Named.as("cnt"), TopologyPrograms.kv("st"))
                        .toStream()
                        .to("o"));
        programs.put(
                "table-groupBy-count-namedop",
                b -> b.<String, String>table("t")
                        .groupBy((k, v) -> KeyValue.pair(v, k))
                        .count(Named.as("cnt"))
                        .toStream()
                        .to("o"));
        programs.put("table-groupBy-twice", b -> {
            KGroupedTable<String, String> g = b.<String, String>table("t").groupBy((k, v) -> KeyValue.pair(v, k));
            g.count();
            g.reduce((x, y) -> x, (x, y) -> x);
        });
        programs.put("table-groupBy-named-twice", b -> {
            KGroupedTable<String, String> g =
                    b.<String, String>table("t").groupBy((k, v) -> KeyValue.pair(v, k), Grouped.as("g"));
            g.count();
            g.reduce((x, y) -> x, (x, y) -> x);
        });
        programs.put(
                "table-filter-groupBy",
                b -> b.<String, String>table("t")
                        .filter((k, v) -> true)
                        .mapValues(v -> v)
                        .groupBy((k, v) -> KeyValue.pair(v, k))
                        .count());
        programs.put(
                "toTable",
                b -> b.<String, String>stream("in").toTable().toStream().to("o"));
        programs.put(
                "toTable-materialized",
                b -> b.<String, String>stream("in")
                        .toTable(TopologyPrograms.kv("tt"))
                        .toStream()
                        .to("o"));
        programs.put(
                "toTable-named",
                b -> b.<String, String>stream("in")
                        .toTable(Named.as("ttn"))
                        .toStream()
                        .to("o"));
        programs.put(
                "toTable-named-mat",
                b -> b.<String, String>stream("in")
                        .toTable(Named.as("ttn"), TopologyPrograms.kv("tt"))
                        .toStream()
                        .to("o"));
    }

    private void part4() {
        programs.put(
                "toTable-repartition",
                b -> b.<String, String>stream("in")
                        .selectKey((k, v) -> v)
                        .toTable()
                        .toStream()
                        .to("o"));
        programs.put(
                "toTable-repartition-named",
                b -> b.<String, String>stream("in")
                        .selectKey((k, v) -> v)
                        .toTable(Named.as("ttn"), TopologyPrograms.kv("tt"))
                        .toStream()
                        .to("o"));
        programs.put(
                "toTable-repartition-mat",
                b -> b.<String, String>stream("in")
                        .selectKey((k, v) -> v)
                        .toTable(TopologyPrograms.kv("tt"))
                        .toStream()
                        .to("o"));
        programs.put(
                "toTable-groupBy",
                b -> b.<String, String>stream("in")
                        .toTable()
                        .groupBy((k, v) -> KeyValue.pair(v, k))
                        .count());
        programs.put("reuse-table-numbering", b -> {
            KGroupedTable<String, String> g =
                    b.<String, String>table("t").groupBy((k, v) -> KeyValue.pair(v, k), Grouped.as("g"));
            g.count();
            g.reduce((x, y) -> x, (x, y) -> x).toStream().to("o");
        });
    }
}
