package io.millrace.streams.state;

/**
 * A key-value store that keeps with each value the timestamp of the record that set it.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public interface TimestampedKeyValueStore<K, V> extends KeyValueStore<K, ValueAndTimestamp<V>> {}
