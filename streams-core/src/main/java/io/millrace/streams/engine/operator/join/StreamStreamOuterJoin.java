package io.millrace.streams.engine.operator.join;

import io.millrace.streams.KeyValue;
import io.millrace.streams.engine.metrics.DroppedRecords;
import io.millrace.streams.engine.operator.Drops;
import io.millrace.streams.engine.state.JoinProgress;
import io.millrace.streams.engine.state.TaskNotes;
import io.millrace.streams.engine.state.UnjoinedStore;
import io.millrace.streams.engine.state.UnjoinedStore.Side;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.WindowStore;
import io.millrace.streams.state.WindowStoreIterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One side of a left or outer join of two streams. A record that finds no match waits in a store both sides share, until it is
 * matched or its window closes; then either side sends it on without a match.
 */
public final class StreamStreamOuterJoin<K, V, VOther, VOut> implements Processor<K, V, K, VOut> {

    private final OuterJoinSide<K, V, VOther, VOut> settings;
    private final Side otherSide;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private ProcessorContext<K, VOut> context;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private WindowStore<K, VOther> others;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private UnjoinedStore<K> unjoined;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private JoinProgress progress;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private DroppedRecords drops;

    private long emitIntervalMs;

    public StreamStreamOuterJoin(OuterJoinSide<K, V, VOther, VOut> settings) {
        this.settings = settings;
        this.otherSide = settings.side() == Side.LEFT ? Side.RIGHT : Side.LEFT;
    }

    @Override
    public void init(ProcessorContext<K, VOut> context) {
        this.context = context;
        others = context.getStateStore(settings.stores().others());
        unjoined = context.getStateStore(settings.stores().unjoined());
        progress = unjoined.progress();
        drops = Drops.of(context);
        emitIntervalMs = EmitInterval.ofMs(context.appConfigs());
        progress.nextEmitMs(context.currentSystemTimeMs());
        takeUpProgress(context);
    }

    /** Records may wait since before a restart. Either side does this, to the same end. */
    private void takeUpProgress(ProcessorContext<K, VOut> notesOfTask) {
        if (notesOfTask instanceof TaskNotes notes) {
            String note = unjoined.name() + "/time";
            Long streamTimeMs = notes.noted(note);
            if (streamTimeMs != null) {
                progress.observe(streamTimeMs);
            }
            notes.keep(note, progress::streamTimeMs);
        }
        try (UnjoinedStore.Cursor<K> waiting = unjoined.scan()) {
            if (waiting.isValid()) {
                progress.lookFromMs(waiting.timestampMs());
            }
        }
    }

    @Override
    public void process(Record<K, V> record) {
        K key = record.key();
        V value = record.value();
        progress.observe(record.timestamp());
        if (value == null || (key == null && !settings.keepsUnmatched())) {
            drops.dropped("null key or value in a stream-stream join");
            return;
        }
        if (key == null) {
            forward(record, value, null, record.timestamp());
            return;
        }
        if (record.timestamp() == progress.streamTimeMs()) {
            emitUnjoined(record);
        }
        if (!joined(record) && settings.keepsUnmatched()) {
            if (settings.reach().toMs(record.timestamp()) < progress.streamTimeMs()) {
                forward(record, value, null, record.timestamp());
            } else {
                await(record);
            }
        }
    }

    private boolean joined(Record<K, V> record) {
        long timestampMs = record.timestamp();
        boolean matched = false;
        try (WindowStoreIterator<VOther> near = others.fetch(
                record.key(),
                settings.reach().fromMs(timestampMs),
                settings.reach().toMs(timestampMs))) {
            while (near.hasNext()) {
                matched = true;
                KeyValue<Long, VOther> other = near.next();
                unjoined.remove(otherSide, record.key(), other.key);
                forward(record, record.value(), other.value, Math.max(timestampMs, other.key));
            }
        }
        return matched;
    }

    private void await(Record<K, V> record) {
        unjoined.add(settings.side(), record.key(), record.value(), record.timestamp());
        progress.lookFromMs(Math.min(progress.lookFromMs(), record.timestamp()));
    }

    /** Sends on what can find no match any more. */
    private void emitUnjoined(Record<K, V> record) {
        long afterMs = settings.reach().afterMs();
        if (!isClosed(progress.lookFromMs(), afterMs) || !isTimeToEmit()) {
            return;
        }
        progress.lookFromMs(Long.MAX_VALUE);
        boolean ownOpen = false;
        boolean otherOpen = false;
        try (UnjoinedStore.Cursor<K> waiting = unjoined.scan()) {
            while (waiting.isValid()) {
                progress.lookFromMs(waiting.timestampMs());
                if (ownOpen && otherOpen) {
                    return;
                }
                boolean own = waiting.side() == settings.side();
                if (isClosed(
                        waiting.timestampMs(), own ? afterMs : settings.reach().beforeMs())) {
                    emit(record, waiting, own);
                } else if (own) {
                    ownOpen = true;
                } else {
                    otherOpen = true;
                }
                if (ownOpen && otherOpen && waiting.values().size() > 1) {
                    // In Kafka Streams the next value is a row of its own, from which it looks next time.
                    return;
                }
                waiting.advance();
            }
        }
    }

    private boolean isClosed(long timestampMs, long reachMs) {
        return timestampMs < progress.streamTimeMs() - settings.graceMs() - reachMs;
    }

    @SuppressWarnings("unchecked") // The store gives back what a side put in.
    private void emit(Record<K, V> record, UnjoinedStore.Cursor<K> waiting, boolean own) {
        K key = waiting.key();
        long timestampMs = waiting.timestampMs();
        List<Object> values = waiting.values();
        // First, so that a record whose joiner throws is not in the way of all that wait behind it.
        unjoined.remove(waiting.side(), key, timestampMs);
        Record<K, V> late = record.withKey(key);
        for (Object value : values) {
            if (own) {
                forward(late, (V) value, null, timestampMs);
            } else {
                forward(late, null, (VOther) value, timestampMs);
            }
        }
    }

    private boolean isTimeToEmit() {
        long nowMs = context.currentSystemTimeMs();
        if (nowMs < progress.nextEmitMs()) {
            return false;
        }
        progress.nextEmitMs(nowMs + emitIntervalMs);
        return true;
    }

    private void forward(Record<K, V> record, @Nullable V value, @Nullable VOther other, long timestampMs) {
        context.forward(record.withValue(settings.join().apply(record.key(), value, other))
                .withTimestamp(timestampMs));
    }
}
