package io.millrace.verification.fuzz.interpreter;

import io.millrace.streams.KeyValue;
import io.millrace.streams.kstream.Branched;
import io.millrace.streams.kstream.BranchedKStream;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.KeyValueMapper;
import io.millrace.streams.kstream.Named;
import io.millrace.streams.kstream.Predicate;
import io.millrace.streams.kstream.Produced;
import io.millrace.streams.kstream.Repartitioned;
import io.millrace.streams.processor.RecordContext;
import io.millrace.streams.processor.TopicNameExtractor;
import io.millrace.streams.processor.api.ContextualFixedKeyProcessor;
import io.millrace.streams.processor.api.FixedKeyRecord;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.verification.fuzz.Op;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;

/** Operators of streams that keep no state, and those that leave by a topic. */
final class StreamOps {

    private final Build build;

    StreamOps(Build build) {
        this.build = build;
    }

    void filter(Op op, boolean not) {
        Node in = build.stream(op);
        if (in == null) {
            return;
        }
        int variant = op.choice(Build.VARIANT, 16);
        boolean fragile = op.choice(6, 16) >= 14;
        Predicate<Object, Object> test = (k, v) -> {
            Functions.risk(fragile, variant, v);
            return Functions.test(variant, k, v) != not;
        };
        Named named = build.named(op);
        KStream<Object, Object> stream = in.stream();
        KStream<Object, Object> out;
        if (not) {
            out = named == null ? stream.filterNot(test) : stream.filterNot(test, named);
        } else {
            out = named == null ? stream.filter(test) : stream.filter(test, named);
        }
        build.add(
                out,
                in,
                in.key,
                in.value,
                (not ? "filterNot(" : "filter(") + words(op, (fragile ? "fragile test" : "test") + variant) + ")");
    }

    void map(Op op) {
        Node in = build.stream(op);
        if (in == null) {
            return;
        }
        int variant = op.choice(Build.VARIANT, 16);
        Type key = Type.base(op.choice(5, 16));
        Type value = build.type(op, in.value);
        Named named = build.named(op);
        KStream<Object, Object> out = named == null
                ? in.stream()
                        .map((k, v) ->
                                KeyValue.pair(Functions.key(variant, key, k, v), Functions.value(variant, value, v)))
                : in.stream()
                        .map(
                                (k, v) -> KeyValue.pair(
                                        Functions.key(variant, key, k, v), Functions.value(variant, value, v)),
                                named);
        build.add(out, in, key, value, "map(" + words(op, "f" + variant) + ")");
    }

    void mapValues(Op op) {
        Node in = build.stream(op);
        if (in == null) {
            return;
        }
        int variant = op.choice(Build.VARIANT, 16);
        Type value = build.type(op, in.value);
        Named named = build.named(op);
        boolean withKey = op.choice(5, 2) == 1;
        boolean fragile = op.choice(6, 16) >= 13;
        KStream<Object, Object> stream = in.stream();
        KStream<Object, Object> out;
        if (withKey) {
            out = named == null
                    ? stream.mapValues((k, v) -> Functions.value(variant, value, k, v))
                    : stream.mapValues((k, v) -> Functions.value(variant, value, k, v), named);
        } else {
            out = named == null
                    ? stream.mapValues(v -> Functions.fragile(fragile, variant, value, v))
                    : stream.mapValues(v -> Functions.fragile(fragile, variant, value, v), named);
        }
        build.add(
                out,
                in,
                in.key,
                value,
                "mapValues(" + words(op, (withKey ? "withKey f" : fragile ? "fragile f" : "f") + variant) + ")");
    }

    void flatMap(Op op) {
        Node in = build.stream(op);
        if (in == null) {
            return;
        }
        int variant = op.choice(Build.VARIANT, 16);
        Type key = Type.base(op.choice(5, 16));
        Type value = build.type(op, in.value);
        Named named = build.named(op);
        KStream<Object, Object> out = named == null
                ? in.stream().flatMap((k, v) -> Functions.records(variant, key, value, k, v))
                : in.stream().flatMap((k, v) -> Functions.records(variant, key, value, k, v), named);
        build.add(out, in, key, value, "flatMap(" + words(op, "f" + variant) + ")");
    }

