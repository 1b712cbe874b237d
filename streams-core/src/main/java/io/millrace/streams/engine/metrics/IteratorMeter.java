package io.millrace.streams.engine.metrics;

import io.millrace.streams.engine.time.Clock;
import java.util.Collections;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.metrics.Sensor;

/** Counts the open iterators of one store, and measures how long they are open. Any thread opens and closes them. */
public final class IteratorMeter {

    private static final long NANOS_PER_MS = 1_000_000;

    private final Clock clock;
    private final Sensor duration;
    private final Map<Object, Long> openedNanos = new ConcurrentHashMap<>();

    /** @param scope metrics with the tags of the store */
    IteratorMeter(MetricScope scope, Clock clock) {
        this.clock = clock;
        this.duration = scope.duration(StoreCatalog.ITERATOR_DURATION);
        scope.gauge(StoreCatalog.OPEN_ITERATORS, () -> (long) openedNanos.size());
        scope.gauge(StoreCatalog.OLDEST_ITERATOR, this::oldestMs);
    }

    /** Notes an iterator that was opened. */
    public void opened(Object iterator) {
        openedNanos.put(iterator, clock.nanoTime());
    }

    /** Notes that it was closed. Returns for how many nanoseconds it was open; -1 the second time. */
    long closed(Object iterator) {
        Long since = openedNanos.remove(iterator);
        if (since == null) {
            return -1;
        }
        long nanos = clock.nanoTime() - since;
        if (duration.shouldRecord()) {
            duration.record((double) nanos);
        }
        return nanos;
    }

    /** How many are open. */
    public int open() {
        return openedNanos.size();
    }

    private long oldestMs() {
        if (openedNanos.isEmpty()) {
            return 0;
        }
        try {
            long oldestNanos = Collections.min(openedNanos.values());
            return clock.nowMs() - (clock.nanoTime() - oldestNanos) / NANOS_PER_MS;
        } catch (NoSuchElementException e) {
            return 0; // The last was closed meanwhile.
        }
    }
}
