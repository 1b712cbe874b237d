package io.millrace.verification.fuzz.interpreter;

import io.millrace.streams.KeyValue;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.KGroupedTable;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Named;
import io.millrace.streams.kstream.ValueTransformerWithKey;
import io.millrace.streams.kstream.ValueTransformerWithKeySupplier;
import io.millrace.streams.processor.ProcessorContext;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.verification.fuzz.Op;
import org.apache.kafka.common.utils.Bytes;

/** Operators of tables with one input. */
final class TableOps {

    private final Build build;

    TableOps(Build build) {
        this.build = build;
    }

    void filter(Op op) {
        Node in = build.table(op);
        if (in == null) {
            return;
        }
        int variant = op.choice(Build.VARIANT, 16);
        boolean not = op.choice(5, 3) == 2;
        Named named = build.named(op);
        Materials.Choice<KeyValueStore<Bytes, byte[]>> store =
                new Materials(build).keyValue(op, in.keySerde(), in.valueSerde(), false);
        KTable<Object, Object> table = in.table();
        KTable<Object, Object> out;
        if (not) {
            out = store.option() == null
                    ? named == null
                            ? table.filterNot((k, v) -> !Functions.test(variant, k, v))
                            : table.filterNot((k, v) -> !Functions.test(variant, k, v), named)
                    : named == null
                            ? table.filterNot((k, v) -> !Functions.test(variant, k, v), store.option())
                            : table.filterNot((k, v) -> !Functions.test(variant, k, v), named, store.option());
        } else {
            out = store.option() == null
                    ? named == null
                            ? table.filter((k, v) -> Functions.test(variant, k, v))
                            : table.filter((k, v) -> Functions.test(variant, k, v), named)
                    : named == null
                            ? table.filter((k, v) -> Functions.test(variant, k, v), store.option())
                            : table.filter((k, v) -> Functions.test(variant, k, v), named, store.option());
        }
        build.add(
                out,
                in,
                in.key,
                in.value,
                (not ? "filterNot(" : "filter(") + words(op, "test" + variant, store.text()) + ")");
    }

    void mapValues(Op op) {
        Node in = build.table(op);
        if (in == null) {
            return;
        }
        int variant = op.choice(Build.VARIANT, 16);
        Type value = build.type(op, in.value);
        Named named = build.named(op);
        Materials.Choice<KeyValueStore<Bytes, byte[]>> store =
                new Materials(build).keyValue(op, in.keySerde(), value.serde(0), false);
        KTable<Object, Object> table = in.table();
        boolean withKey = op.choice(5, 2) == 1;
        KTable<Object, Object> out;
        if (withKey) {
            out = store.option() == null
                    ? named == null
                            ? table.mapValues((k, v) -> Functions.value(variant, value, k, v))
                            : table.mapValues((k, v) -> Functions.value(variant, value, k, v), named)
                    : named == null
                            ? table.mapValues((k, v) -> Functions.value(variant, value, k, v), store.option())
                            : table.mapValues((k, v) -> Functions.value(variant, value, k, v), named, store.option());
        } else {
            out = store.option() == null
                    ? named == null
                            ? table.mapValues(v -> Functions.value(variant, value, v))
                            : table.mapValues(v -> Functions.value(variant, value, v), named)
                    : named == null
                            ? table.mapValues(v -> Functions.value(variant, value, v), store.option())
                            : table.mapValues(v -> Functions.value(variant, value, v), named, store.option());
        }
        build.add(
                out,
                in,
                in.key,
                value,
                "mapValues(" + words(op, (withKey ? "withKey f" : "f") + variant, store.text()) + ")");
    }

    void transformValues(Op op) {
        Node in = build.table(op);
        if (in == null) {
            return;
        }
        int variant = op.choice(Build.VARIANT, 16);
        Type value = build.type(op, in.value);
        Named named = build.named(op);
        Materials.Choice<KeyValueStore<Bytes, byte[]>> store =
                new Materials(build).keyValue(op, in.keySerde(), value.serde(0), false);
        ValueTransformerWithKeySupplier<Object, Object, Object> supplier = () -> new Transformer(variant, value);
        KTable<Object, Object> out = store.option() == null
                ? named == null
                        ? in.table().transformValues(supplier)
                        : in.table().transformValues(supplier, named)
                : named == null
                        ? in.table().transformValues(supplier, store.option())
                        : in.table().transformValues(supplier, store.option(), named);
        build.add(out, in, in.key, value, "transformValues(" + words(op, "f" + variant, store.text()) + ")");
    }

    private static final class Transformer implements ValueTransformerWithKey<Object, Object, Object> {

        private final int variant;
        private final Type type;
        private ProcessorContext context;

        Transformer(int variant, Type type) {
            this.variant = variant;
            this.type = type;
        }

        @Override
        public void init(ProcessorContext given) {
            context = given;
        }

