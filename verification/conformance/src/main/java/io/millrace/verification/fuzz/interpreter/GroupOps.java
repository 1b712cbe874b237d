package io.millrace.verification.fuzz.interpreter;

import io.millrace.streams.kstream.EmitStrategy;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.KGroupedStream;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Named;
import io.millrace.streams.kstream.SessionWindowedKStream;
import io.millrace.streams.kstream.SessionWindows;
import io.millrace.streams.kstream.SlidingWindows;
import io.millrace.streams.kstream.TimeWindowedKStream;
import io.millrace.streams.kstream.TimeWindows;
import io.millrace.streams.kstream.UnlimitedWindows;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.SessionStore;
import io.millrace.streams.state.WindowStore;
import io.millrace.verification.fuzz.Kind;
import io.millrace.verification.fuzz.Op;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;

/** Aggregations of streams, windowed and not. */
final class GroupOps {

    /** The function that fails now and then. */
    private static final int FAILS = 9;

    private final Build build;

    GroupOps(Build build) {
        this.build = build;
    }

    /** A window of any kind, as numbers. */
    record Window(Form form, long sizeMs, long advanceMs, long graceMs) {

        enum Form {
            NONE,
            TIME,
            SLIDING,
            SESSION,
            UNLIMITED
        }

        static Window of(Op op) {
            long size = 20 + 20L * op.choice(8, 4);
            long grace = new long[] {0, 10, 50, 200}[op.choice(9, 4)];
            return switch (op.choice(5, 16)) {
                case 0, 1, 2, 3, 4 -> new Window(Form.NONE, 0, 0, 0);
                case 5, 6, 7 -> new Window(Form.TIME, size, size, grace);
                case 8, 9 -> new Window(Form.TIME, size, size / 2, grace);
                case 10, 11, 12 -> new Window(Form.SLIDING, size, 1, grace);
                case 13, 14 ->
                    new Window(Form.SESSION, size / 2, 1, hasDefaultRetention(op) ? Materials.LATENESS_MS : grace);
                default -> new Window(Form.UNLIMITED, Long.MAX_VALUE, 1, 0);
            };
        }

        /** Whether its store keeps sessions as long as the operator says: entry "closed sessions". */
        private static boolean hasDefaultRetention(Op op) {
            return op.choice(Build.STORE, 16) < Materials.RETENTION
                    && (op.kind() == Kind.COGROUP || op.other() % 4 != 3);
        }

        TimeWindows time() {
            TimeWindows windows = graceMs == 0
                    ? TimeWindows.ofSizeWithNoGrace(Type.ms(sizeMs))
                    : TimeWindows.ofSizeAndGrace(Type.ms(sizeMs), Type.ms(graceMs));
            return advanceMs == sizeMs ? windows : windows.advanceBy(Type.ms(advanceMs));
        }

        SlidingWindows sliding() {
            return graceMs == 0
                    ? SlidingWindows.ofTimeDifferenceWithNoGrace(Type.ms(sizeMs))
                    : SlidingWindows.ofTimeDifferenceAndGrace(Type.ms(sizeMs), Type.ms(graceMs));
        }

        SessionWindows session() {
            return graceMs == 0
                    ? SessionWindows.ofInactivityGapWithNoGrace(Type.ms(sizeMs))
                    : SessionWindows.ofInactivityGapAndGrace(Type.ms(sizeMs), Type.ms(graceMs));
        }

        /** For people; null if there is no window. */
        String words() {
            return form == Form.NONE ? null : form + " size " + sizeMs + " advance " + advanceMs + " grace " + graceMs;
        }
    }

