package io.millrace.verification.fuzz.interpreter;

import io.millrace.streams.kstream.JoinWindows;
import io.millrace.streams.kstream.Joined;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.KeyValueMapper;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Named;
import io.millrace.streams.kstream.StreamJoined;
import io.millrace.streams.kstream.TableJoined;
import io.millrace.streams.kstream.ValueJoiner;
import io.millrace.streams.kstream.ValueJoinerWithKey;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.Stores;
import io.millrace.verification.fuzz.Op;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;

/** Joins of all kinds. */
final class JoinOps {

    private final Build build;

    JoinOps(Build build) {
        this.build = build;
    }

    private static ValueJoiner<Object, Object, Object> joiner(Op op, Type type) {
        return joiner(op, type, isFragile(op));
    }

    private static ValueJoiner<Object, Object, Object> joiner(Op op, Type type, boolean fragile) {
        int variant = op.choice(Build.VARIANT, 16);
        return (a, b) -> {
            Functions.risk(fragile, variant, a, b);
            return Functions.value(variant, type, a, "+", b);
        };
    }

    private static ValueJoinerWithKey<Object, Object, Object, Object> joinerWithKey(Op op, Type type) {
        return joinerWithKey(op, type, isFragile(op));
    }

    private static ValueJoinerWithKey<Object, Object, Object, Object> joinerWithKey(Op op, Type type, boolean fragile) {
        int variant = op.choice(Build.VARIANT, 16);
        return (k, a, b) -> {
            Functions.risk(fragile, variant, a, b);
            return Functions.value(variant, type, k, a, "+", b);
        };
    }

    private static boolean isFragile(Op op) {
        return op.choice(11, 16) == 15;
    }

    /** For people. */
    private static String function(Op op, boolean withKey) {
        return (isFragile(op) ? "fragile " : "") + (withKey ? "withKey f" : "f") + op.choice(Build.VARIANT, 16);
    }

    void streams(Op op, boolean self) {
        Node in = build.plainStream(op);
        if (in == null) {
            return;
        }
        Node other = self ? in : build.pick(op.other(), node -> node.isStream() && node.key == in.key);
        long size = 10 + 20L * op.choice(8, 4);
        long grace = new long[] {0, 10, 50, 200}[op.choice(9, 4)];
        JoinWindows windows = grace == 0
                ? JoinWindows.ofTimeDifferenceWithNoGrace(Type.ms(size))
                : JoinWindows.ofTimeDifferenceAndGrace(Type.ms(size), Type.ms(grace));
        long before = size;
        long after = size;
        switch (op.choice(10, 6)) {
            case 4 -> {
                windows = windows.before(Type.ms(5));
                before = 5;
            }
            case 5 -> {
                windows = windows.after(Type.ms(0));
                after = 0;
            }
            default -> {}
        }
        StreamJoined<Object, Object, Object> option = streamJoined(op, in, other, before + after, grace);
        Type value = build.type(op, in.value);
        int form = self ? op.choice(5, 4) == 3 ? 1 : 0 : op.choice(5, 3);
        boolean withKey = op.choice(7, 3) == 2;
        // If it fails for a record that waits for a match, Kafka Streams tries that record again.
        boolean fragile = isFragile(op) && !(form > 0 && build.tolerant);
        KStream<Object, Object> out = withKey
                ? join(form, in.stream(), other.stream(), counted(joinerWithKey(op, value, fragile)), windows, option)
                : join(form, in.stream(), other.stream(), counted(joiner(op, value, fragile)), windows, option);
        build.add(
                out,
                in,
                in.key,
                value,
                form(form) + "("
                        + TableOps.words(
                                op,
                                other.name,
                                function(op, withKey),
                                "before " + before + " after " + after + " grace " + grace,
                                "stores " + op.choice(Build.STORE, 16))
                        + ")",
                other);
    }

    private ValueJoiner<Object, Object, Object> counted(ValueJoiner<Object, Object, Object> joiner) {
        return (a, b) -> {
            build.joinedRecords++;
            return joiner.apply(a, b);
        };
    }

    private ValueJoinerWithKey<Object, Object, Object, Object> counted(
            ValueJoinerWithKey<Object, Object, Object, Object> joiner) {
        return (k, a, b) -> {
            build.joinedRecords++;
            return joiner.apply(k, a, b);
        };
    }

