package io.millrace.streams.state;

import io.millrace.streams.processor.StateStore;
import java.util.Map;

/**
 * Builds state stores with options for caching and for their changelog.
 *
 * @param <T> type of the store
 */
public interface StoreBuilder<T extends StateStore> {

    /**
     * Lets updates gather in memory until the next commit, so that only the last update of a key is passed on.
     *
     * @return this builder
     */
    StoreBuilder<T> withCachingEnabled();

    /**
     * Passes each update on at once.
     *
     * @return this builder
     */
    StoreBuilder<T> withCachingDisabled();

    /**
     * Backs the store with a changelog topic, from which it is restored.
     *
     * @param config settings of the changelog topic beyond the defaults; may be empty
     * @return this builder
     */
    StoreBuilder<T> withLoggingEnabled(Map<String, String> config);

    /**
     * Does without a changelog topic: the store is lost with the disk it is on.
     *
     * @return this builder
     */
    StoreBuilder<T> withLoggingDisabled();

    /**
     * Builds a new store.
     *
     * @return a new store
     */
    T build();

    /**
     * Returns the settings of the changelog topic that the application asked for.
     *
     * @return settings by name, empty if there are none
     */
    Map<String, String> logConfig();

    /**
     * Tells whether the store has a changelog topic.
     *
     * @return true if it has
     */
    boolean loggingEnabled();

    /**
     * Returns the name of the store.
     *
     * @return the name
     */
    String name();
}
