package io.millrace.streams.engine.state.rocks;

import io.millrace.streams.engine.state.StoreHost;
import io.millrace.streams.engine.state.view.Suppliers;
import io.millrace.streams.engine.state.view.ViewBuilders;
import io.millrace.streams.kstream.SessionWindow;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.query.MultiVersionedKeyQuery;
import io.millrace.streams.query.PositionBound;
import io.millrace.streams.query.QueryConfig;
import io.millrace.streams.query.RangeQuery;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.SessionStore;
import io.millrace.streams.state.TimestampedKeyValueStore;
import io.millrace.streams.state.ValueAndTimestamp;
import io.millrace.streams.state.VersionedKeyValueStore;
import io.millrace.streams.state.VersionedRecord;
import io.millrace.streams.state.WindowStore;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** A store of each kind, written and read as a map from a few keys to numbers, in all the ways that it can be read. */
final class ReadableStores {

    static final List<String> KEYS = List.of("k00", "k01", "k02", "k03", "k04", "k05", "k06", "k07", "k08", "k09");

    private static final Duration RETENTION = Duration.ofHours(2);
    private static final long HALF_AN_HOUR = Duration.ofMinutes(30).toMillis();

    private ReadableStores() {}

    /**
     * A store in use.
     *
     * @param put sets a key, or removes it if the value is null
     * @param get looks a key up
     * @param scans the ways to read all keys, by name; those that begin with "reverse" go backward
     */
    record Readable(
            StateStore store,
            BiFunction<String, @Nullable Long, @Nullable Void> put,
            BiFunction<String, @Nullable Void, @Nullable Long> get,
            Map<String, Supplier<Map<String, Long>>> scans) {}

    /** What kind of store. */
    enum Kind {
        KEY_VALUE,
        TIMESTAMPED,
        LRU,
        WINDOW,
        SESSION,
        VERSIONED;

        boolean isOn(Suppliers suppliers) {
            return this != LRU || suppliers == Suppliers.IN_MEMORY;
        }

        Readable open(Suppliers suppliers, StoreHost context) {
            return switch (this) {
                case KEY_VALUE ->
                    keyValue(
                            ViewBuilders.keyValue(suppliers.keyValue("store"), Serdes.String(), Serdes.Long())
                                    .build(),
                            context);
                case LRU ->
                    keyValue(
                            ViewBuilders.keyValue(
                                            suppliers.leastRecentlyUsed("store", KEYS.size()),
                                            Serdes.String(),
                                            Serdes.Long())
                                    .build(),
                            context);
                case TIMESTAMPED ->
                    timestamped(
                            ViewBuilders.timestampedKeyValue(
                                            suppliers.timestampedKeyValue("store"), Serdes.String(), Serdes.Long())
                                    .build(),
                            context);
                case WINDOW ->
                    window(
                            ViewBuilders.window(
                                            suppliers.window("store", RETENTION, Duration.ofMinutes(1), false),
                                            Serdes.String(),
                                            Serdes.Long())
                                    .build(),
                            context);
                case SESSION ->
                    session(
                            ViewBuilders.session(suppliers.session("store", RETENTION), Serdes.String(), Serdes.Long())
                                    .build(),
                            context);
                case VERSIONED ->
                    versioned(
                            ViewBuilders.versioned(
                                            suppliers.versioned("store", RETENTION), Serdes.String(), Serdes.Long())
                                    .build(),
                            context);
            };
        }
    }

    private static Readable keyValue(KeyValueStore<String, Long> store, StoreHost context) {
        store.init(context, store);
        Map<String, Supplier<Map<String, Long>>> scans = new LinkedHashMap<>();
        scans.put("all", () -> shown(store.all()));
        scans.put("range", () -> shown(store.range("k00", "k99")));
        scans.put("prefixScan", () -> shown(store.prefixScan("k", new StringSerializer())));
        scans.put("reverseAll", () -> shown(store.reverseAll()));
        scans.put("reverseRange", () -> shown(store.reverseRange("k00", "k99")));
        scans.put(
                "range query",
                () -> shown(store.query(
                                RangeQuery.<String, Long>withNoBounds(),
                                PositionBound.unbounded(),
                                new QueryConfig(false))
                        .getResult()));
        return new Readable(
                store,
                (key, value) -> {
                    store.put(key, value);
                    return null;
                },
                (key, none) -> store.get(key),
                scans);
    }

    private static Readable timestamped(TimestampedKeyValueStore<String, Long> store, StoreHost context) {
        store.init(context, store);
        Map<String, Supplier<Map<String, Long>>> scans = new LinkedHashMap<>();
        scans.put("all", () -> stamped(store.all()));
        scans.put("reverseAll", () -> stamped(store.reverseAll()));
        return new Readable(
                store,
                (key, value) -> {
                    store.put(key, value == null ? null : ValueAndTimestamp.make(value, value));
                    return null;
                },
                (key, none) -> {
                    ValueAndTimestamp<Long> found = store.get(key);
                    return found == null ? null : untorn(found);
                },
                scans);
    }

