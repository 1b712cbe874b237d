package io.millrace.streams.engine.operator.suppress;

import io.millrace.streams.processor.RecordContext;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.KeyValueStore;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The changes that are held back, in the order in which they are due: by time, then by key. The store holds them and brings them
 * back after a restart; the order is kept on the heap and made of the store when the task starts.
 */
final class HeldChanges {

    private static final Comparator<Held> DUE =
            Comparator.comparingLong(Held::timeMs).thenComparing(Held::key);

    private final KeyValueStore<Bytes, byte[]> store;
    private final Map<Bytes, Held> byKey = new HashMap<>();
    private final TreeSet<Held> due = new TreeSet<>(DUE);
    private long bytes;

    /**
     * A key and its change.
     *
     * @param source of the last record that changed the key: with the bytes it was read as, for error handlers, until a restart
     */
    record Held(Bytes key, HeldChange change, RecordContext source) {

        long timeMs() {
            return change.heldTimeMs();
        }

        private long countedBytes() {
            return key.get().length + Long.BYTES + change.countedBytes();
        }
    }

    HeldChanges(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            while (all.hasNext()) {
                var entry = all.next();
                HeldChange change = HeldChange.from(entry.value);
                index(new Held(entry.key, change, change.cause()));
            }
        }
    }

    private void index(Held held) {
        byKey.put(held.key(), held);
        due.add(held);
        bytes += held.countedBytes();
    }

    private void forget(Held held) {
        byKey.remove(held.key());
        due.remove(held);
        bytes -= held.countedBytes();
    }

    @Nullable
    HeldChange find(Bytes key) {
        Held held = byKey.get(key);
        return held == null ? null : held.change();
    }

    /** Holds a change in the place of one that is held for the same key. */
    void hold(Bytes key, HeldChange change, RecordContext source) {
        Held before = byKey.get(key);
        if (before != null) {
            forget(before);
        }
        index(new Held(key, change, source));
        store.put(key, change.toBytes());
    }

    /** The change that is due first, null if none is held. */
    @Nullable
    Held first() {
        return due.isEmpty() ? null : due.first();
    }

    /** Lets a change go. */
    void release(Held held) {
        forget(held);
        store.delete(held.key());
    }

    int count() {
        return byKey.size();
    }

    long bytes() {
        return bytes;
    }
}
