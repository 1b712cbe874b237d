package io.millrace.streams.engine.dsl;

import io.millrace.streams.KeyValue;
import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.KGroupedStream;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Named;
import io.millrace.streams.kstream.TimeWindows;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serdes;

/** Programs made of aggregations of streams. */
final class AggregationPrograms {

    private final Map<String, Consumer<StreamsBuilder>> programs;

    private AggregationPrograms(Map<String, Consumer<StreamsBuilder>> programs) {
        this.programs = programs;
    }

    static void addTo(Map<String, Consumer<StreamsBuilder>> programs) {
        AggregationPrograms all = new AggregationPrograms(programs);
        all.part1();
        all.part2();
        all.part3();
        all.part4();
        all.part5();
    }

    private void part1() {
        programs.put("merge-selectkey-group", b -> {
            KStream<String, String> s = b.stream("a");
            KStream<String, String> t = b.stream("b");
            s.merge(t.selectKey((k, v) -> v)).groupByKey().count().toStream().to("o");
        });
        programs.put(
                "wordcount",
                b -> b.<String, String>stream("in")
                        .flatMapValues(v -> List.of(v))
                        .groupBy((k, v) -> v)
                        .count()
                        .toStream()
                        .to("out"));
        programs.put(
                "wordcount-named-store",
                b -> b.<String, String>stream("in")
                        .flatMapValues(v -> List.of(v))
                        .groupBy((k, v) -> v)
                        .count(TopologyPrograms.kv("counts"))
                        .toStream()
                        .to("out"));
        programs.put(
                "wordcount-named-all",
                b -> b.<String, String>stream("in")
                        .groupBy((k, v) -> v, Grouped.as("grp"))
                        .count(Named.as("cnt"), TopologyPrograms.kv("counts"))
                        .toStream(Named.as("ts"))
                        .to("out"));
        programs.put(
                "wordcount-grouped-name",
                b -> b.<String, String>stream("in")
                        .groupBy((k, v) -> v, Grouped.as("grp"))
                        .count()
                        .toStream()
                        .to("out"));
        programs.put(
                "wordcount-named-op",
                b -> b.<String, String>stream("in")
                        .groupBy((k, v) -> v)
                        .count(Named.as("cnt"))
                        .toStream()
                        .to("out"));
        programs.put(
                "groupByKey-count",
                b -> b.<String, String>stream("in")
                        .groupByKey()
                        .count()
                        .toStream()
                        .to("out"));
    }

    private void part2() {
        programs.put(
                "groupByKey-named-count",
                b -> b.<String, String>stream("in")
                        .groupByKey(Grouped.as("g"))
                        .count()
                        .toStream()
                        .to("out"));
        programs.put(
                "groupByKey-reduce",
                b -> b.<String, String>stream("in")
                        .groupByKey()
                        .reduce((x, y) -> x)
                        .toStream()
                        .to("out"));
        programs.put(
                "groupByKey-reduce-named",
                b -> b.<String, String>stream("in")
                        .groupByKey()
                        .reduce((x, y) -> x, Named.as("r"), TopologyPrograms.kv("rs"))
                        .toStream()
                        .to("out"));
        programs.put(
                "groupByKey-aggregate",
                b -> b.<String, String>stream("in")
                        .groupByKey()
                        .aggregate(() -> "", (k, v, a) -> a)
                        .toStream()
                        .to("out"));
        programs.put(
                "groupByKey-aggregate-named",
                b -> b.<String, String>stream("in")
                        .groupByKey()
                        .aggregate(() -> "", (k, v, a) -> a, Named.as("a"), TopologyPrograms.kv("as"))
                        .toStream()
                        .to("out"));
        programs.put(
                "groupByKey-materialized-serdes-only",
                b -> b.<String, String>stream("in")
                        .groupByKey()
                        .aggregate(() -> "", (k, v, a) -> a, Materialized.with(TopologyPrograms.S, TopologyPrograms.S))
                        .toStream()
                        .to("out"));
        programs.put("selectKey-groupByKey-twice", b -> {
            KGroupedStream<String, String> g =
                    b.<String, String>stream("in").selectKey((k, v) -> v).groupByKey();
            g.count();
            g.reduce((x, y) -> x);
        });
    }

