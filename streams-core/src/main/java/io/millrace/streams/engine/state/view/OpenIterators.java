package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.metrics.IteratorMeter;
import io.millrace.streams.engine.metrics.IteratorMeters;
import io.millrace.streams.engine.state.StoreSpec;
import io.millrace.streams.engine.state.StoreSpec.Backing;
import io.millrace.streams.processor.StateStoreContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The iterators of a store that are open, counted if somebody measures. Any thread opens and closes them. */
final class OpenIterators {

    private static final Logger log = LoggerFactory.getLogger(OpenIterators.class);

    /** Those of a store that counts none. */
    static final OpenIterators UNCOUNTED = new OpenIterators("", null);

    private final String store;
    private final @Nullable IteratorMeter meter;

    private OpenIterators(String store, @Nullable IteratorMeter meter) {
        this.store = store;
        this.meter = meter;
    }

    /** Those of a store of ours. */
    static OpenIterators of(StoreSpec spec, StateStoreContext context) {
        return of(spec.name(), tag(spec), context);
    }

    /** @param tag what a store of its kind is called by in tags */
    static OpenIterators of(String store, String tag, StateStoreContext context) {
        return context instanceof IteratorMeters meters
                ? new OpenIterators(store, meters.iteratorMeter(tag, store))
                : UNCOUNTED;
    }

    private static String tag(StoreSpec spec) {
        String backing = spec.backing() == Backing.PERSISTENT ? "rocksdb" : "in-memory";
        return switch (spec.flavour()) {
            case KEY_VALUE, VERSIONED -> backing + "-state-id";
            case WINDOW -> backing + "-window-state-id";
            case SESSION -> backing + "-session-state-id";
        };
    }

    void opened(Object iterator) {
        if (meter != null) {
            meter.opened(iterator);
        }
    }

    void closed(Object iterator) {
        if (meter != null) {
            meter.closed(iterator);
        }
    }

    /** Called when the store closes, which ends its iterators. */
    void close() {
        if (meter == null) {
            return;
        }
        int open = meter.open();
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
