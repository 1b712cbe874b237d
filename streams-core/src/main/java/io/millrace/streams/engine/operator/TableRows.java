package io.millrace.streams.engine.operator;

import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.api.ProcessingContext;
import io.millrace.streams.state.TimestampedKeyValueStore;
import io.millrace.streams.state.TimestampedKeyValueStoreWithHeaders;
import io.millrace.streams.state.ValueAndTimestamp;
import io.millrace.streams.state.ValueTimestampHeaders;
import io.millrace.streams.state.VersionedKeyValueStore;
import io.millrace.streams.state.VersionedRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table, whichever kind of store keeps them: one value a key with its timestamp, the same with the headers of the
 * record it came from, or the versions of each key.
 */
public abstract sealed class TableRows<K, V> {

    private static final long VALID_TO_UNDEFINED = VersionedKeyValueStore.PUT_RETURN_CODE_VALID_TO_UNDEFINED;

    private final StateStore store;

    private TableRows(StateStore store) {
        this.store = store;
    }

    /** The rows in a store of the context. */
    public static <K, V> TableRows<K, V> in(ProcessingContext context, String storeName) {
        return of(context.getStateStore(storeName));
    }

    @SuppressWarnings("unchecked") // The operator asked for the store by name and knows its types.
    private static <K, V> TableRows<K, V> of(StateStore store) {
        if (store instanceof TimestampedKeyValueStore<?, ?> timestamped) {
            return new Timestamped<>((TimestampedKeyValueStore<K, V>) timestamped);
        }
        if (store instanceof VersionedKeyValueStore<?, ?> versioned) {
            return new Versioned<>((VersionedKeyValueStore<K, V>) versioned);
        }
        if (store instanceof TimestampedKeyValueStoreWithHeaders<?, ?> withHeaders) {
            return new WithHeaders<>((TimestampedKeyValueStoreWithHeaders<K, V>) withHeaders);
        }
        throw new StreamsException(
                "Store '" + store.name() + "' is a " + store.getClass().getSimpleName()
                        + " and cannot hold a table; it has to be timestamped or versioned.");
    }

    /** Whether a put says by what it returns that the record of a later time is there already. */
    public static boolean isLatest(long putResult) {
        return putResult == VALID_TO_UNDEFINED;
    }

    /** Whether a put was refused, because the record is older than the history of a versioned store. */
    public static boolean isRefused(long putResult) {
        return putResult == VersionedKeyValueStore.PUT_RETURN_CODE_NOT_PUT;
    }

    /** The store itself. */
    public final StateStore store() {
        return store;
    }

    /** The row of a key, null if there is none. */
    public abstract @Nullable ValueAndTimestamp<V> get(K key);

    /** The row a key had at a time; now, if the store does not keep versions. */
    public abstract @Nullable ValueAndTimestamp<V> get(K key, long asOfMs);

    /** Whether rows can be asked for as of a time. */
    public abstract boolean isVersioned();

    /**
     * Sets the row of a key, or removes it if the value is null.
     *
     * @return what {@link VersionedKeyValueStore#put} returns; of the stores without versions, as of the latest
     */
    public abstract long put(K key, @Nullable V value, long timestampMs, Headers headers);

    private static final class Timestamped<K, V> extends TableRows<K, V> {

        private final TimestampedKeyValueStore<K, V> rows;

        private Timestamped(TimestampedKeyValueStore<K, V> rows) {
            super(rows);
            this.rows = rows;
        }

        @Override
        public @Nullable ValueAndTimestamp<V> get(K key) {
            return rows.get(key);
        }

        @Override
        public @Nullable ValueAndTimestamp<V> get(K key, long asOfMs) {
            return rows.get(key);
        }

        @Override
        public boolean isVersioned() {
            return false;
        }

        @Override
        public long put(K key, @Nullable V value, long timestampMs, Headers headers) {
            rows.put(key, ValueAndTimestamp.make(value, timestampMs));
            return VALID_TO_UNDEFINED;
        }
    }

    private static final class WithHeaders<K, V> extends TableRows<K, V> {

        private final TimestampedKeyValueStoreWithHeaders<K, V> rows;

        private WithHeaders(TimestampedKeyValueStoreWithHeaders<K, V> rows) {
            super(rows);
            this.rows = rows;
        }

        @Override
        public @Nullable ValueAndTimestamp<V> get(K key) {
            ValueTimestampHeaders<V> row = rows.get(key);
            return row == null ? null : ValueAndTimestamp.make(row.value(), row.timestamp());
        }

        @Override
        public @Nullable ValueAndTimestamp<V> get(K key, long asOfMs) {
            return get(key);
        }

        @Override
        public boolean isVersioned() {
            return false;
        }

        @Override
        public long put(K key, @Nullable V value, long timestampMs, Headers headers) {
            // Tables keep the format with headers, but no headers in it, as the original does: they go downstream only.
            rows.put(key, ValueTimestampHeaders.make(value, timestampMs, new RecordHeaders()));
            return VALID_TO_UNDEFINED;
        }
    }

    private static final class Versioned<K, V> extends TableRows<K, V> {

        private final VersionedKeyValueStore<K, V> rows;

        private Versioned(VersionedKeyValueStore<K, V> rows) {
            super(rows);
            this.rows = rows;
        }

        @Override
        public @Nullable ValueAndTimestamp<V> get(K key) {
            return row(rows.get(key));
        }

        @Override
        public @Nullable ValueAndTimestamp<V> get(K key, long asOfMs) {
            return row(rows.get(key, asOfMs));
        }

        private static <V> @Nullable ValueAndTimestamp<V> row(@Nullable VersionedRecord<V> version) {
            return version == null ? null : ValueAndTimestamp.make(version.value(), version.timestamp());
        }

        @Override
        public boolean isVersioned() {
            return true;
        }

        @Override
        public long put(K key, @Nullable V value, long timestampMs, Headers headers) {
            return rows.put(key, value, timestampMs);
        }
    }
}
