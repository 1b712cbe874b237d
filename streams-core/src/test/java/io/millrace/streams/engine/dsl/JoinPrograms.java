package io.millrace.streams.engine.dsl;

import io.millrace.streams.KeyValue;
import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.kstream.Joined;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Named;
import java.util.Map;
import java.util.function.Consumer;

/** Programs made of joins of streams with tables. */
final class JoinPrograms {

    private final Map<String, Consumer<StreamsBuilder>> programs;

    private JoinPrograms(Map<String, Consumer<StreamsBuilder>> programs) {
        this.programs = programs;
    }

    static void addTo(Map<String, Consumer<StreamsBuilder>> programs) {
        JoinPrograms all = new JoinPrograms(programs);
        all.part1();
        all.part2();
        all.part3();
        all.part4();
    }

    private void part1() {
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
            KTable<String, String> t = b.table("t", TopologyPrograms.kv("ts"));
            b.<String, String>stream("s").leftJoin(t, (x, y) -> x).to("o");
        });
        programs.put("stream-table-leftjoin-key", b -> {
            KTable<String, String> t = b.table("t", TopologyPrograms.kv("ts"));
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
    }

    private void part2() {
        programs.put("stream-table-join-filtered-mat", b -> {
            KTable<String, String> t = b.<String, String>table("t")
                    .filter((k, v) -> true, TopologyPrograms.kv("ff"))
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
    }

    private void part3() {
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
    }

    private void part4() {
        programs.put("process-keychange-join", b -> {
            KTable<String, String> t = b.table("t");
            b.<String, String>stream("s")
                    .process(TopologyPrograms.Nop::new)
                    .join(t, (x, y) -> x)
                    .to("o");
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
}
