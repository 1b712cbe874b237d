package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.KeyValue;
import io.millrace.streams.errors.InvalidStateStoreException;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.spring.autoconfigure.query.CursorSeal.Position;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.ReadOnlyKeyValueStore;
import io.millrace.streams.state.ReadOnlySessionStore;
import io.millrace.streams.state.ReadOnlyWindowStore;
import io.millrace.streams.state.VersionedKeyValueStore;
import io.millrace.streams.state.VersionedRecord;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Reads the partitions of a store, one after the other, from where a cursor says. No iterator outlives a page. Used by one
 * thread.
 */
final class StoreReader {

    private final SortedMap<Integer, LocalPartition> partitions;
    private final PageReader page;
    private final @Nullable Position after;
    private boolean full;

    StoreReader(SortedMap<Integer, LocalPartition> partitions, PageReader page, @Nullable Position after) {
        this.partitions = after == null ? partitions : new TreeMap<>(partitions).tailMap(after.partition());
        this.page = page;
        this.after = after;
    }

    @Nullable
    Position after() {
        return after;
    }

    boolean isVersioned() {
        return partitions.values().stream()
                .allMatch(partition -> partition.store() instanceof VersionedKeyValueStore<?, ?>);
    }

    /** Reads what a key was at a time. */
    void version(Object key, Instant at) {
        partitions.forEach((partition, here) -> {
            if (full || resumes(partition)) {
                return;
            }
            VersionedRecord<Object> version;
            try {
                version = versioned(here.store()).get(key, at.toEpochMilli());
            } catch (InvalidStateStoreException e) {
                throw e;
            } catch (StreamsException e) {
                // Nothing in the store tells what its keys are, before its serializer does.
                throw Refusals.badRequest(
                        "key-type-mismatch", "The keys of this store are of another type; name it with keyType.");
            }
            if (version != null) {
                full = !page.tryAdd(partition, key, version);
            }
        });
    }

    /** Whether the store has windows or sessions. */
    boolean isWindowed() {
        return partitions.values().stream()
                .noneMatch(partition -> partition.store() instanceof ReadOnlyKeyValueStore<?, ?>);
    }

    /** Reads a key; where keys do not decide about partitions, several may have it. */
    void point(Object key) {
        partitions.forEach((partition, here) -> {
            if (full || resumes(partition)) {
                return;
            }
            Object value = keyValues(here.store()).get(key);
            if (value != null) {
                full = !page.tryAdd(partition, key, value);
            }
        });
    }

    void range(@Nullable Object from, @Nullable Object to, @Nullable Object cursorKey) {
        partitions.forEach((partition, here) -> {
            boolean resumes = resumes(partition);
            Object first = resumes ? cursorKey : from;
            if (!full) {
                readKeys(partition, keyValues(here.store()).range(first, to), resumes ? cursorKey : null, null);
            }
        });
    }

    void prefix(Object prefix, @Nullable Object cursorKey) {
        partitions.forEach((partition, here) -> {
            if (full) {
                return;
            }
            if (resumes(partition)) {
                readKeys(partition, keyValues(here.store()).range(cursorKey, null), cursorKey, prefix);
            } else {
                readKeys(partition, scan(keyValues(here.store()), prefix), null, null);
            }
        });
    }

    private static KeyValueIterator<Object, Object> scan(ReadOnlyKeyValueStore<Object, Object> store, Object prefix) {
        if (prefix instanceof Bytes wrapped) {
            return store.prefixScan(wrapped, new BytesSerializer());
        }
        return prefix instanceof byte[] bytes
                ? store.prefixScan(bytes, new ByteArraySerializer())
                : store.prefixScan((String) prefix, new StringSerializer());
    }

    void windows(@Nullable Object key, WindowBounds windows, @Nullable Object cursorKey) {
        partitions.forEach((partition, here) -> {
            if (!full) {
                readWindows(partition, scan(here.store(), windows, key), cursorKey);
            }
        });
    }

    @SuppressWarnings("unchecked") // Keys are parsed to the class that the store holds; values are only shown.
    private static KeyValueIterator<Windowed<Object>, Object> scan(
            StateStore store, WindowBounds windows, @Nullable Object key) {
        return store instanceof ReadOnlySessionStore<?, ?> sessions
                ? windows.of((ReadOnlySessionStore<Object, Object>) sessions, key)
                : windows.of((ReadOnlyWindowStore<Object, Object>) store, key);
    }

    private void readKeys(
            int partition,
            KeyValueIterator<Object, Object> entries,
            @Nullable Object seen,
            @Nullable Object wantedPrefix) {
        try (entries) {
            while (!full && entries.hasNext()) {
                KeyValue<Object, Object> entry = entries.next();
                if (wantedPrefix != null && !startsWith(entry.key, wantedPrefix)) {
                    return;
                }
                if (seen == null || !Objects.deepEquals(entry.key, seen)) {
                    full = !page.tryAdd(partition, entry.key, entry.value);
                }
            }
        }
    }

    private static boolean startsWith(Object key, Object prefix) {
        if (prefix instanceof Bytes wrapped) {
            return startsWith(((Bytes) key).get(), wrapped.get());
        }
        if (prefix instanceof byte[] bytes) {
            byte[] whole = (byte[]) key;
            return whole.length >= bytes.length && Arrays.equals(whole, 0, bytes.length, bytes, 0, bytes.length);
        }
        return ((String) key).startsWith((String) prefix);
    }

    private void readWindows(
            int partition, KeyValueIterator<Windowed<Object>, Object> entries, @Nullable Object cursorKey) {
        boolean passed = !resumes(partition);
        try (entries) {
            while (!full && entries.hasNext()) {
                KeyValue<Windowed<Object>, Object> entry = entries.next();
                if (passed) {
                    full = !page.tryAdd(partition, entry.key, entry.value);
                } else {
                    page.passOver();
                    passed = isCursor(entry.key, cursorKey);
                }
            }
        }
        if (!passed) {
            // What the last page ended with has expired, and the order gives no other place to resume from.
            throw CursorSeal.refused();
        }
    }

    private boolean isCursor(Windowed<Object> window, @Nullable Object cursorKey) {
        return after != null
                && window.window().start() == after.windowStartMs()
                && Objects.deepEquals(window.key(), cursorKey);
    }

    private boolean resumes(int partition) {
        return after != null && after.partition() == partition;
    }

    @SuppressWarnings("unchecked") // Keys are parsed to the class that the store holds; values are only shown.
    private static ReadOnlyKeyValueStore<Object, Object> keyValues(StateStore store) {
        return (ReadOnlyKeyValueStore<Object, Object>) store;
    }

    @SuppressWarnings("unchecked") // What the keys are is said by whoever asks, and found out by the store.
    private static VersionedKeyValueStore<Object, Object> versioned(StateStore store) {
        return (VersionedKeyValueStore<Object, Object>) store;
    }
}
