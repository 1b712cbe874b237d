package io.millrace.streams.state;

import io.millrace.streams.processor.StateStore;

/**
 * A session store that keeps with each aggregate the headers of the last record that changed it.
 *
 * @param <K> type of the keys
 * @param <AGG> type of the aggregates
 */
public interface SessionStoreWithHeaders<K, AGG> extends StateStore, SessionStore<K, AggregationWithHeaders<AGG>> {}
