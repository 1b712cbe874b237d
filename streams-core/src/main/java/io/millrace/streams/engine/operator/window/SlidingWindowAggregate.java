package io.millrace.streams.engine.operator.window;

import io.millrace.streams.engine.metrics.DroppedRecords;
import io.millrace.streams.engine.operator.Change;
import io.millrace.streams.engine.operator.ChangeEmitter;
import io.millrace.streams.engine.operator.Drops;
import io.millrace.streams.engine.operator.OperatorTime;
import io.millrace.streams.kstream.Aggregator;
import io.millrace.streams.kstream.Initializer;
import io.millrace.streams.kstream.SlidingWindows;
import io.millrace.streams.kstream.TimeWindow;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.ValueAndTimestamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates the values of each key by sliding window.
 *
 * <p>Of all windows of the given length, only those are kept that begin or end at a record: its left window ends with it, and its
 * right window begins just after it, which is kept if it holds a record. Every set of records that can be seen together is in
 * one of them. A record is added to the windows it falls into, and at most three are new:
 *
 * <ul>
 *   <li>its left window, which holds what the latest window before it holds, as far as that reaches into it;
 *   <li>the right window of the record before it, if the record is the first in there;
 *   <li>its right window, if there are later records; the latest window that it was just added to had those, and nothing earlier.
 * </ul>
 *
 * <p>No window begins before the epoch: records closer to it than the length of a window share the one that begins there.
 */
public final class SlidingWindowAggregate<K, V, A> implements Processor<K, V, Windowed<K>, Change<A>> {

    private static final long NONE = -1;

    private final Results results;
    private final SlidingWindows windows;
    private final long lengthMs;
    private final Initializer<A> initializer;
    private final Aggregator<? super K, ? super V, A> aggregator;
    private final List<Kept<A>> near = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private WindowRows<K, A, ?> rows;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private ChangeEmitter<Windowed<K>, A> changes;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private DroppedRecords drops;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private OperatorTime time;

    private @Nullable FinalWindows<K, A> finals;

    public SlidingWindowAggregate(
            Results results,
            SlidingWindows windows,
            Initializer<A> initializer,
            Aggregator<? super K, ? super V, A> aggregator) {
        this.results = results;
        this.windows = windows;
        this.lengthMs = windows.timeDifferenceMs();
        this.initializer = initializer;
        this.aggregator = aggregator;
    }

    @Override
    public void init(ProcessorContext<Windowed<K>, Change<A>> context) {
        rows = WindowRows.in(context, results.storeName());
        changes = new ChangeEmitter<>(context, rows.store(), results.oldValues());
        drops = Drops.of(context);
        time = new OperatorTime(context, results.storeName());
        // The end of a sliding window is in it, so it closes a millisecond later.
        finals = FinalWindows.of(
                results, context, rows, changes, lengthMs + 1, windows.gracePeriodMs(), (from, to) -> from <= to);
    }

    @Override
    public void process(Record<K, V> record) {
        K key = record.key();
        if (key == null || record.value() == null) {
            drops.dropped("null key or value in a sliding window aggregation");
            return;
        }
        long closedUntilMs = time.observe(record.timestamp()) - windows.gracePeriodMs();
        if (finals != null) {
            finals.sendBeforeLoss(closedUntilMs, record);
        }
        if (record.timestamp() + 1 + lengthMs <= closedUntilMs) {
            drops.dropped("record for a window that is closed");
            return;
        }
        fetchNear(key, record.timestamp());
        if (isEarly(record)) {
            Collections.reverse(near);
        }
        aggregate(record, closedUntilMs);
        if (finals != null) {
            finals.send(closedUntilMs, record);
        }
    }

    /** Takes the windows that may hold the record, or what its new windows have to hold. */
    private void fetchNear(K key, long timestampMs) {
        near.clear(); // At the beginning, because the record before may have failed half way.
        long fromMs = Math.max(0, timestampMs - 2 * lengthMs);
        rows.showBackward(key, fromMs, timestampMs + 1, (startMs, row) -> near.add(new Kept<>(startMs, row)));
    }

    private void aggregate(Record<K, V> record, long closedUntilMs) {
        long timestampMs = record.timestamp();
        long leftStartMs = Math.max(0, timestampMs - lengthMs);
        Kept<A> before = null;
        Kept<A> latest = null;
        Kept<A> first = null;
        Kept<A> left = null;
        for (Kept<A> window : near) {
            if (window.startMs > timestampMs) {
                continue;
            }
            boolean isBefore = window.startMs < leftStartMs;
            if (isBefore) {
                before = later(before, window);
            } else {
                latest = later(latest, window);
                left = window.startMs == leftStartMs ? window : left;
                if (window.startMs == 0 && isEarly(record)) {
                    first = window;
                } else {
                    put(record, window.startMs, window.value, window.value, closedUntilMs);
                }
            }
        }
        long previousMs = previousMs(before, left, timestampMs);
        if (isEarly(record)) {
            putRight(record, latest, closedUntilMs);
            putRightOfPrevious(record, previousMs, leftStartMs, closedUntilMs);
            if (first == null) {
                putLeft(record, leftStartMs, before, closedUntilMs);
            } else {
                put(record, 0, first.value, first.value, closedUntilMs);
            }
        } else if (left == null || left.latestMs() < timestampMs) {
            putRightOfPrevious(record, previousMs, leftStartMs, closedUntilMs);
            putLeft(record, leftStartMs, before, closedUntilMs);
            putRight(record, latest, closedUntilMs);
        }
        // Otherwise a record of this time has made its windows. Those that are missing were removed, by a null
        // aggregate.
    }

