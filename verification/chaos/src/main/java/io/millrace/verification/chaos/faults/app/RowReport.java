package io.millrace.verification.chaos.faults.app;

import io.millrace.streams.KafkaStreams;
import io.millrace.streams.StoreQueryParameters;
import io.millrace.streams.errors.InvalidStateStoreException;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.QueryableStoreTypes;
import io.millrace.streams.state.ReadOnlyKeyValueStore;
import java.util.List;

/** Says what is in the stores of the active tasks of this instance. */
final class RowReport {

    private RowReport() {}

    static void say(KafkaStreams streams) {
        for (String name : List.of(FaultTopology.FOLD_STORE, FaultTopology.COUNT_STORE)) {
            try {
                say(
                        name,
                        streams.store(StoreQueryParameters.fromNameAndType(
                                name, QueryableStoreTypes.<String, Object>keyValueStore())));
            } catch (InvalidStateStoreException e) {
                System.err.println("No rows of " + name + ": " + e); // It has no task with it.
            }
        }
        Said.line(Said.ROWS_END);
    }

    private static void say(String name, ReadOnlyKeyValueStore<String, Object> store) {
        try (KeyValueIterator<String, Object> rows = store.all()) {
            rows.forEachRemaining(row -> Said.line(Said.ROW, name, row.key, row.value));
        }
    }
}