        @Override
        public Object transform(Object readOnlyKey, Object value) {
            return variant % 4 == 3
                    ? Functions.value(variant, type, readOnlyKey, value, context.topic())
                    : Functions.value(variant, type, readOnlyKey, value);
        }

        @Override
        public void close() {}
    }

    void toStream(Op op) {
        Node in = build.pick(op.input(), Node::isTable);
        if (in == null) {
            return;
        }
        Named named = build.named(op);
        int variant = op.choice(Build.VARIANT, 16);
        if (in.key.isWindowed() ? op.choice(5, 3) > 0 : op.choice(5, 3) == 2) {
            Type key = Type.base(op.choice(7, 16));
            KStream<Object, Object> out = named == null
                    ? in.table().toStream((k, v) -> Functions.key(variant, key, k, v))
                    : in.table().toStream((k, v) -> Functions.key(variant, key, k, v), named);
            build.add(out, in, key, in.value, "toStream(" + words(op, "f" + variant) + ")");
            return;
        }
        KStream<Object, Object> out =
                named == null ? in.table().toStream() : in.table().toStream(named);
        build.add(out, in, in.key, in.value, "toStream(" + words(op) + ")");
    }

    /** Groups a table and aggregates it. */
    void group(Op op) {
        Node in = build.table(op);
        if (in == null) {
            return;
        }
        int variant = op.choice(Build.VARIANT, 16);
        Type key = Type.base(op.choice(7, 16));
        Type grouped = build.type(op, in.value);
        Grouped<Object, Object> option = build.grouped(op, key, grouped);
        KGroupedTable<Object, Object> group = option == null
                ? in.table()
                        .groupBy((k, v) ->
                                KeyValue.pair(Functions.key(variant, key, k, v), Functions.value(variant, grouped, v)))
                : in.table()
                        .groupBy(
                                (k, v) -> KeyValue.pair(
                                        Functions.key(variant, key, k, v), Functions.value(variant, grouped, v)),
                                option);
        int what = op.choice(8, 3);
        Type value = what == 0 ? Type.LONG : what == 1 ? grouped : Type.base(op.choice(9, 16));
        Materials.Choice<KeyValueStore<Bytes, byte[]>> store =
                new Materials(build).keyValue(op, key.serde(0), value.serde(0), true);
        Object out = aggregate(op, group, what, value, key, store);
        build.add(
                out,
                in,
                key,
                value,
                "groupBy(" + words(op, "f" + variant, build.implicitSerdes(op) ? null : "serdes") + ")."
                        + (what == 0 ? "count(" : what == 1 ? "reduce(" : "aggregate(") + words(op, store.text())
                        + ")");
    }

    private Object aggregate(
            Op op,
            KGroupedTable<Object, Object> group,
            int what,
            Type value,
            Type key,
            Materials.Choice<KeyValueStore<Bytes, byte[]>> store) {
        Named named = build.named(op);
        int variant = Materials.aggregator(op, op.choice(10, 16));
        Object start = GroupOps.initial(true, value);
        if (what == 0) {
            if (store.option() == null) {
                return named == null ? group.count() : group.count(named);
            }
            return named == null
                    ? group.count(Erased.counting(store.option()))
                    : group.count(named, Erased.counting(store.option()));
        }
        if (what == 1) {
            if (store.option() == null) {
                return group.reduce((a, b) -> plus(variant, value, a, b), (a, b) -> minus(variant, value, a, b));
            }
            return named == null
                    ? group.reduce(
                            (a, b) -> plus(variant, value, a, b), (a, b) -> minus(variant, value, a, b), store.option())
                    : group.reduce(
                            (a, b) -> plus(variant, value, a, b),
                            (a, b) -> minus(variant, value, a, b),
                            named,
                            store.option());
        }
        return store.option() == null
                ? group.aggregate(
                        () -> start,
                        (k, v, a) -> plus(variant, value, a, v),
                        (k, v, a) -> minus(variant, value, a, v),
                        Erased.with(key.serde(0), value.serde(0)))
                : named == null
                        ? group.aggregate(
                                () -> start,
                                (k, v, a) -> plus(variant, value, a, v),
                                (k, v, a) -> minus(variant, value, a, v),
                                store.option())
                        : group.aggregate(
                                () -> start,
                                (k, v, a) -> plus(variant, value, a, v),
                                (k, v, a) -> minus(variant, value, a, v),
                                named,
                                store.option());
    }

    private static Object plus(int variant, Type type, Object aggregate, Object value) {
        return Functions.value(variant, type, aggregate, "+", value);
    }

    private static Object minus(int variant, Type type, Object aggregate, Object value) {
        return Functions.value(variant, type, aggregate, "-", value);
    }

    static String words(Op op, Object... parts) {
        return Build.words(Build.words(parts), op.choice(Build.NAMING, 16) >= 9 ? "named" : null);
    }
}