    void flatMapValues(Op op) {
        Node in = build.stream(op);
        if (in == null) {
            return;
        }
        int variant = op.choice(Build.VARIANT, 16);
        Type value = build.type(op, in.value);
        Named named = build.named(op);
        KStream<Object, Object> out = named == null
                ? in.stream().flatMapValues((k, v) -> Functions.values(variant, value, k, v))
                : in.stream().flatMapValues((k, v) -> Functions.values(variant, value, k, v), named);
        build.add(out, in, in.key, value, "flatMapValues(" + words(op, "f" + variant) + ")");
    }

    void selectKey(Op op) {
        Node in = build.stream(op);
        if (in == null) {
            return;
        }
        int variant = op.choice(Build.VARIANT, 16);
        Type key = Type.base(op.choice(5, 16));
        boolean fragile = op.choice(6, 16) >= 14;
        KeyValueMapper<Object, Object, Object> mapper = (k, v) -> {
            Functions.risk(fragile, variant, v);
            return Functions.key(variant, key, k, v);
        };
        Named named = build.named(op);
        KStream<Object, Object> out =
                named == null ? in.stream().selectKey(mapper) : in.stream().selectKey(mapper, named);
        build.add(out, in, key, in.value, "selectKey(" + words(op, (fragile ? "fragile f" : "f") + variant) + ")");
    }

    /** Peeks, or ends with a foreach. */
    void peek(Op op) {
        Node in = build.stream(op);
        if (in == null) {
            return;
        }
        String label = build.unique("peek");
        Named named = build.named(op);
        if (op.choice(5, 4) == 3) {
            if (named == null) {
                in.stream().foreach((k, v) -> seen(label, k, v));
            } else {
                in.stream().foreach((k, v) -> seen(label, k, v), named);
            }
            build.code.add(in.name + ".foreach(" + words(op, label) + ")");
            return;
        }
        KStream<Object, Object> out = named == null
                ? in.stream().peek((k, v) -> seen(label, k, v))
                : in.stream().peek((k, v) -> seen(label, k, v), named);
        build.add(out, in, in.key, in.value, "peek(" + words(op, label) + ")");
    }

    private void seen(String label, Object key, Object value) {
        build.events.add(label + " saw " + Functions.text(key) + ": " + Functions.text(value));
    }

    void merge(Op op) {
        Node in = build.stream(op);
        if (in == null) {
            return;
        }
        Node other = build.pick(op.other(), node -> node.isStream() && node.key == in.key && node.value == in.value);
        Named named = build.named(op);
        KStream<Object, Object> out =
                named == null ? in.stream().merge(other.stream()) : in.stream().merge(other.stream(), named);
        build.add(out, in, in.key, in.value, "merge(" + words(op, other.name) + ")", other);
    }

    void split(Op op) {
        Node in = build.stream(op);
        if (in == null) {
            return;
        }
        int variant = op.choice(Build.VARIANT, 16);
        boolean named = build.isNamed(op);
        String prefix = build.unique("split") + "-";
        BranchedKStream<Object, Object> split =
                named ? in.stream().split(Named.as(prefix)) : in.stream().split();
        int shape = op.choice(5, 4);
        split = switch (shape) {
            case 0 -> split.branch((k, v) -> Functions.test(variant, k, v));
            case 1 -> split.branch((k, v) -> Functions.test(variant, k, v), Branched.as("one"));
            case 2 ->
                split.branch(
                        (k, v) -> Functions.test(variant, k, v),
                        Branched.withFunction(s -> s.filter((k, v) -> Functions.test(variant + 1, k, v)), "one"));
            default ->
                split.branch(
                        (k, v) -> Functions.test(variant, k, v),
                        Branched.withConsumer(s -> s.foreach((k, v) -> seen(prefix, k, v)), "one"));
        };
        split = split.branch((k, v) -> Functions.test(variant + 2, k, v));
        int last = op.choice(6, 3);
        Map<String, KStream<Object, Object>> branches = new TreeMap<>(
                switch (last) {
                    case 0 -> split.defaultBranch();
                    case 1 -> split.defaultBranch(Branched.as("rest"));
                    default -> split.noDefaultBranch();
                });
        branches.forEach((name, branch) -> build.add(
                branch,
                in,
                in.key,
                in.value,
                "split(" + words(op, "shape" + shape, "f" + variant, "end" + last) + ").get(" + name + ")"));
    }

