package io.millrace.verification.formats.program;

import io.millrace.streams.KafkaStreams;
import io.millrace.streams.StoreQueryParameters;
import io.millrace.streams.query.MultiVersionedKeyQuery;
import io.millrace.streams.query.QueryResult;
import io.millrace.streams.query.StateQueryRequest;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.QueryableStoreType;
import io.millrace.streams.state.QueryableStoreTypes;
import io.millrace.streams.state.ReadOnlyKeyValueStore;
import io.millrace.streams.state.ReadOnlySessionStore;
import io.millrace.streams.state.ReadOnlyWindowStore;
import io.millrace.streams.state.VersionedRecordIterator;
import io.millrace.verification.formats.Inputs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Interactive queries that read whole stores. */
final class Readings {

    private Readings() {}

    static Function<KafkaStreams, List<String>> plain(String store) {
        return keyValues(store, QueryableStoreTypes.keyValueStore());
    }

    static Function<KafkaStreams, List<String>> timestamped(String store) {
        return keyValues(store, QueryableStoreTypes.timestampedKeyValueStore());
    }

    static Function<KafkaStreams, List<String>> headers(String store) {
        return keyValues(store, QueryableStoreTypes.timestampedKeyValueStoreWithHeaders());
    }

    static Function<KafkaStreams, List<String>> windows(String store) {
        return windows(store, QueryableStoreTypes.windowStore());
    }

    static Function<KafkaStreams, List<String>> timestampedWindows(String store) {
        return windows(store, QueryableStoreTypes.timestampedWindowStore());
    }

    static Function<KafkaStreams, List<String>> windowsWithHeaders(String store) {
        return windows(store, QueryableStoreTypes.timestampedWindowStoreWithHeaders());
    }

    static Function<KafkaStreams, List<String>> sessions(String store) {
        return sessions(store, QueryableStoreTypes.sessionStore());
    }

    static Function<KafkaStreams, List<String>> sessionsWithHeaders(String store) {
        return sessions(store, QueryableStoreTypes.sessionStoreWithHeaders());
    }

    /** Versioned stores are only there for the newer kind of queries. */
    static Function<KafkaStreams, List<String>> versions(String store) {
        return streams -> {
            List<String> rows = new ArrayList<>();
            for (String key : Inputs.KEYS) {
                MultiVersionedKeyQuery<String, String> query = MultiVersionedKeyQuery.<String, String>withKey(key)
                        .fromTime(Instant.EPOCH)
                        .toTime(Instant.ofEpochMilli(Long.MAX_VALUE));
                for (QueryResult<VersionedRecordIterator<String>> result : streams.query(
                                StateQueryRequest.inStore(store).withQuery(query))
                        .getPartitionResults()
                        .values()) {
                    try (VersionedRecordIterator<String> versions = result.getResult()) {
                        versions.forEachRemaining(version -> rows.add(key + " = " + Text.of(version)));
                    }
                }
            }
            return rows;
        };
    }

    private static <V> Function<KafkaStreams, List<String>> keyValues(
            String store, QueryableStoreType<ReadOnlyKeyValueStore<String, V>> type) {
        return streams -> {
            try (KeyValueIterator<String, V> all = streams.store(StoreQueryParameters.fromNameAndType(store, type))
                    .all()) {
                return rows(all);
            }
        };
    }

    private static <V> Function<KafkaStreams, List<String>> windows(
            String store, QueryableStoreType<ReadOnlyWindowStore<String, V>> type) {
        return streams -> {
            try (var all = streams.store(StoreQueryParameters.fromNameAndType(store, type))
                    .all()) {
                return rows(all);
            }
        };
    }

    private static <V> Function<KafkaStreams, List<String>> sessions(
            String store, QueryableStoreType<ReadOnlySessionStore<String, V>> type) {
        return streams -> {
            List<String> rows = new ArrayList<>();
            for (String key : Inputs.KEYS) {
                try (var found = streams.store(StoreQueryParameters.fromNameAndType(store, type))
                        .fetch(key)) {
                    rows.addAll(rows(found));
                }
            }
            return rows;
        };
    }

    private static <K, V> List<String> rows(KeyValueIterator<K, V> found) {
        List<String> rows = new ArrayList<>();
        found.forEachRemaining(row -> rows.add(Text.of(row.key) + " = " + Text.of(row.value)));
        return rows;
    }
}
