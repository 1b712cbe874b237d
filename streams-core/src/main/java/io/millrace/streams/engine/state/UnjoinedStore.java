package io.millrace.streams.engine.state;

import io.millrace.streams.processor.StateStore;
import java.util.List;

/**
 * Records of a stream-stream join that have not found a match yet, by timestamp, then side, then key. Both sides of the join reach
 * it, so it also keeps what they share of the join's progress.
 */
public interface UnjoinedStore<K> extends StateStore {

    /** A side of the join; right sorts first. */
    enum Side {
        RIGHT,
        LEFT
    }

    /** Adds a record. */
    void add(Side side, K key, Object value, long timestampMs);

    /** Removes all records of this side, key and timestamp, if there are any. */
    void remove(Side side, K key, long timestampMs);

    /** The records in order; must be closed. Records may be removed meanwhile. */
    Cursor<K> scan();

    /** What the two sides share; starts anew when the store is opened. */
    JoinProgress progress();

    /** A position among groups of records that have timestamp, side and key in common. */
    interface Cursor<K> extends AutoCloseable {

        boolean isValid();

        long timestampMs();

        Side side();

        K key();

        /** In the order they came. */
        List<Object> values();

        void advance();

        @Override
        void close();
    }
}
