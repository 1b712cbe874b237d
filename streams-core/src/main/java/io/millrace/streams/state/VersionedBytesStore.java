package io.millrace.streams.state;

import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** A versioned store of bytes; its values, other than those put, begin with their 8-byte timestamp. */
public interface VersionedBytesStore extends KeyValueStore<Bytes, byte[]>, TimestampedBytesStore {

    /**
     * Adds a version, as {@link VersionedKeyValueStore#put} does.
     *
     * @param key the key
     * @param value the serialised value, null for a deletion
     * @param timestamp when the version begins, in epoch milliseconds
     * @return when it ends, or one of the codes of {@link VersionedKeyValueStore}
     */
    long put(Bytes key, byte @Nullable [] value, long timestamp);

    /**
     * Returns the version that was valid at a time.
     *
     * @param key the key
     * @param asOfTimestamp the time, in epoch milliseconds
     * @return the version with its timestamp, null if there was none
     */
    byte @Nullable [] get(Bytes key, long asOfTimestamp);

    /**
     * Deletes a key as of a timestamp.
     *
     * @param key the key
     * @param timestamp when the deletion takes effect, in epoch milliseconds
     * @return the version that was valid at that time with its timestamp, null if there was none
     */
    byte @Nullable [] delete(Bytes key, long timestamp);
}
