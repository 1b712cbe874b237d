package io.millrace.streams.spring.autoconfigure.query;

import org.jspecify.annotations.Nullable;

/**
 * A query as it was asked.
 *
 * @param topology name of the topology
 * @param store name of the store
 * @param keys which keys
 * @param from earliest start of the windows, an ISO instant; null for the earliest kept
 * @param to latest start of the windows, an ISO instant; null for the latest
 * @param page which part of the answer
 */
public record StoreQuery(
        String topology,
        String store,
        Keys keys,
        @Nullable String from,
        @Nullable String to,
        Page page) {

    /**
     * Which keys; all of them if nothing is given.
     *
     * @param key the one key
     * @param prefix what the keys start with
     * @param fromKey the first key
     * @param toKey the last key
     * @param keyType how to read the text of keys; null to read it as the keys in the store are
     */
    public record Keys(
            @Nullable String key,
            @Nullable String prefix,
            @Nullable String fromKey,
            @Nullable String toKey,
            @Nullable String keyType) {}

    /**
     * Which part of the answer.
     *
     * @param limit how many entries, null for the default
     * @param cursor where an earlier page ended, null for the first page
     */
    public record Page(@Nullable Integer limit, @Nullable String cursor) {}

    /** What the answers to all pages of this query have in common; a cursor of one query does not fit another. */
    String fingerprint() {
        return String.join(
                "\u0000",
                topology,
                store,
                String.valueOf(keys.key()),
                String.valueOf(keys.prefix()),
                String.valueOf(keys.fromKey()),
                String.valueOf(keys.toKey()),
                String.valueOf(from),
                String.valueOf(to));
    }
}
