package io.millrace.streams.state;

/**
 * A window store that keeps with each value the timestamp and headers of the last record that changed it.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public interface TimestampedWindowStoreWithHeaders<K, V> extends WindowStore<K, ValueTimestampHeaders<V>> {}