    private static long untorn(ValueAndTimestamp<Long> found) {
        if (found.timestamp() != found.value()) {
            throw new AssertionError("a value of one write with the timestamp of another: " + found);
        }
        return found.value();
    }

    /** Keys are in windows of several segments. */
    private static Readable window(WindowStore<String, Long> store, StoreHost context) {
        store.init(context, store);
        Map<String, Supplier<Map<String, Long>>> scans = new LinkedHashMap<>();
        Instant end = Instant.ofEpochMilli(Long.MAX_VALUE / 2);
        scans.put("all", () -> windowed(store.all()));
        scans.put("fetchAll", () -> windowed(store.fetchAll(Instant.EPOCH, end)));
        scans.put("fetch", () -> windowed(store.fetch("k00", "k99", Instant.EPOCH, end)));
        scans.put("reverse all", () -> windowed(store.backwardAll()));
        scans.put("fetch of each", () -> {
            Map<String, Long> found = new LinkedHashMap<>();
            for (String key : KEYS) {
                try (var windows = store.fetch(key, Instant.EPOCH, end)) {
                    windows.forEachRemaining(window -> found.put(key, window.value));
                }
            }
            return found;
        });
        return new Readable(
                store,
                (key, value) -> {
                    store.put(key, value, startOf(key));
                    return null;
                },
                (key, none) -> store.fetch(key, startOf(key)),
                scans);
    }

    private static long startOf(String key) {
        return KEYS.indexOf(key) / 3 * HALF_AN_HOUR;
    }

    private static Readable session(SessionStore<String, Long> store, StoreHost context) {
        store.init(context, store);
        Map<String, Supplier<Map<String, Long>>> scans = new LinkedHashMap<>();
        scans.put("fetch", () -> windowed(store.fetch("k00", "k99")));
        scans.put("findSessions", () -> windowed(store.findSessions("k00", "k99", 0, Long.MAX_VALUE)));
        scans.put("reverse fetch", () -> windowed(store.backwardFetch("k00", "k99")));
        scans.put("fetch of each", () -> {
            Map<String, Long> found = new LinkedHashMap<>();
            for (String key : KEYS) {
                try (var sessions = store.fetch(key)) {
                    sessions.forEachRemaining(session -> found.put(key, session.value));
                }
            }
            return found;
        });
        return new Readable(
                store,
                (key, value) -> {
                    store.put(new Windowed<>(key, new SessionWindow(0, startOf(key))), value);
                    return null;
                },
                (key, none) -> store.fetchSession(key, 0, startOf(key)),
                scans);
    }

    private static Readable versioned(VersionedKeyValueStore<String, Long> store, StoreHost context) {
        store.init(context, store);
        long[] now = {0};
        Map<String, Supplier<Map<String, Long>>> scans = new LinkedHashMap<>();
        scans.put("latest version of each", () -> {
            Map<String, Long> found = new LinkedHashMap<>();
            for (String key : KEYS) {
                var answer = store.query(
                        MultiVersionedKeyQuery.<String, Long>withKey(key),
                        PositionBound.unbounded(),
                        new QueryConfig(false));
                try (var versions = answer.getResult()) {
                    versions.forEachRemaining(version -> {
                        if (version.validTo().isEmpty()) {
                            found.put(key, Objects.requireNonNull(version.value()));
                        }
                    });
                }
            }
            return found;
        });
        return new Readable(
                store,
                (key, value) -> {
                    store.put(key, value, ++now[0]);
                    return null;
                },
                (key, none) -> {
                    VersionedRecord<Long> found = store.get(key);
                    return found == null ? null : found.value();
                },
                scans);
    }

    private static Map<String, Long> stamped(KeyValueIterator<String, ValueAndTimestamp<Long>> entries) {
        Map<String, Long> found = new LinkedHashMap<>();
        try (entries) {
            entries.forEachRemaining(entry -> found.put(entry.key, untorn(entry.value)));
        }
        return found;
    }

    private static Map<String, Long> windowed(KeyValueIterator<Windowed<String>, Long> entries) {
        Map<String, Long> found = new LinkedHashMap<>();
        try (entries) {
            entries.forEachRemaining(entry -> found.put(entry.key.key(), entry.value));
        }
        return found;
    }

    private static Map<String, Long> shown(KeyValueIterator<String, Long> entries) {
        Map<String, Long> found = new LinkedHashMap<>();
        try (entries) {
            entries.forEachRemaining(entry -> found.put(entry.key, entry.value));
        }
        return found;
    }
}