    private void part3() {
        programs.put("selectKey-groupByKey-named-twice", b -> {
            KGroupedStream<String, String> g =
                    b.<String, String>stream("in").selectKey((k, v) -> v).groupByKey(Grouped.as("g"));
            g.count();
            g.reduce((x, y) -> x);
        });
        programs.put("selectKey-two-groupings", b -> {
            KStream<String, String> s = b.<String, String>stream("in").selectKey((k, v) -> v);
            s.groupByKey().count();
            s.mapValues(v -> v).groupByKey().reduce((x, y) -> x);
        });
        programs.put(
                "window-count",
                b -> b.<String, String>stream("in")
                        .groupByKey()
                        .windowedBy(TopologyPrograms.SECONDS)
                        .count()
                        .toStream()
                        .to("out"));
        programs.put(
                "window-count-named",
                b -> b.<String, String>stream("in")
                        .groupByKey()
                        .windowedBy(TopologyPrograms.SECONDS)
                        .count(Named.as("wc"), TopologyPrograms.win("wcs"))
                        .toStream()
                        .to("out"));
        programs.put(
                "window-count-named-op",
                b -> b.<String, String>stream("in")
                        .groupByKey()
                        .windowedBy(TopologyPrograms.SECONDS)
                        .count(Named.as("wc"))
                        .toStream()
                        .to("out"));
        programs.put(
                "window-reduce",
                b -> b.<String, String>stream("in")
                        .groupBy((k, v) -> v)
                        .windowedBy(TopologyPrograms.SECONDS)
                        .reduce((x, y) -> x)
                        .toStream()
                        .to("out"));
    }

    private void part4() {
        programs.put(
                "window-reduce-named",
                b -> b.<String, String>stream("in")
                        .groupBy((k, v) -> v)
                        .windowedBy(TopologyPrograms.SECONDS)
                        .reduce((x, y) -> x, Named.as("wr"), TopologyPrograms.win("wrs"))
                        .toStream()
                        .to("out"));
        programs.put(
                "window-aggregate",
                b -> b.<String, String>stream("in")
                        .groupBy((k, v) -> v, Grouped.as("g"))
                        .windowedBy(TopologyPrograms.SECONDS)
                        .aggregate(() -> "", (k, v, a) -> a)
                        .toStream((k, v) -> k.key())
                        .groupByKey()
                        .count());
        programs.put(
                "window-aggregate-named",
                b -> b.<String, String>stream("in")
                        .groupBy((k, v) -> v)
                        .windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofSeconds(1), Duration.ofDays(1))
                                .advanceBy(Duration.ofMillis(100)))
                        .aggregate(() -> "", (k, v, a) -> a, Named.as("wa"), TopologyPrograms.win("was"))
                        .toStream()
                        .to("o"));
        programs.put(
                "window-table-filter",
                b -> b.<String, String>stream("in")
                        .groupByKey()
                        .windowedBy(TopologyPrograms.SECONDS)
                        .count()
                        .filter((k, v) -> true)
                        .mapValues(v -> v)
                        .toStream()
                        .to("o"));
        programs.put("through-internal", b -> {
            KTable<String, Long> t = b.<String, String>stream("in")
                    .map((k, v) -> KeyValue.pair(k, v))
                    .mapValues(v -> v)
                    .filter((k, v) -> true)
                    .groupByKey(Grouped.with(TopologyPrograms.S, TopologyPrograms.S))
                    .count();
            t.toStream()
                    .selectKey((k, v) -> k + v)
                    .groupByKey(Grouped.with(TopologyPrograms.S, Serdes.Long()))
                    .windowedBy(TopologyPrograms.SECONDS)
                    .count();
        });
    }

    private void part5() {
        programs.put(
                "count-mat-nolog",
                b -> b.<String, String>stream("in")
                        .groupByKey()
                        .count(TopologyPrograms.<String, Long>kv("st")
                                .withLoggingDisabled()
                                .withCachingDisabled())
                        .toStream()
                        .to("o"));
        programs.put("reuse-numbering", b -> {
            KGroupedStream<String, String> g =
                    b.<String, String>stream("in").selectKey((k, v) -> v).groupByKey(Grouped.as("g"));
            g.count();
            g.reduce((x, y) -> x).toStream().to("o");
        });
        programs.put("reuse-numbering-store", b -> {
            KGroupedStream<String, String> g =
                    b.<String, String>stream("in").selectKey((k, v) -> v).groupByKey(Grouped.as("g"));
            g.count(TopologyPrograms.kv("s1"));
            g.reduce((x, y) -> x, TopologyPrograms.kv("s2")).toStream().to("o");
        });
        programs.put("reuse-win", b -> {
            KGroupedStream<String, String> g =
                    b.<String, String>stream("in").selectKey((k, v) -> v).groupByKey(Grouped.as("g"));
            g.count(TopologyPrograms.kv("s1"));
            g.windowedBy(TopologyPrograms.SECONDS).count().toStream().to("o");
        });
        programs.put("key-changing-then-repartition-op", b -> {
            b.<String, String>stream("s")
                    .map((k, v) -> KeyValue.pair(k, v))
                    .repartition()
                    .groupByKey()
                    .count();
        });
        programs.put(
                "flatmap-group",
                b -> b.<String, String>stream("s")
                        .flatMap((k, v) -> List.of(KeyValue.pair(k, v)))
                        .groupByKey()
                        .count());
    }
}
