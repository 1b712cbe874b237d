package io.millrace.streams.state;

/**
 * A key-value store that keeps with each value the timestamp and headers of the record that set it.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public interface TimestampedKeyValueStoreWithHeaders<K, V> extends KeyValueStore<K, ValueTimestampHeaders<V>> {}