    private static KStream<Object, Object> join(
            int form,
            KStream<Object, Object> left,
            KStream<Object, Object> right,
            ValueJoinerWithKey<Object, Object, Object, Object> joiner,
            JoinWindows windows,
            StreamJoined<Object, Object, Object> option) {
        return switch (form) {
            case 0 -> left.join(right, joiner, windows, option);
            case 1 -> left.leftJoin(right, joiner, windows, option);
            default -> left.outerJoin(right, joiner, windows, option);
        };
    }

    private static KStream<Object, Object> join(
            int form,
            KStream<Object, Object> left,
            KStream<Object, Object> right,
            ValueJoiner<Object, Object, Object> joiner,
            JoinWindows windows,
            StreamJoined<Object, Object, Object> option) {
        return switch (form) {
            case 0 -> left.join(right, joiner, windows, option);
            case 1 -> left.leftJoin(right, joiner, windows, option);
            default -> left.outerJoin(right, joiner, windows, option);
        };
    }

    private StreamJoined<Object, Object, Object> streamJoined(Op op, Node in, Node other, long sizeMs, long graceMs) {
        StreamJoined<Object, Object, Object> option =
                StreamJoined.with(in.keySerde(), in.valueSerde(), other.valueSerde());
        if (build.isNamed(op)) {
            option = option.withName(build.unique("join"));
        }
        String store = build.unique("joinstore");
        Duration retention = Type.ms(sizeMs + graceMs);
        Duration size = Type.ms(sizeMs);
        return switch (op.choice(Build.STORE, 16)) {
            case 8, 9, 10 -> option.withStoreName(store);
            case 11 -> option.withLoggingDisabled();
            case 12 -> option.withStoreName(store).withLoggingEnabled(new HashMap<>(Map.of("retention.ms", "1000")));
            case 13 ->
                option.withThisStoreSupplier(Stores.inMemoryWindowStore(store + "-this", retention, size, true))
                        .withOtherStoreSupplier(Stores.inMemoryWindowStore(store + "-other", retention, size, true));
            case 14 ->
                option.withThisStoreSupplier(Stores.persistentWindowStore(store + "-this", retention, size, true))
                        .withOtherStoreSupplier(Stores.persistentWindowStore(store + "-other", retention, size, true));
            case 15 -> option.withDslStoreSuppliers(Materialized.StoreType.IN_MEMORY);
            default -> option;
        };
    }

    private static String form(int form) {
        return form == 0 ? "join" : form == 1 ? "leftJoin" : "outerJoin";
    }

    /** A stream with a table. */
    void lookup(Op op) {
        Node in = build.plainStream(op);
        if (in == null) {
            return;
        }
        Node versioned = op.choice(10, 3) == 2
                ? build.pick(op.other(), node -> node.isTable() && node.key == in.key && node.versioned)
                : null;
        Node other = versioned != null
                ? versioned
                : build.pick(op.other(), node -> node.isTable() && node.key == in.key && !node.showsBeginnings);
        if (other == null) {
            return;
        }
        Type value = build.type(op, in.value);
        boolean left = op.choice(5, 2) == 1;
        boolean withKey = op.choice(7, 3) == 2;
        long grace = (other.versioned ? op.choice(8, 2) == 1 : op.choice(8, 16) == 15 && op.choice(9, 4) == 3) ? 30 : 0;
        Joined<Object, Object, Object> option = Joined.with(in.keySerde(), in.valueSerde(), other.valueSerde());
        if (build.isNamed(op)) {
            option = option.withName(build.unique("join"));
        }
        if (grace > 0) {
            option = option.withGracePeriod(Type.ms(grace));
        }
        // Entry "joins with grace", of records without a key.
        boolean keyed = left && grace > 0;
        KStream<Object, Object> stream = keyed ? in.stream().filter((k, v) -> k != null) : in.stream();
        // Entry "failing joins with grace".
        boolean fragile = isFragile(op) && !(grace > 0 && build.tolerant);
        KTable<Object, Object> table = other.table();
        KStream<Object, Object> out;
        if (withKey) {
            ValueJoinerWithKey<Object, Object, Object, Object> joiner = joinerWithKey(op, value, fragile);
            out = left ? stream.leftJoin(table, joiner, option) : stream.join(table, joiner, option);
        } else {
            ValueJoiner<Object, Object, Object> joiner = joiner(op, value, fragile);
            out = left ? stream.leftJoin(table, joiner, option) : stream.join(table, joiner, option);
        }
        build.add(
                out,
                in,
                in.key,
                value,
                (keyed ? "filter(keys)." : "")
                        + (left ? "leftJoin(" : "join(")
                        + TableOps.words(op, other.name, function(op, withKey), "grace " + grace)
                        + ")",
                other);
        build.latest().waited = grace > 0;
    }

