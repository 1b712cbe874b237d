package io.millrace.streams.state;

import io.millrace.streams.engine.state.view.Suppliers;
import io.millrace.streams.engine.state.view.ViewBuilders;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * Makes the state stores that processors work with, in two steps: a supplier says where the bytes live and how long, a builder
 * adds the types and the switches.
 *
 * <pre>{@code
 * StoreBuilder<KeyValueStore<String, Long>> counts = Stores.keyValueStoreBuilder(
 *         Stores.persistentKeyValueStore("counts"), Serdes.String(), Serdes.Long());
 * topology.addStateStore(counts, "counter");
 * }</pre>
 *
 * Persistent stores keep their bytes on the local disk, in-memory stores on the heap; both are rebuilt from their changelog when
 * they are lost, unless logging is disabled. A null serde means the default serde of the application. A supplier may be your own;
 * its store is then used as it is.
 *
 * <p>A builder with timestamps or headers over a persistent supplier that keeps none, without caching, makes a store from which values
 * are read with timestamp -1 and without headers; the changelog has them nevertheless. With caching they are read, too.
 */
public final class Stores {

    /** Creates nothing of use; all members are static. */
    public Stores() {}

    /** A key-value store on disk. */
    public static KeyValueBytesStoreSupplier persistentKeyValueStore(String name) {
        return Suppliers.PERSISTENT.keyValue(name);
    }

    /** A key-value store on disk that keeps a timestamp with each value. */
    public static KeyValueBytesStoreSupplier persistentTimestampedKeyValueStore(String name) {
        return Suppliers.PERSISTENT.timestampedKeyValue(name);
    }

    /** A key-value store on disk that keeps a timestamp and headers with each value. */
    public static KeyValueBytesStoreSupplier persistentTimestampedKeyValueStoreWithHeaders(String name) {
        return Suppliers.PERSISTENT.timestampedKeyValueWithHeaders(name);
    }

    /**
     * A key-value store on the heap that keeps the entries used last, and forgets the others for good.
     *
     * @param maxCacheSize how many entries
     * @throws IllegalArgumentException if the number is negative
     */
    public static KeyValueBytesStoreSupplier lruMap(String name, int maxCacheSize) {
        return Suppliers.IN_MEMORY.leastRecentlyUsed(name, maxCacheSize);
    }

    /**
     * A key-value store on disk that keeps the versions of each key over time.
     *
     * @param historyRetention how far behind the latest version of any key a version may begin and still be written, and may have
     *     ended and still be read; the current version of a key is kept whatever its age
     * @throws IllegalArgumentException if the duration is negative
     */
    public static VersionedBytesStoreSupplier persistentVersionedKeyValueStore(String name, Duration historyRetention) {
        return Suppliers.PERSISTENT.versioned(name, historyRetention);
    }

    /**
     * A key-value store on disk that keeps the versions of each key over time.
     *
     * @param historyRetention how far behind the latest version of any key a version may begin and still be written, and may have
     *     ended and still be read; the current version of a key is kept whatever its age
     * @param segmentInterval checked but without effect here: old versions are removed one by one
     * @throws IllegalArgumentException if a duration is negative, or the interval is zero
     */
    public static VersionedBytesStoreSupplier persistentVersionedKeyValueStore(
            String name, Duration historyRetention, Duration segmentInterval) {
        return Suppliers.PERSISTENT.versioned(name, historyRetention, segmentInterval);
    }

    /** A key-value store on the heap. */
    public static KeyValueBytesStoreSupplier inMemoryKeyValueStore(String name) {
        return Suppliers.IN_MEMORY.keyValue(name);
    }

    /**
     * A window store on disk.
     *
     * @param retentionPeriod how far behind the latest window a window may start and still be kept; no shorter than the windows
     * @param windowSize length of a window
     * @param retainDuplicates whether a key may have several values in one window
     * @throws IllegalArgumentException if a duration is negative, or the retention is shorter than the window
     */
    public static WindowBytesStoreSupplier persistentWindowStore(
            String name, Duration retentionPeriod, Duration windowSize, boolean retainDuplicates)
            throws IllegalArgumentException {
        return Suppliers.PERSISTENT.window(name, retentionPeriod, windowSize, retainDuplicates);
    }

    /**
     * A window store on disk that keeps a timestamp with each value.
     *
     * @param retentionPeriod how far behind the latest window a window may start and still be kept; no shorter than the windows
     * @param windowSize length of a window
     * @param retainDuplicates whether a key may have several values in one window
     * @throws IllegalArgumentException if a duration is negative, or the retention is shorter than the window
     */
    public static WindowBytesStoreSupplier persistentTimestampedWindowStore(
            String name, Duration retentionPeriod, Duration windowSize, boolean retainDuplicates)
            throws IllegalArgumentException {
        return Suppliers.PERSISTENT.timestampedWindow(name, retentionPeriod, windowSize, retainDuplicates);
    }