    void aggregate(Op op) {
        Node in = build.plainStream(op);
        if (in == null) {
            return;
        }
        Type key = op.choice(10, 3) == 2 ? Type.base(op.choice(11, 16)) : in.key;
        KGroupedStream<Object, Object> grouped = group(op, in, key, op.choice(10, 3) == 2);
        Type value =
                op.kind() == Kind.COUNT ? Type.LONG : op.kind() == Kind.REDUCE ? in.value : build.type(op, in.value);
        Window window = Window.of(op);
        String how = op.choice(10, 3) == 2 ? "groupBy" : "groupByKey";
        Result result = switch (window.form()) {
            case NONE -> plain(op, grouped, in, key, value);
            case TIME -> timed(op, grouped.windowedBy(window.time()), key, value, window);
            case SLIDING -> timed(op, grouped.windowedBy(window.sliding()), key, value, window);
            case UNLIMITED ->
                timed(
                        op,
                        grouped.windowedBy(UnlimitedWindows.of().startOn(Instant.ofEpochMilli(20))),
                        key,
                        value,
                        window);
            case SESSION -> session(op, grouped.windowedBy(window.session()), key, value, window);
        };
        Type resultKey = switch (window.form()) {
            case NONE -> key;
            case SESSION -> key.sessionWindowed();
            default -> key.timeWindowed();
        };
        in.used = true;
        Node node = new Node(
                build.next(),
                result.table,
                resultKey,
                value,
                window.sizeMs(),
                window.form() == Window.Form.TIME
                        || window.form() == Window.Form.SESSION
                        || window.form() == Window.Form.SLIDING);
        node.parents = List.of(in);
        node.beginsAtZero = !build.isCached(result.store)
                && switch (window.form()) {
                    case SLIDING -> true;
                    case SESSION -> !emitsOnClose(op, window);
                    default -> op.kind() == Kind.COUNT;
                };
        build.add(
                node,
                in.name + "." + how + "(" + key + Build.words(build.implicitSerdes(op) ? null : " serdes") + ")."
                        + op.kind() + "("
                        + Build.words(
                                "f" + op.choice(0, 16),
                                window.words(),
                                emitsOnClose(op, window) ? "onWindowClose" : null,
                                build.isNamed(op) ? "named" : null,
                                result.store)
                        + ")");
    }

    private record Result(Object table, String store) {}

    KGroupedStream<Object, Object> group(Op op, Node in, Type key, boolean rekey) {
        Grouped<Object, Object> option = build.grouped(op, key, in.value);
        int variant = op.choice(Build.VARIANT, 16);
        if (rekey) {
            return option == null
                    ? in.stream().groupBy((k, v) -> Functions.key(variant, key, k, v))
                    : in.stream().groupBy((k, v) -> Functions.key(variant, key, k, v), option);
        }
        return option == null ? in.stream().groupByKey() : in.stream().groupByKey(option);
    }

    static boolean emitsOnClose(Op op, Window window) {
        return op.other() % 4 == 3 && window.form() != Window.Form.NONE && window.form() != Window.Form.UNLIMITED;
    }

    /** Fails now and then if the variant is 9. */
    static Object fold(int variant, Type type, Object key, Object value, Object aggregate) {
        Functions.risk(variant == FAILS, variant, value);
        return Functions.value(variant, type, aggregate, value);
    }

    private Result plain(Op op, KGroupedStream<Object, Object> grouped, Node in, Type key, Type value) {
        Serde<Object> valueSerde = value.serde(0);
        Materials.Choice<KeyValueStore<Bytes, byte[]>> store =
                new Materials(build).keyValue(op, key.serde(0), valueSerde, true);
        int variant = Materials.aggregator(op, op.choice(Build.VARIANT, 16));
        Named named = build.named(op);
        Object table = switch (op.kind()) {
            case COUNT -> {
                if (store.option() == null) {
                    yield named == null ? grouped.count() : grouped.count(named);
                }
                yield named == null
                        ? grouped.count(Erased.counting(store.option()))
                        : grouped.count(named, Erased.counting(store.option()));
            }
            case REDUCE -> {
                if (store.option() == null) {
                    yield grouped.reduce((a, b) -> fold(variant, value, null, b, a));
                }
                yield named == null
                        ? grouped.reduce((a, b) -> fold(variant, value, null, b, a), store.option())
                        : grouped.reduce((a, b) -> fold(variant, value, null, b, a), named, store.option());
            }
            default -> {
                Object start = initial(build.isCached(store.text()), value);
                if (store.option() == null) {
                    yield in.value == value && build.implicitSerdes(op)
                            ? grouped.aggregate(() -> start, (k, v, a) -> fold(variant, value, k, v, a))
                            : grouped.aggregate(
                                    () -> start,
                                    (k, v, a) -> fold(variant, value, k, v, a),
                                    Erased.with(key.serde(0), valueSerde));
                }
                yield named == null
                        ? grouped.aggregate(() -> start, (k, v, a) -> fold(variant, value, k, v, a), store.option())
                        : grouped.aggregate(
                                () -> start, (k, v, a) -> fold(variant, value, k, v, a), named, store.option());
            }
        };
        return new Result(table, store.text());
    }

    /**
     * What an aggregation begins with: nothing if it sends each update, because Kafka Streams then sends what it begins with as the value before
     * (see DIFFERENCES.md). A count begins with 0, and a sliding window with what its neighbour has.
     */
    static Object initial(boolean cached, Type value) {
        if (!cached) {
            return null;
        }
        return value == Type.LONG ? (Object) 0L : "";
    }