    /** A stream with a global table. */
    /** @param fenced whether repartitions behind it stay there, see the list of differences */
    void globalLookup(Op op, boolean fenced) {
        Node in = build.stream(op);
        Node other = build.pick(op.other(), Node::isGlobal);
        if (in == null || other == null) {
            return;
        }
        int variant = op.choice(Build.VARIANT, 16);
        Type value = build.type(op, in.value);
        boolean left = op.choice(5, 2) == 1;
        boolean withKey = op.choice(7, 3) == 2;
        KeyValueMapper<Object, Object, Object> selector = (k, v) -> Functions.key(variant, other.key, k, v);
        KStream<Object, Object> out = withKey
                ? lookup(left, in, other, selector, joinerWithKey(op, value), build.named(op))
                : lookup(left, in, other, selector, joiner(op, value), build.named(op));
        build.add(
                fenced ? out.mapValues(joined -> joined) : out,
                in,
                in.key,
                value,
                (left ? "leftJoin(" : "join(")
                        + TableOps.words(op, other.name, function(op, withKey))
                        + (fenced ? ").mapValues(same)" : ")"),
                other);
    }

    private static KStream<Object, Object> lookup(
            boolean left,
            Node in,
            Node other,
            KeyValueMapper<Object, Object, Object> selector,
            ValueJoiner<Object, Object, Object> joiner,
            Named named) {
        if (left) {
            return named == null
                    ? in.stream().leftJoin(other.global(), selector, joiner)
                    : in.stream().leftJoin(other.global(), selector, joiner, named);
        }
        return named == null
                ? in.stream().join(other.global(), selector, joiner)
                : in.stream().join(other.global(), selector, joiner, named);
    }

    private static KStream<Object, Object> lookup(
            boolean left,
            Node in,
            Node other,
            KeyValueMapper<Object, Object, Object> selector,
            ValueJoinerWithKey<Object, Object, Object, Object> joiner,
            Named named) {
        if (left) {
            return named == null
                    ? in.stream().leftJoin(other.global(), selector, joiner)
                    : in.stream().leftJoin(other.global(), selector, joiner, named);
        }
        return named == null
                ? in.stream().join(other.global(), selector, joiner)
                : in.stream().join(other.global(), selector, joiner, named);
    }

    /** A table with a table of the same keys. */
    void tables(Op op) {
        Node in = build.plainTable(op);
        if (in == null) {
            return;
        }
        Node other = build.pick(op.other(), node -> node.isTable() && node.key == in.key && !node.beginsAtZero);
        if (other == null) {
            return;
        }
        Type value = build.type(op, in.value);
        int form = op.choice(5, 3);
        Named named = build.named(op);
        Materials.Choice<KeyValueStore<Bytes, byte[]>> store =
                new Materials(build).keyValue(op, in.keySerde(), value.serde(0), false);
        ValueJoiner<Object, Object, Object> joiner = joiner(op, value);
        KTable<Object, Object> left = in.table();
        KTable<Object, Object> right = other.table();
        KTable<Object, Object> out;
        if (store.option() == null) {
            out = switch (form) {
                case 0 -> named == null ? left.join(right, joiner) : left.join(right, joiner, named);
                case 1 -> named == null ? left.leftJoin(right, joiner) : left.leftJoin(right, joiner, named);
                default -> named == null ? left.outerJoin(right, joiner) : left.outerJoin(right, joiner, named);
            };
        } else {
            var option = store.option();
            out = switch (form) {
                case 0 -> named == null ? left.join(right, joiner, option) : left.join(right, joiner, named, option);
                case 1 ->
                    named == null ? left.leftJoin(right, joiner, option) : left.leftJoin(right, joiner, named, option);
                default ->
                    named == null
                            ? left.outerJoin(right, joiner, option)
                            : left.outerJoin(right, joiner, named, option);
            };
        }
        build.add(
                out,
                in,
                in.key,
                value,
                form(form) + "(" + TableOps.words(op, other.name, function(op, false), store.text()) + ")",
                other);
    }

