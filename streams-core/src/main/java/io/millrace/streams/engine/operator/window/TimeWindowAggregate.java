package io.millrace.streams.engine.operator.window;

import io.millrace.streams.engine.metrics.DroppedRecords;
import io.millrace.streams.engine.operator.Change;
import io.millrace.streams.engine.operator.ChangeEmitter;
import io.millrace.streams.engine.operator.Drops;
import io.millrace.streams.engine.operator.OperatorTime;
import io.millrace.streams.kstream.Aggregator;
import io.millrace.streams.kstream.Initializer;
import io.millrace.streams.kstream.Window;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.kstream.Windows;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.ValueAndTimestamp;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates the values of each key by time window. A window takes records until this operator's stream time passes its end by the
 * grace period; later ones are dropped. The result carries the latest timestamp of what went in.
 */
public final class TimeWindowAggregate<K, V, A, W extends Window> implements Processor<K, V, Windowed<K>, Change<A>> {

    private final Results results;
    private final Windows<W> windows;
    private final WindowsOfTime<W> windowsOfTime;
    private final Initializer<A> initializer;
    private final Aggregator<? super K, ? super V, A> aggregator;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private WindowRows<K, A, ?> rows;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private ChangeEmitter<Windowed<K>, A> changes;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private DroppedRecords drops;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private OperatorTime time;

    private @Nullable FinalWindows<K, A> finals;

    public TimeWindowAggregate(
            Results results,
            Windows<W> windows,
            Initializer<A> initializer,
            Aggregator<? super K, ? super V, A> aggregator) {
        this.results = results;
        this.windows = windows;
        this.windowsOfTime = new WindowsOfTime<>(windows);
        this.initializer = initializer;
        this.aggregator = aggregator;
    }

    @Override
    public void init(ProcessorContext<Windowed<K>, Change<A>> context) {
        rows = WindowRows.in(context, results.storeName());
        changes = new ChangeEmitter<>(context, rows.store(), results.oldValues());
        drops = Drops.of(context);
        time = new OperatorTime(context, results.storeName());
        finals = FinalWindows.of(
                results, context, rows, changes, windows.size(), windows.gracePeriodMs(), this::anyStartIn);
    }

    @Override
    public void process(Record<K, V> record) {
        if (record.key() == null) {
            drops.dropped("null key in a windowed aggregation");
            return;
        }
        long closedUntilMs = time.observe(record.timestamp()) - windows.gracePeriodMs();
        if (finals != null) {
            finals.sendBeforeLoss(closedUntilMs, record);
        }
        for (Map.Entry<Long, W> entry : windowsOfTime.of(record.timestamp()).entrySet()) {
            if (entry.getValue().end() > closedUntilMs) {
                aggregate(record, entry.getKey(), entry.getValue());
            } else {
                drops.dropped("record for a window that is closed");
            }
        }
        if (finals != null) {
            finals.send(closedUntilMs, record);
        }
    }

    private boolean anyStartIn(long fromMs, long toMs) {
        if (toMs < 0) {
            return false;
        }
        for (long startMs : windows.windowsFor(toMs).keySet()) {
            if (startMs >= fromMs && startMs <= toMs) {
                return true;
            }
        }
        // A window that begins long before its end is in no such answer.
        return toMs - fromMs >= windows.size();
    }

    private void aggregate(Record<K, V> record, long startMs, W window) {
        K key = record.key();
        ValueAndTimestamp<A> old = rows.get(key, startMs);
        A oldAggregate = ValueAndTimestamp.getValueOrNull(old);
        long timestampMs = old == null ? record.timestamp() : Math.max(record.timestamp(), old.timestamp());
        A aggregate = aggregator.apply(key, record.value(), oldAggregate == null ? initializer.apply() : oldAggregate);
        rows.put(key, aggregate, timestampMs, startMs);
        if (finals != null) {
            return;
        }
        if (changes.emitsAtOnce()) {
            changes.emit(record.withKey(new Windowed<>(key, window)), aggregate, oldAggregate, timestampMs);
        } else if (rows.forgot(startMs)) {
            changes.emitForgotten(record.withKey(new Windowed<>(key, window)), aggregate, timestampMs);
        }
    }
}
