package io.millrace.streams.engine.operator.window;

import io.millrace.streams.engine.metrics.DroppedRecords;
import io.millrace.streams.engine.operator.Change;
import io.millrace.streams.engine.operator.ChangeEmitter;
import io.millrace.streams.engine.operator.Drops;
import io.millrace.streams.engine.operator.OperatorTime;
import io.millrace.streams.kstream.Aggregator;
import io.millrace.streams.kstream.EmitStrategy.StrategyType;
import io.millrace.streams.kstream.Initializer;
import io.millrace.streams.kstream.Merger;
import io.millrace.streams.kstream.SessionWindow;
import io.millrace.streams.kstream.SessionWindows;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates the values of each key by session. A record joins the sessions within the gap of it, which become one; those that went
 * into it are removed. The result carries the time at which its session ends.
 */
public final class SessionAggregate<K, V, A> implements Processor<K, V, Windowed<K>, Change<A>> {

    private final Results results;
    private final SessionWindows windows;
    private final Initializer<A> initializer;
    private final Aggregator<? super K, ? super V, A> aggregator;
    private final Merger<? super K, A> merger;
    private final List<Windowed<K>> joined = new ArrayList<>();
    private final List<A> joinedAggregates = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private SessionRows<K, A, ?> rows;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private ChangeEmitter<Windowed<K>, A> changes;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private DroppedRecords drops;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private OperatorTime time;

    private @Nullable FinalSessions<K, A> finals;

    public SessionAggregate(
            Results results,
            SessionWindows windows,
            Initializer<A> initializer,
            Aggregator<? super K, ? super V, A> aggregator,
            Merger<? super K, A> merger) {
        this.results = results;
        this.windows = windows;
        this.initializer = initializer;
        this.aggregator = aggregator;
        this.merger = merger;
    }

    @Override
    public void init(ProcessorContext<Windowed<K>, Change<A>> context) {
        rows = SessionRows.in(context, results.storeName());
        changes = new ChangeEmitter<>(context, rows.store(), results.oldValues());
        drops = Drops.of(context);
        time = new OperatorTime(context, results.storeName());
        finals = FinalSessions.of(results, context, rows, changes, openMs());
    }

    /** How long after its end a session takes records. */
    private long openMs() {
        return windows.inactivityGap() + windows.gracePeriodMs();
    }

    @Override
    public void process(Record<K, V> record) {
        K key = record.key();
        if (key == null) {
            drops.dropped("null key in a session aggregation");
            return;
        }
        long closedUntilMs = time.observe(record.timestamp()) - openMs();
        if (finals != null) {
            finals.sendBeforeLoss(closedUntilMs, record);
        }
        SessionWindow session = findJoined(key, record.timestamp());
        if (session.end() < closedUntilMs) {
            drops.dropped("record for a session that is closed");
        } else {
            aggregate(record, new Windowed<>(key, session));
        }
        if (finals != null) {
            finals.send(closedUntilMs, record);
        }
    }

    /** Finds the sessions that the record joins, and what they make together. */
    private SessionWindow findJoined(K key, long timestampMs) {
        long gapMs = windows.inactivityGap();
        // At the beginning, because the record before may have failed half way.
        joined.clear();
        joinedAggregates.clear();
        rows.show(key, timestampMs - gapMs, timestampMs + gapMs, (session, aggregate) -> {
            joined.add(session);
            joinedAggregates.add(aggregate);
        });
        long startMs = timestampMs;
        long endMs = timestampMs;
        for (Windowed<K> session : joined) {
            startMs = Math.min(startMs, session.window().start());
            endMs = Math.max(endMs, session.window().end());
        }
        return new SessionWindow(startMs, endMs);
    }

    private void aggregate(Record<K, V> record, Windowed<K> session) {
        A aggregate = initializer.apply();
        for (A part : joinedAggregates) {
            aggregate = merger.apply(record.key(), aggregate, part);
        }
        aggregate = aggregator.apply(record.key(), record.value(), aggregate);
        A oldAggregate = null;
        if (session.window().start() == session.window().end() && !joined.isEmpty()) {
            // The session stays as it is, at one point in time.
            oldAggregate = joinedAggregates.get(0);
        } else {
            removeJoined();
        }
        rows.put(session, aggregate);
        sendUpdate(session, aggregate, oldAggregate);
    }

    private void removeJoined() {
        for (int i = 0; i < joined.size(); i++) {
            Windowed<K> part = joined.get(i);
            rows.remove(part);
            sendUpdate(part, null, joinedAggregates.get(i));
        }
    }

    /** Updates carry no headers: a session is of many records. The change takes the place of the value. */
    private void sendUpdate(Windowed<K> session, @Nullable A aggregate, @Nullable A oldAggregate) {
        if (results.emits() != StrategyType.ON_WINDOW_UPDATE) {
            return;
        }
        long endMs = session.window().end();
        if (changes.emitsAtOnce()) {
            changes.emit(new Record<>(session, session, endMs), aggregate, oldAggregate, endMs);
        } else if (rows.forgot(endMs)) {
            changes.emitForgotten(new Record<>(session, session, endMs), aggregate, endMs);
        }
    }
}
