package io.millrace.streams.spring;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A state store, and how to ask it. Values; keep one as a constant.
 *
 * @param topology name of the topology
 * @param store name of the store
 * @param keyType type of its keys
 * @param valueType type of its values, without what the store keeps beside them
 * @param scope where to look
 * @param stale whether standbys may answer, if the properties allow it
 * @param <K> type of its keys
 * @param <V> type of its values
 */
public record StateRef<K, V>(
        String topology, String store, Class<K> keyType, Class<V> valueType, Scope scope, boolean stale) {

    /** Where to look. */
    public enum Scope {
        /** On this instance only. */
        LOCAL,
        /** On whichever instance has it. */
        ANY
    }

    public StateRef {
        Objects.requireNonNull(topology, "topology must not be null");
        Objects.requireNonNull(store, "store must not be null");
        Objects.requireNonNull(keyType, "keyType must not be null");
        Objects.requireNonNull(valueType, "valueType must not be null");
        Objects.requireNonNull(scope, "scope must not be null");
    }

    /**
     * A store, wherever it is; standbys may answer if {@code streams.query.stale.allowed} says so.
     *
     * @param topology name of the topology
     * @param store name of the store
     * @param keyType type of its keys
     * @param valueType type of its values
     * @param <K> type of its keys
     * @param <V> type of its values
     * @return the store
     */
    public static <K, V> StateRef<K, V> of(String topology, String store, Class<K> keyType, Class<V> valueType) {
        return new StateRef<>(topology, store, keyType, valueType, Scope.ANY, true);
    }

    /** The same store, as far as it is on this instance. */
    public StateRef<K, V> local() {
        return new StateRef<>(topology, store, keyType, valueType, Scope.LOCAL, stale);
    }

    /** The same store, asked only where it is written: what is answered is never behind. */
    public StateRef<K, V> current() {
        return new StateRef<>(topology, store, keyType, valueType, scope, false);
    }

    /**
     * Which keys of a range, and which part of the answer.
     *
     * @param from the first key, null for the first of all
     * @param to the last key, included; null for the last of all
     * @param limit how many entries at most, 1 or more; at most {@code streams.query.max-results} are given
     * @param cursor where an earlier page ended, null for the first page
     * @param <K> type of the keys
     */
    public record Range<K>(
            @Nullable K from,
            @Nullable K to,
            int limit,
            @Nullable String cursor) {

        /** All keys, the first {@code limit} of them. */
        public static <K> Range<K> all(int limit) {
            return new Range<>(null, null, limit, null);
        }

        /** The same keys, from where a page ended. */
        public Range<K> after(String next) {
            return new Range<>(from, to, limit, next);
        }
    }

    /**
     * What keys start with, and which part of the answer.
     *
     * @param start what they start with: text or bytes, as the keys are
     * @param limit how many entries at most, 1 or more; at most {@code streams.query.max-results} are given
     * @param cursor where an earlier page ended, null for the first page
     * @param <K> type of the keys
     */
    public record Prefix<K>(K start, int limit, @Nullable String cursor) {

        public Prefix {
            Objects.requireNonNull(start, "start must not be null");
        }

        /** Keys that start so, the first {@code limit} of them. */
        public static <K> Prefix<K> of(K start, int limit) {
            return new Prefix<>(start, limit, null);
        }

        /** The same keys, from where a page ended. */
        public Prefix<K> after(String next) {
            return new Prefix<>(start, limit, next);
        }
    }

    /**
     * Which windows of a key, and which part of the answer.
     *
     * @param from the earliest start of windows, or when sessions may still go on; null for the earliest kept
     * @param to the latest start, included; null for the latest
     * @param limit how many windows at most, 1 or more; at most {@code streams.query.max-results} are given
     * @param cursor where an earlier page ended, null for the first page
     */
    public record Windows(
            @Nullable Instant from,
            @Nullable Instant to,
            int limit,
            @Nullable String cursor) {

        private static final int PAGE = 100;

        /** Windows that start, or sessions that go on, between two times, both included: the first hundred. */
        public static Windows between(@Nullable Instant from, @Nullable Instant to) {
            return new Windows(from, to, PAGE, null);
        }

        /** The same windows, from where a page ended. */
        public Windows after(String next) {
            return new Windows(from, to, limit, next);
        }
    }
}
