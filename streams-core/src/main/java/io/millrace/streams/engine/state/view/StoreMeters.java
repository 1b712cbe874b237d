package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.metrics.StoreMeter;
import io.millrace.streams.engine.metrics.StoreMetering;
import io.millrace.streams.engine.metrics.StoreOperation;
import io.millrace.streams.engine.state.CommitTiming;
import io.millrace.streams.engine.state.StoreBuffer;
import io.millrace.streams.engine.state.StoreSpec;
import io.millrace.streams.engine.state.StoreSpec.Backing;
import io.millrace.streams.processor.StateStoreContext;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is measured of a store, if it is one of a task: its operations are timed and its open iterators counted. Any thread may use it. */
final class StoreMeters implements CommitTiming {

    private static final Logger log = LoggerFactory.getLogger(StoreMeters.class);

    private static final String IN_MEMORY = "in-memory";

    /** Those of a store of which nothing is measured. */
    static final StoreMeters UNMEASURED = new StoreMeters("", null, false);

    private final String store;
    private final @Nullable StoreMeter meter;
    private final boolean inMemory;

    private StoreMeters(String store, @Nullable StoreMeter meter, boolean inMemory) {
        this.store = store;
        this.inMemory = inMemory;
        this.meter = meter;
    }

    /** Those of a store of ours. */
    static StoreMeters of(StoreSpec spec, StateStoreContext context) {
        return spec.format() == StoreSpec.ValueFormat.HELD_CHANGE
                ? UNMEASURED // The suppression measures itself.
                : of(spec.name(), tag(spec), spec.flavour(), context);
    }

    /** @param tag what a store of its kind is called by in tags */
    static StoreMeters of(String store, String tag, StoreSpec.Flavour flavour, StateStoreContext context) {
        return context instanceof StoreMetering metering
                ? new StoreMeters(store, metering.storeMeter(tag, store, timed(flavour)), tag.startsWith(IN_MEMORY))
                : UNMEASURED;
    }

    /** Those that Kafka Streams times. */
    private static Set<StoreOperation> timed(StoreSpec.Flavour flavour) {
        Set<StoreOperation> timed =
                EnumSet.of(StoreOperation.PUT, StoreOperation.FLUSH, StoreOperation.COMMIT, StoreOperation.RESTORE);
        switch (flavour) {
            case KEY_VALUE, VERSIONED ->
                timed.addAll(EnumSet.of(
                        StoreOperation.PUT_IF_ABSENT,
                        StoreOperation.PUT_ALL,
                        StoreOperation.GET,
                        StoreOperation.ALL,
                        StoreOperation.RANGE,
                        StoreOperation.PREFIX_SCAN,
                        StoreOperation.DELETE));
            case WINDOW -> timed.add(StoreOperation.FETCH);
            case SESSION -> timed.addAll(EnumSet.of(StoreOperation.FETCH, StoreOperation.REMOVE));
        }
        return timed;
    }

    /** Shows how many keys a store has that is in memory. */
    void showKeys(BooleanSupplier isOpen, LongSupplier count) {
        if (meter != null && inMemory) {
            meter.showKeys(() -> isOpen.getAsBoolean() ? count.getAsLong() : 0L);
        }
    }

    /** A record of this time is put. */
    void put(long timestampMs) {
        if (meter != null) {
            meter.put(timestampMs);
        }
    }

    /** Whether the ages of records are recorded. */
    boolean tellsAges() {
        return meter != null && meter.tellsAges();
    }

    private static String tag(StoreSpec spec) {
        String backing = spec.backing() == Backing.PERSISTENT ? "rocksdb" : IN_MEMORY;
        return switch (spec.flavour()) {
            case KEY_VALUE, VERSIONED -> backing + "-state-id";
            case WINDOW -> backing + "-window-state-id";
            case SESSION -> backing + "-session-state-id";
        };
    }

    void opened(Object iterator) {
        if (meter != null) {
            meter.iterators().opened(iterator);
        }
    }

    /** An iterator is closed, which ends the operation that opened it. */
    void closed(Object iterator, StoreOperation operation) {
        if (meter != null) {
            meter.iteratorClosed(iterator, operation);
        }
    }

    /** Times the commits of a store of ours. */
    void timeCommits(@Nullable StoreBuffer store) {
        if (store != null && meter != null) {
            store.timeCommits(this);
        }
    }

    @Override
    public void committed(long since) {
        done(StoreOperation.COMMIT, since);
    }

    /** The time at the beginning of an operation. */
    @Override
    public long start() {
        return meter == null ? 0 : meter.start();
    }

    /** An operation has ended that began at this time. */
    void done(StoreOperation operation, long startNanos) {
        if (meter != null) {
            meter.done(operation, startNanos);
        }
    }

    /** Has the store opened. If that fails, nothing more is measured of it. */
    <T> T opening(Supplier<T> store) {
        long since = start();
        boolean open = false;
        try {
            T opened = store.get();
            open = true;
            done(StoreOperation.RESTORE, since);
            return opened;
        } finally {
            if (!open) {
                close();
            }
        }
    }

    /** Called when the store closes, which ends its iterators. */
    void close() {
        if (meter == null) {
            return;
        }
        int open = meter.iterators().open();
        if (open > 0) {
            log.warn(
                    "Store '{}' closes while {} of its iterators are open; they end with it. Close iterators when done,"
                            + " best in a try-with-resources statement: until then they keep memory and files",
                    store,
                    open);
        }
        meter.close();
    }
}
