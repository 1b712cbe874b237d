package io.millrace.verification.benchmarks.state;

/** A key-value store of either library. */
interface KeyValues<V> {

    /** The value of a key, null if there is none. */
    V get(String key);

    void put(String key, V value);

    /** Walks over the entries from one key to another, both included. Returns the sum of the hash codes of their keys. */
    long scan(String from, String to);
}