    /**
     * Timestamp of the record before, as far as the windows tell: it is the latest in the window before the left one. Only where
     * there is no such window is the left one asked. So a record whose own left window was closed already, which is in the left
     * window of this record and in none before it, defines no window.
     */
    private static long previousMs(@Nullable Kept<?> before, @Nullable Kept<?> left, long timestampMs) {
        if (before != null) {
            return before.latestMs();
        }
        return left != null && left.latestMs() < timestampMs ? left.latestMs() : NONE;
    }

    /** Makes the window right of the record before, if that reaches to this record and is new. */
    private void putRightOfPrevious(Record<K, V> record, long previousMs, long leftStartMs, long closedUntilMs) {
        if (previousMs != NONE
                && previousMs + 1 >= leftStartMs
                && previousMs + 1 + lengthMs >= record.timestamp()
                && isNew(previousMs + 1)) {
            put(record, previousMs + 1, null, null, closedUntilMs);
        }
    }

    /** Whether the left window would begin before time 0. All such records share the one that begins there, and it is sent last. */
    private boolean isEarly(Record<K, V> record) {
        return record.timestamp() < lengthMs;
    }

    private void putLeft(Record<K, V> record, long startMs, @Nullable Kept<A> before, long closedUntilMs) {
        if (isNew(startMs)) {
            ValueAndTimestamp<A> held = before != null && before.latestMs() >= startMs ? before.value : null;
            put(record, startMs, held, null, closedUntilMs);
        }
    }

    private static <A> Kept<A> later(@Nullable Kept<A> one, Kept<A> other) {
        return one == null || one.startMs < other.startMs ? other : one;
    }

    private boolean isNew(long startMs) {
        for (Kept<A> window : near) {
            if (window.startMs == startMs) {
                return false;
            }
        }
        return true;
    }

    /**
     * Adds the record to a window.
     *
     * @param held what the window holds without it
     * @param old what the store has for the window
     */
    private void put(
            Record<K, V> record,
            long startMs,
            @Nullable ValueAndTimestamp<A> held,
            @Nullable ValueAndTimestamp<A> old,
            long closedUntilMs) {
        if (isClosed(startMs, closedUntilMs)) {
            return;
        }
        A before = ValueAndTimestamp.getValueOrNull(held);
        A aggregate = aggregator.apply(record.key(), record.value(), before == null ? initializer.apply() : before);
        long timestampMs = held == null ? record.timestamp() : Math.max(record.timestamp(), held.timestamp());
        write(record, startMs, aggregate, ValueAndTimestamp.getValueOrNull(old), timestampMs);
    }

    /** Makes the window right of the record, which holds what the latest window with the record held without it. */
    private void putRight(Record<K, V> record, @Nullable Kept<A> latest, long closedUntilMs) {
        long startMs = record.timestamp() + 1;
        if (latest != null
                && latest.latestMs() > record.timestamp()
                && isNew(startMs)
                && !isClosed(startMs, closedUntilMs)) {
            write(record, startMs, ValueAndTimestamp.getValueOrNull(latest.value), null, latest.latestMs());
        }
    }

    private boolean isClosed(long startMs, long closedUntilMs) {
        if (startMs + lengthMs < closedUntilMs) {
            drops.dropped("record for a window that is closed");
            return true;
        }
        return false;
    }

    private void write(Record<K, V> record, long startMs, @Nullable A aggregate, @Nullable A old, long timestampMs) {
        rows.put(record.key(), aggregate, timestampMs, startMs);
        if (finals != null) {
            return;
        }
        if (changes.emitsAtOnce()) {
            changes.emit(record.withKey(key(record, startMs)), aggregate, old, timestampMs);
        } else if (rows.forgot(startMs)) {
            changes.emitForgotten(record.withKey(key(record, startMs)), aggregate, timestampMs);
        }
    }

    private Windowed<K> key(Record<K, V> record, long startMs) {
        return new Windowed<>(record.key(), new TimeWindow(startMs, startMs + lengthMs));
    }

    /** A window in the store. */
    private record Kept<A>(long startMs, ValueAndTimestamp<A> value) {

        /** Timestamp of the latest record in it. */
        long latestMs() {
            return value.timestamp();
        }
    }
}