    /**
     * A window store on disk that keeps a timestamp and headers with each value.
     *
     * @param retentionPeriod how far behind the latest window a window may start and still be kept; no shorter than the windows
     * @param windowSize length of a window
     * @param retainDuplicates whether a key may have several values in one window
     * @throws IllegalArgumentException if a duration is negative, or the retention is shorter than the window
     */
    public static WindowBytesStoreSupplier persistentTimestampedWindowStoreWithHeaders(
            String name, Duration retentionPeriod, Duration windowSize, boolean retainDuplicates)
            throws IllegalArgumentException {
        return Suppliers.PERSISTENT.timestampedWindowWithHeaders(name, retentionPeriod, windowSize, retainDuplicates);
    }

    /**
     * A window store on the heap.
     *
     * @param retentionPeriod how far behind the latest window a window may start and still be kept; no shorter than the windows
     * @param windowSize length of a window
     * @param retainDuplicates whether a key may have several values in one window
     * @throws IllegalArgumentException if a duration is negative, or the retention is shorter than the window
     */
    public static WindowBytesStoreSupplier inMemoryWindowStore(
            String name, Duration retentionPeriod, Duration windowSize, boolean retainDuplicates)
            throws IllegalArgumentException {
        return Suppliers.IN_MEMORY.window(name, retentionPeriod, windowSize, retainDuplicates);
    }

    /**
     * A session store on disk.
     *
     * @param retentionPeriod how far behind the latest session's end a session may end and still be kept
     * @throws IllegalArgumentException if the duration is negative
     */
    public static SessionBytesStoreSupplier persistentSessionStore(String name, Duration retentionPeriod) {
        return Suppliers.PERSISTENT.session(name, retentionPeriod);
    }

    /**
     * A session store on disk that keeps headers with each aggregate.
     *
     * @param retentionPeriod how far behind the latest session's end a session may end and still be kept
     * @throws IllegalArgumentException if the duration is negative
     */
    public static SessionBytesStoreSupplier persistentSessionStoreWithHeaders(String name, Duration retentionPeriod) {
        return Suppliers.PERSISTENT.sessionWithHeaders(name, retentionPeriod);
    }

    /**
     * A session store on the heap.
     *
     * @param retentionPeriod how far behind the latest session's end a session may end and still be kept
     * @throws IllegalArgumentException if the duration is negative
     */
    public static SessionBytesStoreSupplier inMemorySessionStore(String name, Duration retentionPeriod) {
        return Suppliers.IN_MEMORY.session(name, retentionPeriod);
    }

    /** Builds key-value stores. */
    public static <K, V> StoreBuilder<KeyValueStore<K, V>> keyValueStoreBuilder(
            KeyValueBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return ViewBuilders.keyValue(supplier, keySerde, valueSerde);
    }

    /** Builds key-value stores that keep a timestamp with each value. */
    public static <K, V> StoreBuilder<TimestampedKeyValueStore<K, V>> timestampedKeyValueStoreBuilder(
            KeyValueBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return ViewBuilders.timestampedKeyValue(supplier, keySerde, valueSerde);
    }

    /** Builds key-value stores that keep a timestamp and headers with each value. */
    public static <K, V>
            StoreBuilder<TimestampedKeyValueStoreWithHeaders<K, V>> timestampedKeyValueStoreWithHeadersBuilder(
                    KeyValueBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return ViewBuilders.timestampedKeyValueWithHeaders(supplier, keySerde, valueSerde);
    }

    /** Builds window stores that keep a timestamp and headers with each value. */
    public static <K, V> StoreBuilder<TimestampedWindowStoreWithHeaders<K, V>> timestampedWindowStoreWithHeadersBuilder(
            WindowBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return ViewBuilders.timestampedWindowWithHeaders(supplier, keySerde, valueSerde);
    }

    /** Builds session stores that keep headers with each aggregate. */
    public static <K, V> StoreBuilder<SessionStoreWithHeaders<K, V>> sessionStoreWithHeadersBuilder(
            SessionBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return ViewBuilders.sessionWithHeaders(supplier, keySerde, valueSerde);
    }

    /** Builds versioned key-value stores. They cannot be cached. */
    public static <K, V> StoreBuilder<VersionedKeyValueStore<K, V>> versionedKeyValueStoreBuilder(
            VersionedBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return ViewBuilders.versioned(supplier, keySerde, valueSerde);
    }

    /** Builds window stores. */
    public static <K, V> StoreBuilder<WindowStore<K, V>> windowStoreBuilder(
            WindowBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return ViewBuilders.window(supplier, keySerde, valueSerde);
    }

    /** Builds window stores that keep a timestamp with each value. */
    public static <K, V> StoreBuilder<TimestampedWindowStore<K, V>> timestampedWindowStoreBuilder(
            WindowBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return ViewBuilders.timestampedWindow(supplier, keySerde, valueSerde);
    }

    /** Builds session stores. */
    public static <K, V> StoreBuilder<SessionStore<K, V>> sessionStoreBuilder(
            SessionBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return ViewBuilders.session(supplier, keySerde, valueSerde);
    }
}
