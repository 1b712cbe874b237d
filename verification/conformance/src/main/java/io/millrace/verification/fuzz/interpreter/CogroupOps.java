package io.millrace.verification.fuzz.interpreter;

import io.millrace.streams.kstream.CogroupedKStream;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Named;
import io.millrace.streams.kstream.SessionWindowedCogroupedKStream;
import io.millrace.streams.kstream.TimeWindowedCogroupedKStream;
import io.millrace.streams.kstream.UnlimitedWindows;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.SessionStore;
import io.millrace.streams.state.WindowStore;
import io.millrace.verification.fuzz.Op;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;

/** Aggregations of several streams into one table. */
final class CogroupOps {

    private final Build build;

    CogroupOps(Build build) {
        this.build = build;
    }

    void cogroup(Op op) {
        Node in = build.plainStream(op);
        if (in == null) {
            return;
        }
        Node other = build.pick(op.other(), node -> node.isStream() && node.key == in.key);
        GroupOps.Window window = GroupOps.Window.of(op);
        Materials materials = new Materials(build);
        int chosen = op.choice(Build.VARIANT, 16);
        int variant = window.form() == GroupOps.Window.Form.NONE
                ? Materials.aggregator(op, chosen)
                : function(materials, window, chosen);
        int next = function(materials, window, variant + 1);
        Type value = Type.base(op.choice(Build.TYPE, 16));
        GroupOps groups = new GroupOps(build);
        CogroupedKStream<Object, Object> cogrouped = groups.group(op, in, in.key, false)
                .cogroup((Object k, Object v, Object a) -> GroupOps.fold(variant, value, k, v, a));
        boolean two = other != in && op.choice(11, 4) > 0 && !build.isNamed(op);
        if (two) {
            cogrouped = cogrouped.cogroup(
                    groups.group(op, other, other.key, false),
                    (Object k, Object v, Object a) -> GroupOps.fold(next, value, k, v, a));
            other.used = true;
        }
        in.used = true;
        // What is late for the store is in time for the stream that lags behind, and Kafka Streams finds it in the
        // cache.
        boolean lasting = two && build.isCached("");
        Serde<Object> key = in.keySerde();
        switch (window.form()) {
            case NONE -> {
                Materials.Choice<KeyValueStore<Bytes, byte[]>> store =
                        materials.keyValue(op, key, value.serde(0), true);
                add(op, in, other, two, value, in.key, window, plain(op, cogrouped, store, key, value), store.text());
            }
            case SESSION -> {
                Materials.Choice<SessionStore<Bytes, byte[]>> store = lasting
                        ? materials.lasting(op, key, value.serde(0))
                        : materials.session(op, key, value.serde(0), window.sizeMs(), window.graceMs());
                KTable<?, ?> table = session(op, cogrouped.windowedBy(window.session()), store, key, value, window);
                add(op, in, other, two, value, in.key.sessionWindowed(), window, table, store.text());
            }
            default -> {
                long size = window.form() == GroupOps.Window.Form.UNLIMITED ? 1000 : window.sizeMs();
                Materials.Choice<WindowStore<Bytes, byte[]>> store = lasting
                        ? materials.lasting(op, key, value.serde(0))
                        : materials.window(op, key, value.serde(0), size, GroupOps.keptMs(window, size));
                TimeWindowedCogroupedKStream<Object, Object> windowed = switch (window.form()) {
                    case TIME -> cogrouped.windowedBy(window.time());
                    case SLIDING -> cogrouped.windowedBy(window.sliding());
                    default -> cogrouped.windowedBy(UnlimitedWindows.of());
                };
                KTable<?, ?> table = timed(op, windowed, store, key, value);
                add(op, in, other, two, value, in.key.timeWindowed(), window, table, store.text());
            }
        }
    }

    private static int function(Materials materials, GroupOps.Window window, int chosen) {
        return switch (window.form()) {
            case SESSION -> materials.ofSessions(chosen);
            case SLIDING -> materials.ofSlidingCogroup(chosen);
            default -> chosen;
        };
    }

    private void add(
            Op op,
            Node in,
            Node other,
            boolean two,
            Type value,
            Type key,
            GroupOps.Window window,
            KTable<?, ?> table,
            String store) {
        Node node = new Node(
                build.next(),
                table,
                key,
                value,
                window.sizeMs(),
                key.isWindowed() && window.form() != GroupOps.Window.Form.UNLIMITED);
        node.parents = two ? List.of(in, other) : List.of(in);
        node.beginsAtZero =
                (window.form() == GroupOps.Window.Form.SLIDING || window.form() == GroupOps.Window.Form.SESSION)
                        && !build.isCached(store);
        node.unknownKeys = key.isWindowed() && build.implicitSerdes(op);
        build.add(
                node,
                in.name + (two ? "." + "with(" + other.name + ")" : "") + ".cogroup("
                        + Build.words(
                                "f" + op.choice(0, 16),
                                window.words(),
                                build.implicitSerdes(op) ? null : "serdes",
                                build.isNamed(op) ? "named" : null,
                                store)
                        + ")");
    }

    private KTable<Object, Object> plain(
            Op op,
            CogroupedKStream<Object, Object> cogrouped,
            Materials.Choice<KeyValueStore<Bytes, byte[]>> store,
            Serde<Object> key,
            Type value) {
        Named named = build.named(op);
        Object start = GroupOps.initial(build.isCached(store.text()), value);
        if (store.option() == null) {
            return named == null
                    ? cogrouped.aggregate(() -> start, Erased.with(key, value.serde(0)))
                    : cogrouped.aggregate(() -> start, named, Erased.with(key, value.serde(0)));
        }
        return named == null
                ? cogrouped.aggregate(() -> start, store.option())
                : cogrouped.aggregate(() -> start, named, store.option());
    }

    private KTable<?, ?> timed(
            Op op,
            TimeWindowedCogroupedKStream<Object, Object> windowed,
            Materials.Choice<WindowStore<Bytes, byte[]>> store,
            Serde<Object> key,
            Type value) {
        Named named = build.named(op);
        Object start = GroupOps.initial(build.isCached(store.text()), value);
        if (store.option() == null) {
            return named == null
                    ? windowed.aggregate(() -> start, Erased.with(key, value.serde(0)))
                    : windowed.aggregate(() -> start, named, Erased.with(key, value.serde(0)));
        }
        return named == null
                ? windowed.aggregate(() -> start, store.option())
                : windowed.aggregate(() -> start, named, store.option());
    }

    private KTable<?, ?> session(
            Op op,
            SessionWindowedCogroupedKStream<Object, Object> windowed,
            Materials.Choice<SessionStore<Bytes, byte[]>> store,
            Serde<Object> key,
            Type value,
            GroupOps.Window window) {
        Named named = build.named(op);
        Object start = GroupOps.initial(build.isCached(store.text()), value);
        int variant = new Materials(build).mergerOfSessions(op.choice(Build.VARIANT, 16), window);
        if (store.option() == null) {
            return windowed.aggregate(
                    () -> start, (k, a, b) -> GroupOps.fold(variant, value, k, b, a), Erased.with(key, value.serde(0)));
        }
        return named == null
                ? windowed.aggregate(() -> start, (k, a, b) -> GroupOps.fold(variant, value, k, b, a), store.option())
                : windowed.aggregate(
                        () -> start, (k, a, b) -> GroupOps.fold(variant, value, k, b, a), named, store.option());
    }
}
