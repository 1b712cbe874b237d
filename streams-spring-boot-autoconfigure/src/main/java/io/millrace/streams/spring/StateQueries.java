package io.millrace.streams.spring;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads state stores, on whichever instance of the application they are. Answers and refusals are those of the endpoint
 * {@code streamsquery}, so that a controller of the application's own can stand in for it:
 *
 * <pre>{@code
 * static final StateRef<String, Long> COUNTS = StateRef.of("words", "counts", String.class, Long.class);
 *
 * Optional<StateEntry<String, Long>> count = queries.get(COUNTS, "mill");
 * }</pre>
 *
 * <p>An entry that is larger than an answer may be ends a page before it, and is refused itself: the refusal has the reason
 * {@code entry-too-large}, names the key, and {@link StateQueryException#next()} goes on after it.
 *
 * <p>Values from another instance come as JSON, and are read with the application's mapper. Safe for use by any thread; waits at
 * most about {@code streams.query.timeout}. All methods throw {@link StateQueryException} if the query cannot be answered, or
 * not now.
 */
public interface StateQueries {

    /**
     * Reads a key of a key-value store.
     *
     * @param store the store
     * @param key the key
     * @param <K> type of the keys
     * @param <V> type of the values
     * @return the entry; empty if the store is known not to have the key
     */
    <K, V> Optional<StateEntry<K, V>> get(StateRef<K, V> store, K key);

    /**
     * Reads the windows of a key that start within a time, or its sessions that overlap it, page by page:
     *
     * <pre>{@code
     * StateRef.Windows windows = StateRef.Windows.between(from, to);
     * StatePage<String, Long> page = queries.fetch(VISITS, "mill", windows);
     * while (page.next() != null) {
     *     page = queries.fetch(VISITS, "mill", windows.after(page.next()));
     * }
     * }</pre>
     *
     * @param store a window or session store
     * @param key the key
     * @param windows which windows, and which part of the answer
     * @param <K> type of the keys
     * @param <V> type of the values
     * @return a page of windows, the earliest first; none if there are none
     */
    <K, V> StatePage<K, V> fetch(StateRef<K, V> store, K key, StateRef.Windows windows);

    /**
     * Reads the first hundred windows of a key that start within a time, or of its sessions that overlap it.
     *
     * @param store a window or session store
     * @param key the key
     * @param from the earliest start of windows; null for the earliest kept
     * @param to the latest start of windows, included; null for the latest
     * @param <K> type of the keys
     * @param <V> type of the values
     * @return a page of windows, the earliest first; none if there are none. The next is that of {@link StateRef.Windows#after}
     */
    default <K, V> StatePage<K, V> fetch(StateRef<K, V> store, K key, @Nullable Instant from, @Nullable Instant to) {
        return fetch(store, key, StateRef.Windows.between(from, to));
    }

    /**
     * Reads a range of keys of a key-value store: over all instances unless the store is {@link StateRef#local()}.
     *
     * @param store the store
     * @param range which keys, and which part of the answer
     * @param <K> type of the keys
     * @param <V> type of the values
     * @return a page; {@link StatePage#partial()} if there are partitions that nobody could answer for
     */
    <K, V> StatePage<K, V> range(StateRef<K, V> store, StateRef.Range<K> range);

    /**
     * Reads the keys of a key-value store that start with something: over all instances unless the store is
     * {@link StateRef#local()}. Only keys that are text or bytes have a start.
     *
     * @param store the store
     * @param prefix what the keys start with, and which part of the answer
     * @param <K> type of the keys
     * @param <V> type of the values
     * @return a page; {@link StatePage#partial()} if there are partitions that nobody could answer for
     */
    <K, V> StatePage<K, V> prefix(StateRef<K, V> store, StateRef.Prefix<K> prefix);

    /**
     * Finds out where a key is.
     *
     * @param store the store
     * @param key the key
     * @param <K> type of the keys
     * @param <V> type of the values
     * @return where it is; empty if that does not follow from the key, or is not known
     */
    <K, V> Optional<StateLocation> locate(StateRef<K, V> store, K key);
}
