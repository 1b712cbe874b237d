package io.millrace.streams.engine.dsl;

import io.millrace.streams.AutoOffsetReset;
import io.millrace.streams.KeyValue;
import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.Joined;
import io.millrace.streams.kstream.KGroupedStream;
import io.millrace.streams.kstream.KGroupedTable;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Named;
import io.millrace.streams.kstream.Produced;
import io.millrace.streams.kstream.Repartitioned;
import io.millrace.streams.kstream.TimeWindows;
import io.millrace.streams.processor.api.FixedKeyProcessor;
import io.millrace.streams.processor.api.FixedKeyRecord;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.Stores;
import io.millrace.streams.state.WindowStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;

/** Programs of every shape, by the name under which their descriptions are kept. */
final class TopologyPrograms {

    private static final Serde<String> S = Serdes.String();
    private static final TimeWindows SECONDS = TimeWindows.ofSizeWithNoGrace(Duration.ofSeconds(1));

    private final Map<String, Consumer<StreamsBuilder>> programs = new LinkedHashMap<>();

    private TopologyPrograms() {}

    static Map<String, Consumer<StreamsBuilder>> all() {
        TopologyPrograms all = new TopologyPrograms();
        all.addStreams();
        all.addAggregations();
        all.addTables();
        all.addJoins();
        return all.programs;
    }

    private void addStreams() {
        addStreams1();
        addStreams2();
    }