    private Result timed(Op op, TimeWindowedKStream<Object, Object> windowed, Type key, Type value, Window window) {
        TimeWindowedKStream<Object, Object> grouped =
                emitsOnClose(op, window) ? windowed.emitStrategy(EmitStrategy.onWindowClose()) : windowed;
        long size = window.form() == Window.Form.UNLIMITED ? 1000 : window.sizeMs();
        // Kafka Streams loses the results of windows that its store forgets before they are sent.
        Materials.Choice<WindowStore<Bytes, byte[]>> store = emitsOnClose(op, window)
                ? new Materials(build).lasting(op, key.serde(0), value.serde(0))
                : new Materials(build).window(op, key.serde(0), value.serde(0), size, keptMs(window, size));
        int variant = op.choice(Build.VARIANT, 16);
        Named named = build.named(op);
        Object start = initial(build.isCached(store.text()), value);
        KTable<?, ?> table = switch (op.kind()) {
            case COUNT -> {
                if (store.option() == null) {
                    yield named == null ? grouped.count() : grouped.count(named);
                }
                yield named == null
                        ? grouped.count(Erased.counting(store.option()))
                        : grouped.count(named, Erased.counting(store.option()));
            }
            case REDUCE -> {
                if (store.option() == null) {
                    yield named == null
                            ? grouped.reduce((a, b) -> fold(variant, value, null, b, a))
                            : grouped.reduce((a, b) -> fold(variant, value, null, b, a), named);
                }
                yield named == null
                        ? grouped.reduce((a, b) -> fold(variant, value, null, b, a), store.option())
                        : grouped.reduce((a, b) -> fold(variant, value, null, b, a), named, store.option());
            }
            default ->
                store.option() == null
                        ? grouped.aggregate(
                                () -> start,
                                (k, v, a) -> fold(variant, value, k, v, a),
                                Erased.with(key.serde(0), value.serde(0)))
                        : named == null
                                ? grouped.aggregate(
                                        () -> start, (k, v, a) -> fold(variant, value, k, v, a), store.option())
                                : grouped.aggregate(
                                        () -> start, (k, v, a) -> fold(variant, value, k, v, a), named, store.option());
        };
        return new Result(table, store.text());
    }

    /** Sliding windows want a store that keeps twice their difference. */
    static long keptMs(Window window, long sizeMs) {
        return (window.form() == Window.Form.SLIDING ? sizeMs * 2 : sizeMs) + window.graceMs();
    }

    private Result session(
            Op op, SessionWindowedKStream<Object, Object> windowed, Type key, Type value, Window window) {
        SessionWindowedKStream<Object, Object> grouped =
                emitsOnClose(op, window) ? windowed.emitStrategy(EmitStrategy.onWindowClose()) : windowed;
        Materials.Choice<SessionStore<Bytes, byte[]>> store = emitsOnClose(op, window)
                ? new Materials(build).lasting(op, key.serde(0), value.serde(0))
                : new Materials(build).session(op, key.serde(0), value.serde(0), window.sizeMs(), window.graceMs());
        int variant = new Materials(build).ofSessions(op.choice(Build.VARIANT, 16));
        int merging = new Materials(build).mergerOfSessions(op.choice(Build.VARIANT, 16), window);
        Named named = build.named(op);
        Object start = initial(build.isCached(store.text()), value);
        KTable<?, ?> table = switch (op.kind()) {
            case COUNT -> {
                if (store.option() == null) {
                    yield named == null ? grouped.count() : grouped.count(named);
                }
                yield named == null
                        ? grouped.count(Erased.counting(store.option()))
                        : grouped.count(named, Erased.counting(store.option()));
            }
            case REDUCE -> {
                if (store.option() == null) {
                    yield named == null
                            ? grouped.reduce((a, b) -> fold(merging, value, null, b, a))
                            : grouped.reduce((a, b) -> fold(merging, value, null, b, a), named);
                }
                yield named == null
                        ? grouped.reduce((a, b) -> fold(merging, value, null, b, a), store.option())
                        : grouped.reduce((a, b) -> fold(merging, value, null, b, a), named, store.option());
            }
            default ->
                store.option() == null
                        ? grouped.aggregate(
                                () -> start,
                                (k, v, a) -> fold(variant, value, k, v, a),
                                (k, a, b) -> fold(merging, value, k, b, a),
                                Erased.with(key.serde(0), value.serde(0)))
                        : named == null
                                ? grouped.aggregate(
                                        () -> start,
                                        (k, v, a) -> fold(variant, value, k, v, a),
                                        (k, a, b) -> fold(merging, value, k, b, a),
                                        store.option())
                                : grouped.aggregate(
                                        () -> start,
                                        (k, v, a) -> fold(variant, value, k, v, a),
                                        (k, a, b) -> fold(merging, value, k, b, a),
                                        named,
                                        store.option());
        };
        return new Result(table, store.text());
    }
}
