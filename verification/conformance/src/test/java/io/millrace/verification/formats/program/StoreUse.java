package io.millrace.verification.formats.program;

import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.StoreBuilder;
import java.util.function.BiFunction;

/**
 * A store and what a processor does with it.
 *
 * @param builder of the store
 * @param write changes the store for a record and tells what it saw
 */
record StoreUse<S extends StateStore>(StoreBuilder<S> builder, BiFunction<S, Record<String, String>, String> write) {

    String name() {
        return builder.name();
    }

    @SuppressWarnings("unchecked")
    String apply(StateStore store, Record<String, String> record) {
        return write.apply((S) store, record);
    }

    /** The same with a cache over the store. */
    StoreUse<S> cached() {
        builder.withCachingEnabled();
        return this;
    }
}