    /** A table with a table, by a key found in the value. */
    void foreignKey(Op op) {
        Node in = build.plainTable(op);
        if (in == null) {
            return;
        }
        Node other = build.pick(op.other(), node -> node.isTable() && !node.key.isWindowed() && !node.beginsAtZero);
        int variant = op.choice(Build.VARIANT, 16);
        Type value = build.type(op, in.value);
        boolean left = op.choice(5, 2) == 1;
        // No versions: a row that refers to another key goes and comes at one time (entry "deletions at the time of a
        // value").
        Materials.Choice<KeyValueStore<Bytes, byte[]>> store =
                new Materials(build).keyValue(op, in.keySerde(), value.serde(0), false);
        ValueJoiner<Object, Object, Object> joiner = joiner(op, value);
        TableJoined<Object, Object> joined = build.isNamed(op) ? TableJoined.as(build.unique("fk")) : null;
        boolean withKey = op.choice(7, 3) == 2;
        KTable<Object, Object> out;
        if (withKey) {
            BiFunction<Object, Object, Object> extractor = (k, v) -> Functions.key(variant, other.key, k, v);
            out = byKeyAndValue(left, in.table(), other.table(), extractor, new Ending(joiner, joined, store.option()));
        } else {
            Function<Object, Object> extractor = v -> Functions.key(variant, other.key, v);
            out = byValue(left, in.table(), other.table(), extractor, new Ending(joiner, joined, store.option()));
        }
        build.add(
                out,
                in,
                in.key,
                value,
                (left ? "leftJoin(" : "join(")
                        + TableOps.words(
                                op,
                                other.name,
                                isFragile(op) ? "fragile" : null,
                                (withKey ? "by key and value f" : "by value f") + variant,
                                store.text())
                        + ")",
                other);
    }

    /** What a join along a foreign key is given after the extractor; options may be null. */
    private record Ending(
            ValueJoiner<Object, Object, Object> joiner,
            TableJoined<Object, Object> joined,
            Materialized<Object, Object, KeyValueStore<Bytes, byte[]>> store) {}

    private static KTable<Object, Object> byKeyAndValue(
            boolean left,
            KTable<Object, Object> table,
            KTable<Object, Object> right,
            BiFunction<Object, Object, Object> extractor,
            Ending e) {
        if (e.store == null && e.joined == null) {
            return left ? table.leftJoin(right, extractor, e.joiner) : table.join(right, extractor, e.joiner);
        }
        if (e.store == null) {
            return left
                    ? table.leftJoin(right, extractor, e.joiner, e.joined)
                    : table.join(right, extractor, e.joiner, e.joined);
        }
        if (e.joined == null) {
            return left
                    ? table.leftJoin(right, extractor, e.joiner, e.store)
                    : table.join(right, extractor, e.joiner, e.store);
        }
        return left
                ? table.leftJoin(right, extractor, e.joiner, e.joined, e.store)
                : table.join(right, extractor, e.joiner, e.joined, e.store);
    }

    private static KTable<Object, Object> byValue(
            boolean left,
            KTable<Object, Object> table,
            KTable<Object, Object> right,
            Function<Object, Object> extractor,
            Ending e) {
        if (e.store == null && e.joined == null) {
            return left ? table.leftJoin(right, extractor, e.joiner) : table.join(right, extractor, e.joiner);
        }
        if (e.store == null) {
            return left
                    ? table.leftJoin(right, extractor, e.joiner, e.joined)
                    : table.join(right, extractor, e.joiner, e.joined);
        }
        if (e.joined == null) {
            return left
                    ? table.leftJoin(right, extractor, e.joiner, e.store)
                    : table.join(right, extractor, e.joiner, e.store);
        }
        return left
                ? table.leftJoin(right, extractor, e.joiner, e.joined, e.store)
                : table.join(right, extractor, e.joiner, e.joined, e.store);
    }
}
