package io.millrace.streams.state;

/**
 * A window store that keeps with each value the timestamp of the last record that changed it.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public interface TimestampedWindowStore<K, V> extends WindowStore<K, ValueAndTimestamp<V>> {}
