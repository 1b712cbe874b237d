package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.spring.StateRef.Scope;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A query as it was asked.
 *
 * @param topology name of the topology
 * @param store name of the store
 * @param keys which keys
 * @param times which windows
 * @param place where to look
 * @param page which part of the answer
 */
public record StoreQuery(String topology, String store, Keys keys, Times times, Place place, Page page) {

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
     * Which windows; all of them if nothing is given.
     *
     * @param from earliest start of the windows, an ISO instant; null for the earliest kept
     * @param to latest start of the windows, an ISO instant; null for the latest
     */
    public record Times(@Nullable String from, @Nullable String to) {

        boolean given() {
            return from != null || to != null;
        }
    }

    /**
     * Where to look.
     *
     * @param scope on which instances, null for the default of the kind of query
     * @param partitions in which partitions, empty for all
     * @param stale whether standbys may answer, null for what the properties say
     */
    public record Place(
            @Nullable Scope scope,
            Set<Integer> partitions,
            @Nullable Boolean stale) {

        /** Of a query that says nothing about it. */
        public static final Place DEFAULT = new Place(null, Set.of(), null);

        /** Copies the partitions. */
        public Place {
            partitions = Set.copyOf(partitions);
        }
    }

    /**
     * Which part of the answer.
     *
     * @param limit how many entries, null for the default
     * @param cursor where an earlier page ended, null for the first page
     */
    public record Page(@Nullable Integer limit, @Nullable String cursor) {}

    /** A query of one key or of given partitions is answered from wherever they are, a scan from here. */
    boolean isLocal() {
        return place.scope() == null
                ? keys.key() == null && place.partitions().isEmpty()
                : place.scope() == Scope.LOCAL;
    }

    /** The same query, to be answered by the instance that has these partitions. */
    StoreQuery of(Set<Integer> partitions, boolean stale) {
        return new StoreQuery(topology, store, keys, times, new Place(Scope.LOCAL, partitions, stale), page);
    }

    /** The same query, for another part of the answer. */
    StoreQuery part(int limit, @Nullable String cursor) {
        return new StoreQuery(topology, store, keys, times, place, new Page(limit, cursor));
    }

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
                String.valueOf(times.from()),
                String.valueOf(times.to()),
                String.valueOf(isLocal()),
                new TreeSet<>(place.partitions()).toString());
    }
}