    private void addStreams1() {
        programs.put("source-only", b -> b.stream("in"));
        programs.put("source-multi", b -> b.stream(List.of("b", "a")));
        programs.put("source-pattern", b -> b.stream(Pattern.compile("x.*")).to("out"));
        programs.put(
                "source-named",
                b -> b.stream("in", Consumed.<String, String>as("src"))
                        .filter((k, v) -> true, Named.as("flt"))
                        .to("out", Produced.as("snk")));
        programs.put("stateless-named", b -> {
            KStream<String, String> s = b.stream("in");
            s.filter((k, v) -> true, Named.as("f1"))
                    .filterNot((k, v) -> true, Named.as("f2"))
                    .selectKey((k, v) -> v, Named.as("sk"))
                    .map((k, v) -> KeyValue.pair(k, v), Named.as("mp"))
                    .mapValues(v -> v, Named.as("mv"))
                    .flatMap((k, v) -> List.of(KeyValue.pair(k, v)), Named.as("fm"))
                    .flatMapValues(v -> List.of(v), Named.as("fmv"))
                    .peek((k, v) -> {}, Named.as("pk"))
                    .foreach((k, v) -> {}, Named.as("fe"));
        });
        programs.put("merge", b -> {
            KStream<String, String> s = b.stream("a");
            KStream<String, String> t = b.stream("b");
            s.merge(t).to("o");
            s.merge(t, Named.as("mg")).to("p");
        });
        programs.put(
                "repartition", b -> b.<String, String>stream("in").repartition().to("o"));
        programs.put(
                "repartition-named",
                b -> b.<String, String>stream("in")
                        .repartition(Repartitioned.as("rp"))
                        .to("o"));
        programs.put(
                "repartition-named-n",
                b -> b.<String, String>stream("in")
                        .selectKey((k, v) -> v)
                        .repartition(Repartitioned.<String, String>as("rp").withNumberOfPartitions(3))
                        .groupByKey()
                        .count()
                        .toStream()
                        .to("o"));
        programs.put("process", b -> {
            KStream<String, String> s = b.stream("s");
            s.process(Nop::new).to("o");
            s.process(Nop::new, Named.as("p")).to("o2");
            s.processValues(FNop::new).to("o3");
            s.processValues(FNop::new, Named.as("pv")).groupByKey().count();
            s.process(Nop::new).groupByKey().count();
        });
        programs.put("process-store", b -> {
            b.addStateStore(Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("st"), S, S));
            KStream<String, String> s = b.stream("s");
            s.process(Nop::new, "st").to("o");
            s.processValues(FNop::new, Named.as("pv"), "st");
        });
        programs.put("dup-topic", b -> {
            b.stream("a").to("x");
            b.stream("a").to("y");
        });
    }

    private void addStreams2() {
        programs.put("store-unused", b -> {
            b.addStateStore(Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("st"), S, S));
            KStream<String, String> s = b.stream("s");
            s.to("x");
        });
        programs.put("store-shared-two-subs", b -> {
            b.addStateStore(Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("st"), S, S));
            b.<String, String>stream("s").process(Nop::new, "st");
            b.<String, String>stream("r").process(Nop::new, "st");
        });
        programs.put("dup-topic-in-list", b -> b.stream(List.of("a", "a")));
        programs.put("dup-merge-stream", b -> {
            KStream<String, String> s = b.stream("a");
            KStream<String, String> t = b.stream("a");
            s.merge(t).to("o");
        });
        programs.put("dup-topic-reset-same", b -> {
            b.stream("a", Consumed.<String, String>with(AutoOffsetReset.earliest()))
                    .to("x");
            b.stream("a", Consumed.<String, String>with(AutoOffsetReset.earliest()))
                    .to("y");
        });
        programs.put("dup-topic-three", b -> {
            b.stream("a").to("x");
            b.stream("a").filter((k, v) -> true).to("y");
            b.stream("a").to("z");
        });
        programs.put("dup-pattern", b -> {
            b.stream(Pattern.compile("a.*")).to("x");
            b.stream(Pattern.compile("a.*")).to("y");
        });
        programs.put("dup-pattern-other", b -> {
            b.stream(Pattern.compile("a.*")).to("x");
            b.stream(Pattern.compile("b.*")).to("y");
        });
    }

    private void addAggregations() {
        addAggregations1();
        addAggregations2();
        addAggregations3();
    }

    private void addAggregations1() {
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
                        .count(kv("counts"))
                        .toStream()
                        .to("out"));
        programs.put(
                "wordcount-named-all",
                b -> b.<String, String>stream("in")
                        .groupBy((k, v) -> v, Grouped.as("grp"))
                        .count(Named.as("cnt"), kv("counts"))
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
                        .reduce((x, y) -> x, Named.as("r"), kv("rs"))
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
                        .aggregate(() -> "", (k, v, a) -> a, Named.as("a"), kv("as"))
                        .toStream()
                        .to("out"));
    }

    private void addAggregations2() {
        programs.put(
                "groupByKey-materialized-serdes-only",
                b -> b.<String, String>stream("in")
                        .groupByKey()
                        .aggregate(() -> "", (k, v, a) -> a, Materialized.with(S, S))
                        .toStream()
                        .to("out"));
        programs.put("selectKey-groupByKey-twice", b -> {
            KGroupedStream<String, String> g =
                    b.<String, String>stream("in").selectKey((k, v) -> v).groupByKey();
            g.count();
            g.reduce((x, y) -> x);
        });
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
                        .windowedBy(SECONDS)
                        .count()
                        .toStream()
                        .to("out"));
        programs.put(
                "window-count-named",
                b -> b.<String, String>stream("in")
                        .groupByKey()
                        .windowedBy(SECONDS)
                        .count(Named.as("wc"), win("wcs"))
                        .toStream()
                        .to("out"));
        programs.put(
                "window-count-named-op",
                b -> b.<String, String>stream("in")
                        .groupByKey()
                        .windowedBy(SECONDS)
                        .count(Named.as("wc"))
                        .toStream()
                        .to("out"));
        programs.put(
                "window-reduce",
                b -> b.<String, String>stream("in")
                        .groupBy((k, v) -> v)
                        .windowedBy(SECONDS)
                        .reduce((x, y) -> x)
                        .toStream()
                        .to("out"));
        programs.put(
                "window-reduce-named",
                b -> b.<String, String>stream("in")
                        .groupBy((k, v) -> v)
                        .windowedBy(SECONDS)
                        .reduce((x, y) -> x, Named.as("wr"), win("wrs"))
                        .toStream()
                        .to("out"));
        programs.put(
                "window-aggregate",
                b -> b.<String, String>stream("in")
                        .groupBy((k, v) -> v, Grouped.as("g"))
                        .windowedBy(SECONDS)
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
                        .aggregate(() -> "", (k, v, a) -> a, Named.as("wa"), win("was"))
                        .toStream()
                        .to("o"));
        programs.put(
                "window-table-filter",
                b -> b.<String, String>stream("in")
                        .groupByKey()
                        .windowedBy(SECONDS)
                        .count()
                        .filter((k, v) -> true)
                        .mapValues(v -> v)
                        .toStream()
                        .to("o"));
    }

    private void addAggregations3() {
        programs.put("through-internal", b -> {
            KTable<String, Long> t = b.<String, String>stream("in")
                    .map((k, v) -> KeyValue.pair(k, v))
                    .mapValues(v -> v)
                    .filter((k, v) -> true)
                    .groupByKey(Grouped.with(S, S))
                    .count();
            t.toStream()
                    .selectKey((k, v) -> k + v)
                    .groupByKey(Grouped.with(S, Serdes.Long()))
                    .windowedBy(SECONDS)
                    .count();
        });
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
            g.count(kv("s1"));
            g.reduce((x, y) -> x, kv("s2")).toStream().to("o");
        });
        programs.put("reuse-win", b -> {
            KGroupedStream<String, String> g =
                    b.<String, String>stream("in").selectKey((k, v) -> v).groupByKey(Grouped.as("g"));
            g.count(kv("s1"));
            g.windowedBy(SECONDS).count().toStream().to("o");
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

    private void addTables() {
        addTables1();
        addTables2();
        addTables3();
    }

    private void addTables1() {
        programs.put("table", b -> b.table("t"));
        programs.put("table-toStream", b -> b.table("t").toStream().to("o"));
        programs.put(
                "table-materialized", b -> b.table("t", kv("ts")).toStream().to("o"));
        programs.put(
                "table-consumed-named",
                b -> b.table("t", Consumed.as("src")).toStream().to("o"));
        programs.put("table-consumed-materialized", b -> b.table("t", Consumed.as("src"), kv("ts")));
        programs.put(
                "table-with-serdes",
                b -> b.table("t", Materialized.with(S, S)).toStream().to("o"));
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
                        .filter((k, v) -> true, kv("f1"))
                        .filterNot((k, v) -> false, kv("f2"))
                        .mapValues(v -> v, kv("m1"))
                        .mapValues((k, v) -> v, Named.as("mm"), kv("m2"))
                        .toStream()
                        .to("o"));
        programs.put(
                "table-filter-mat-serdes",
                b -> b.<String, String>table("t")
                        .filter((k, v) -> true, Materialized.with(S, S))
                        .mapValues(v -> v, Materialized.with(S, S))
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
    }

    private void addTables2() {
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
                        .aggregate(() -> "", (k, v, a) -> a, (k, v, a) -> a, Named.as("agg"), kv("st"))
                        .toStream()
                        .to("o"));
        programs.put(
                "table-groupBy-reduce-named",
                b -> b.<String, String>table("t")
                        .groupBy((k, v) -> KeyValue.pair(v, k), Grouped.as("g"))
                        .reduce((x, y) -> x, (x, y) -> y, Named.as("red"), kv("st"))
                        .toStream()
                        .to("o"));
        programs.put(
                "table-groupBy-count-named",
                b -> b.<String, String>table("t")
                        .groupBy((k, v) -> KeyValue.pair(v, k))
                        .count(Named.as("cnt"), kv("st"))
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
                b -> b.<String, String>stream("in").toTable(kv("tt")).toStream().to("o"));
    }

    private void addTables3() {
        programs.put(
                "toTable-named",
                b -> b.<String, String>stream("in")
                        .toTable(Named.as("ttn"))
                        .toStream()
                        .to("o"));
        programs.put(
                "toTable-named-mat",
                b -> b.<String, String>stream("in")
                        .toTable(Named.as("ttn"), kv("tt"))
                        .toStream()
                        .to("o"));
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
                        .toTable(Named.as("ttn"), kv("tt"))
                        .toStream()
                        .to("o"));
        programs.put(
                "toTable-repartition-mat",
                b -> b.<String, String>stream("in")
                        .selectKey((k, v) -> v)
                        .toTable(kv("tt"))
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

    private void addJoins() {
        addJoins1();
        addJoins2();
    }

    private void addJoins1() {
        programs.put("toTable-joined", b -> {
            KTable<String, String> t = b.<String, String>stream("in").toTable();
            b.<String, String>stream("in2").join(t, (x, y) -> x).to("o");
        });
        programs.put("stream-table-join", b -> {
            KTable<String, String> t = b.table("t");
            b.<String, String>stream("s").join(t, (x, y) -> x).to("o");
        });
        programs.put("stream-table-join-named", b -> {
            KTable<String, String> t = b.table("t");
            b.<String, String>stream("s").join(t, (x, y) -> x, Joined.as("j")).to("o");
        });
        programs.put("stream-table-leftjoin", b -> {
            KTable<String, String> t = b.table("t", kv("ts"));
            b.<String, String>stream("s").leftJoin(t, (x, y) -> x).to("o");
        });
        programs.put("stream-table-leftjoin-key", b -> {
            KTable<String, String> t = b.table("t", kv("ts"));
            b.<String, String>stream("s")
                    .leftJoin(t, (k, x, y) -> x, Joined.as("lj"))
                    .to("o");
        });
        programs.put("stream-table-join-repartition", b -> {
            KTable<String, String> t = b.table("t");
            b.<String, String>stream("s")
                    .selectKey((k, v) -> v)
                    .join(t, (x, y) -> x)
                    .to("o");
        });
        programs.put("stream-table-join-repartition-named", b -> {
            KTable<String, String> t = b.table("t");
            b.<String, String>stream("s")
                    .selectKey((k, v) -> v)
                    .join(t, (x, y) -> x, Joined.as("j"))
                    .to("o");
        });
        programs.put("stream-table-leftjoin-repartition", b -> {
            KTable<String, String> t = b.table("t");
            b.<String, String>stream("s")
                    .selectKey((k, v) -> v)
                    .leftJoin(t, (x, y) -> x)
                    .to("o");
        });
        programs.put("stream-table-join-filtered", b -> {
            KTable<String, String> t =
                    b.<String, String>table("t").filter((k, v) -> true).mapValues(v -> v);
            b.<String, String>stream("s").join(t, (x, y) -> x).to("o");
        });
        programs.put("stream-table-join-filtered-mat", b -> {
            KTable<String, String> t = b.<String, String>table("t")
                    .filter((k, v) -> true, kv("ff"))
                    .mapValues(v -> v);
            b.<String, String>stream("s").join(t, (x, y) -> x).to("o");
        });
        programs.put("stream-table-join-count", b -> {
            KTable<String, Long> t =
                    b.<String, String>stream("t").groupBy((k, v) -> v).count();
            b.<String, String>stream("s").join(t, (x, y) -> x).groupByKey().count();
        });
        programs.put("stream-agg-table-join-self", b -> {
            KStream<String, String> s = b.stream("s");
            KTable<String, Long> t = s.groupByKey().count();
            s.join(t, (x, y) -> x).to("o");
        });
    }

    private void addJoins2() {
        programs.put("order-mix", b -> {
            KStream<String, String> a = b.stream("a");
            KTable<String, String> t = b.table("t");
            KStream<String, String> c = b.stream("c");
            a.join(t, (x, y) -> x)
                    .merge(c)
                    .groupBy((k, v) -> v)
                    .count()
                    .toStream()
                    .to("o");
            c.to("z");
            t.toStream().to("y");
        });
        programs.put("join-merge-cocheck", b -> {
            KStream<String, String> s = b.stream("a");
            KStream<String, String> t = b.stream("b");
            KTable<String, String> k = b.table("k");
            s.merge(t).leftJoin(k, (x, y) -> x).to("o");
        });
        programs.put("agg-table-filter-join", b -> {
            KTable<String, Long> t = b.<String, String>stream("in").groupByKey().count();
            t.filter((k, v) -> v > 1)
                    .groupBy((k, v) -> KeyValue.pair(k, v))
                    .count()
                    .toStream()
                    .to("o");
        });
        programs.put("join-rep-mapvalues", b -> {
            KTable<String, String> t = b.table("t");
            b.<String, String>stream("s")
                    .selectKey((k, v) -> v)
                    .mapValues(v -> v)
                    .join(t, (x, y) -> x)
                    .to("o");
        });
        programs.put("join-rep-merge", b -> {
            KTable<String, String> t = b.table("t");
            b.<String, String>stream("s")
                    .selectKey((k, v) -> v)
                    .merge(b.stream("s2"))
                    .join(t, (x, y) -> x)
                    .to("o");
        });
        programs.put("join-rep-twice", b -> {
            KTable<String, String> t = b.table("t");
            KTable<String, String> u = b.table("u");
            KStream<String, String> s = b.<String, String>stream("s").selectKey((k, v) -> v);
            s.join(t, (x, y) -> x).to("o");
            s.join(u, (x, y) -> x).to("o2");
            s.groupByKey().count();
        });
        programs.put("join-rep-twice-named", b -> {
            KTable<String, String> t = b.table("t");
            KTable<String, String> u = b.table("u");
            KStream<String, String> s = b.<String, String>stream("s").selectKey((k, v) -> v);
            s.join(t, (x, y) -> x, Joined.as("j")).to("o");
            s.join(u, (x, y) -> x, Joined.as("j2")).to("o2");
        });
        programs.put("join-rep-map-named", b -> {
            KTable<String, String> t = b.table("t");
            b.<String, String>stream("s")
                    .selectKey((k, v) -> v, Named.as("re"))
                    .join(t, (x, y) -> x)
                    .to("o");
        });
        programs.put("chain-joins", b -> {
            KTable<String, String> t = b.table("t");
            KTable<String, String> u = b.table("u");
            b.<String, String>stream("s")
                    .selectKey((k, v) -> v)
                    .join(t, (x, y) -> x)
                    .leftJoin(u, (x, y) -> x)
                    .groupByKey()
                    .count()
                    .toStream()
                    .to("o");
        });
        programs.put("process-keychange-join", b -> {
            KTable<String, String> t = b.table("t");
            b.<String, String>stream("s").process(Nop::new).join(t, (x, y) -> x).to("o");
        });
        programs.put("copart-unknown", b -> {
            KTable<String, String> t = b.<String, String>stream("q")
                    .groupByKey()
                    .count()
                    .toStream()
                    .mapValues(v -> "")
                    .toTable();
            b.<String, String>stream("s").join(t, (x, y) -> x).to("o");
        });
    }

    private static <K, V> Materialized<K, V, KeyValueStore<Bytes, byte[]>> kv(String name) {
        return Materialized.as(name);
    }

    private static <K, V> Materialized<K, V, WindowStore<Bytes, byte[]>> win(String name) {
        return Materialized.as(name);
    }

    private static final class Nop implements Processor<String, String, String, String> {

        @Override
        public void process(Record<String, String> record) {}
    }

    private static final class FNop implements FixedKeyProcessor<String, String, String> {

        @Override
        public void process(FixedKeyRecord<String, String> record) {}
    }
}