    void repartition(Op op) {
        Node in = build.stream(op);
        if (in == null) {
            return;
        }
        boolean implicit = build.implicitSerdes(op, in.keySerde(), in.valueSerde());
        Repartitioned<Object, Object> option = implicit ? null : Repartitioned.with(in.keySerde(), in.valueSerde());
        if (build.isNamed(op)) {
            option = option == null ? Repartitioned.as(build.unique("again")) : option.withName(build.unique("again"));
        }
        int partitions = op.choice(5, 8) == 7 ? 2 : 0;
        if (partitions > 0) {
            option = option == null ? Repartitioned.numberOfPartitions(2) : option.withNumberOfPartitions(2);
        }
        KStream<Object, Object> out =
                option == null ? in.stream().repartition() : in.stream().repartition(option);
        build.add(
                out,
                in,
                in.key,
                in.value,
                "repartition(" + words(op, implicit ? null : "serdes", partitions > 0 ? "partitions 2" : null) + ")");
    }

    /** Out by a topic and in again. */
    void through(Op op) {
        Node in = build.stream(op);
        if (in == null) {
            return;
        }
        String topic = build.unique("through");
        Serde<Object> key = in.keySerde();
        Serde<Object> value = in.valueSerde();
        in.stream().to(topic, Produced.with(key, value));
        in.used = true;
        if (op.choice(5, 3) == 2 && !in.key.isWindowed()) {
            KTable<Object, Object> table = build.builder.table(topic, Consumed.with(key, value));
            build.add(table, in, in.key, in.value, "through(" + topic + ") as a table");
        } else {
            build.add(
                    build.builder.stream(topic, Consumed.with(key, value)),
                    in,
                    in.key,
                    in.value,
                    "through(" + topic + ")");
        }
    }

    void toDynamic(Op op) {
        Node in = build.stream(op);
        if (in == null) {
            return;
        }
        int variant = op.choice(Build.VARIANT, 16);
        String prefix = build.unique("dynamic") + "-";
        Produced<Object, Object> produced = Produced.with(in.keySerde(), in.valueSerde());
        if (build.isNamed(op)) {
            produced = produced.withName(build.unique("op"));
        }
        in.stream().to(new Extractor(prefix, variant), produced);
        in.used = true;
        build.code.add(in.name + ".to(" + words(op, prefix) + "0 or 1)");
    }

    private record Extractor(String prefix, int variant) implements TopicNameExtractor<Object, Object> {

        @Override
        public String extract(Object key, Object value, RecordContext context) {
            return prefix + Functions.hash(variant, key, value, context.topic(), context.offset()) % 2;
        }
    }

    /** @param merging whether the program merges repartitions */
    void toTable(Op op, boolean merging) {
        Node in = build.plainStream(op);
        if (in == null) {
            return;
        }
        Named named = build.named(op);
        Materials.Choice<KeyValueStore<Bytes, byte[]>> store =
                new Materials(build).keyValue(op, in.keySerde(), in.valueSerde(), true);
        KStream<Object, Object> stream = in.stream();
        String before = "";
        if (Materials.isVersioned(op)) {
            // Entry "versioned stores"; processors are not for programs that merge repartitions.
            stream = merging ? stream.filter((k, v) -> v != null) : stream.processValues(Versions::new);
            before = merging ? "filter(values)." : "processValues(versions).";
        }
        KTable<Object, Object> out;
        if (store.option() == null) {
            out = named == null ? stream.toTable() : stream.toTable(named);
        } else {
            out = named == null ? stream.toTable(store.option()) : stream.toTable(named, store.option());
        }
        build.add(out, in, in.key, in.value, before + "toTable(" + words(op, store.text()) + ")");
    }

    /** Gives each record a time at which a store of versions may have it. */
    private static final class Versions extends ContextualFixedKeyProcessor<Object, Object, Object> {

        @Override
        public void process(FixedKeyRecord<Object, Object> record) {
            context().forward(record.withTimestamp(Materials.versionMs(record.timestamp(), record.value() == null)));
        }
    }

    private String words(Op op, Object... parts) {
        return Build.words(Build.words(parts), build.isNamed(op) ? "named" : null);
    }
}
