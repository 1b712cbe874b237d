package io.millrace.streams.query;

import io.millrace.streams.state.VersionedRecord;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks a versioned store for one version of a key: the latest, or the one that was valid at a time. The answer is null if there
 * is none.
 *
 * @param <K> the type of the key
 * @param <V> the type of the value
 */
public final class VersionedKeyQuery<K, V> implements Query<@Nullable VersionedRecord<V>> {

    private final K key;
    private final @Nullable Instant asOf;

    private VersionedKeyQuery(K key, @Nullable Instant asOf) {
        this.key = key;
        this.asOf = asOf;
    }

    /**
     * Asks for the latest version of a key.
     *
     * @param <K> the type of the key
     * @param <V> the type of the value
     * @param key the key
     * @return the query
     */
    public static <K, V> VersionedKeyQuery<K, V> withKey(K key) {
        return new VersionedKeyQuery<>(Objects.requireNonNull(key, "key cannot be null."), null);
    }

    /**
     * Asks for the version that was valid at a time.
     *
     * @param asOfTimestamp the time
     * @return a new query
     */
    public VersionedKeyQuery<K, V> asOf(Instant asOfTimestamp) {
        return new VersionedKeyQuery<>(key, Objects.requireNonNull(asOfTimestamp, "asOf timestamp cannot be null."));
    }

    /**
     * The key.
     *
     * @return the key
     */
    public K key() {
        return key;
    }

    /**
     * The time at which the version was valid.
     *
     * @return the time; empty for the latest version
     */
    public Optional<Instant> asOfTimestamp() {
        return Optional.ofNullable(asOf);
    }
}
