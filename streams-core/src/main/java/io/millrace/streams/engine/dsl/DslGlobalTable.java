package io.millrace.streams.engine.dsl;

import io.millrace.streams.engine.operator.StoreLookup;
import io.millrace.streams.engine.operator.TableLookup;
import io.millrace.streams.kstream.GlobalKTable;

/** A global table, by the store that holds it. */
record DslGlobalTable<K, V>(String queryableStoreName) implements GlobalKTable<K, V> {

    /** Looks keys up in the store, which every processor may read. */
    TableLookup<K, V> lookup() {
        return new StoreLookup<>(queryableStoreName);
    }
}
