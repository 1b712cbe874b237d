package io.millrace.streams.engine.metrics;

import io.millrace.streams.engine.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.metrics.Sensor;

/** Times the operations of one store, and counts its open iterators. Any thread may use it. */
public final class StoreMeter implements AutoCloseable {

    private final MetricScope scope;
    private final Clock clock;
    private final IteratorMeter iterators;
    private final Map<StoreOperation, Sensor> timed = new EnumMap<>(StoreOperation.class);
    private final Spread ages;
    private final boolean recorded;

    /**
     * @param scope metrics with the tags of the store; closed with this
     * @param operations those to be timed
     */
    public StoreMeter(MetricScope scope, Set<StoreOperation> operations, Clock clock) {
        this.scope = scope;
        this.clock = clock;
        this.iterators = new IteratorMeter(scope, clock);
        boolean anyRecorded = false;
        this.ages = scope.wholeSpread(StoreCatalog.RECORD_AGE);
        for (StoreOperation operation : operations) {
            Sensor sensor = scope.timing(operation.entry());
            timed.put(operation, sensor);
            anyRecorded |= sensor.shouldRecord();
        }
        this.recorded = anyRecorded;
    }

    /** The open iterators. */
    public IteratorMeter iterators() {
        return iterators;
    }

    /** Whether the ages of records are recorded. */
    public boolean tellsAges() {
        return ages.isRecorded();
    }

    /** A record of this time was put. To be called by the owner of the store. */
    public void put(long timestampMs) {
        long nowMs = clock.nowMs();
        ages.add((double) (nowMs - timestampMs));
        ages.passOn(nowMs);
    }

    /** Shows about how many keys there are; for stores in memory. */
    public void showKeys(Supplier<Long> count) {
        scope.gauge(StoreCatalog.NUM_KEYS, count);
    }

    /** The time at the beginning of an operation; nothing is asked if nobody wants to know. */
    public long start() {
        return recorded ? clock.nanoTime() : 0;
    }

    /** Notes the end of an operation. */
    public void done(StoreOperation operation, long startNanos) {
        if (recorded) {
            took(operation, clock.nanoTime() - startNanos);
        }
    }

    /** Notes that an iterator was closed, and with that the end of the operation that opened it; nothing the second time. */
    public void iteratorClosed(Object iterator, StoreOperation operation) {
        long nanos = iterators.closed(iterator);
        if (recorded && nanos >= 0) {
            took(operation, nanos);
        }
    }

    private void took(StoreOperation operation, long nanos) {
        Sensor sensor = timed.get(operation);
        if (sensor != null) {
            sensor.record((double) nanos, clock.nowMs(), false);
        }
    }

    @Override
    public void close() {
        scope.close();
    }
}
