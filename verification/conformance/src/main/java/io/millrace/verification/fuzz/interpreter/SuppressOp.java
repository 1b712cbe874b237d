package io.millrace.verification.fuzz.interpreter;

import io.millrace.streams.kstream.Suppressed;
import io.millrace.streams.kstream.Suppressed.BufferConfig;
import io.millrace.streams.kstream.Suppressed.EagerBufferConfig;
import io.millrace.streams.kstream.Suppressed.StrictBufferConfig;
import io.millrace.verification.fuzz.Op;
import java.util.HashMap;
import java.util.function.Predicate;

/** Suppression of a table's updates. */
final class SuppressOp {

    private final Build build;

    SuppressOp(Build build) {
        this.build = build;
    }

    void suppress(Op op) {
        // Entry "known serdes".
        Predicate<Node> fits = node -> node.isTable() && node.lineage().stream().noneMatch(from -> from.unknownKeys);
        Node closing = op.choice(7, 2) == 1 ? build.pick(op.input(), fits.and(node -> node.closing)) : null;
        Node in = closing != null ? closing : build.pick(op.input(), fits);
        if (in == null) {
            return;
        }
        boolean closes = in.closing && op.choice(5, 3) > 0;
        String text = closes ? "untilWindowCloses" : "untilTimeLimit";
        int buffer = buffer(op, in);
        Suppressed<Object> option = closes ? untilClose(buffer) : untilLimit(op, buffer);
        if (build.isNamed(op)) {
            option = option.withName(build.unique("suppress"));
        }
        build.add(
                in.table().suppress(option),
                in,
                in.key,
                in.value,
                "suppress(" + TableOps.words(op, text, "limit " + limitMs(op), "buffer " + buffer) + ")");
        Node out = build.latest();
        out.beginsAtZero = in.beginsAtZero;
        out.showsBeginnings = in.beginsAtZero;
        build.holdsBeginnings |= in.beginsAtZero;
    }

    /** Not limited in bytes if the values that the libraries disagree on would count: entry "old value of the first update". */
    private static int buffer(Op op, Node in) {
        int chosen = op.choice(6, 8);
        return in.beginsAtZero && (chosen == 4 || chosen == 7) ? chosen - 1 : chosen;
    }

    @SuppressWarnings("unchecked")
    private static Suppressed<Object> untilClose(int choice) {
        StrictBufferConfig buffer = switch (choice) {
            case 5 -> BufferConfig.unbounded().withLoggingDisabled();
            case 6 -> BufferConfig.maxRecords(3).shutDownWhenFull();
            case 7 -> BufferConfig.maxBytes(2000).shutDownWhenFull();
            default -> BufferConfig.unbounded();
        };
        return (Suppressed<Object>) (Suppressed<?>) Suppressed.untilWindowCloses(buffer);
    }

    private static Suppressed<Object> untilLimit(Op op, int choice) {
        return switch (choice) {
            case 0, 1 -> Suppressed.untilTimeLimit(Type.ms(limitMs(op)), BufferConfig.unbounded());
            case 2, 3 -> Suppressed.untilTimeLimit(Type.ms(limitMs(op)), BufferConfig.maxRecords(2));
            case 4 -> {
                EagerBufferConfig small = BufferConfig.maxBytes(200);
                yield Suppressed.untilTimeLimit(Type.ms(limitMs(op)), small.withLoggingDisabled());
            }
            case 5 ->
                Suppressed.untilTimeLimit(
                        Type.ms(limitMs(op)), BufferConfig.maxRecords(3).withLoggingEnabled(new HashMap<>()));
            case 6 ->
                Suppressed.untilTimeLimit(
                        Type.ms(limitMs(op)), BufferConfig.maxRecords(4).shutDownWhenFull());
            default ->
                Suppressed.untilTimeLimit(
                        Type.ms(limitMs(op)), BufferConfig.maxBytes(150).emitEarlyWhenFull());
        };
    }

    private static long limitMs(Op op) {
        return 20L * op.choice(8, 5);
    }
}
