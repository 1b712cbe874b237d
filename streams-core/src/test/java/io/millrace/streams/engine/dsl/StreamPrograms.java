package io.millrace.streams.engine.dsl;

import io.millrace.streams.AutoOffsetReset;
import io.millrace.streams.KeyValue;
import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.Named;
import io.millrace.streams.kstream.Produced;
import io.millrace.streams.kstream.Repartitioned;
import io.millrace.streams.state.Stores;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Programs made of operators without state. */
final class StreamPrograms {

    private final Map<String, Consumer<StreamsBuilder>> programs;

    private StreamPrograms(Map<String, Consumer<StreamsBuilder>> programs) {
        this.programs = programs;
    }

    static void addTo(Map<String, Consumer<StreamsBuilder>> programs) {
        StreamPrograms all = new StreamPrograms(programs);
        all.part1();
        all.part2();
    }

    private void part1() {
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
            s.process(TopologyPrograms.Nop::new).to("o");
            s.process(TopologyPrograms.Nop::new, Named.as("p")).to("o2");
            s.processValues(TopologyPrograms.FNop::new).to("o3");
            s.processValues(TopologyPrograms.FNop::new, Named.as("pv"))
                    .groupByKey()
                    .count();
            s.process(TopologyPrograms.Nop::new).groupByKey().count();
        });
    }

    private void part2() {
        programs.put("process-store", b -> {
            b.addStateStore(Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore("st"), TopologyPrograms.S, TopologyPrograms.S));
            KStream<String, String> s = b.stream("s");
            s.process(TopologyPrograms.Nop::new, "st").to("o");
            s.processValues(TopologyPrograms.FNop::new, Named.as("pv"), "st");
        });
        programs.put("dup-topic", b -> {
            b.stream("a").to("x");
            b.stream("a").to("y");
        });
        programs.put("store-unused", b -> {
            b.addStateStore(Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore("st"), TopologyPrograms.S, TopologyPrograms.S));
            KStream<String, String> s = b.stream("s");
            s.to("x");
        });
        programs.put("store-shared-two-subs", b -> {
            b.addStateStore(Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore("st"), TopologyPrograms.S, TopologyPrograms.S));
            b.<String, String>stream("s").process(TopologyPrograms.Nop::new, "st");
            b.<String, String>stream("r").process(TopologyPrograms.Nop::new, "st");
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
}
