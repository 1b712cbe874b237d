package io.millrace.streams.engine.state.view;

import static io.millrace.streams.state.VersionedKeyValueStore.PUT_RETURN_CODE_NOT_PUT;

import io.millrace.streams.engine.state.StoreBuffer;
import io.millrace.streams.engine.state.layout.TimestampedValue;
import io.millrace.streams.engine.state.layout.VersionedKey;
import io.millrace.streams.query.Position;
import io.millrace.streams.state.VersionedBytesStore;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Versions in a store the user made. Writes go through to it at once; the buffer only remembers what to append to the changelog.
 *
 * @param log null if the changes are logged elsewhere or not at all
 */
record ForeignVersions(VersionedBytesStore store, @Nullable StoreBuffer log) implements VersionedBytes {

    @Override
    public long put(byte[] key, byte @Nullable [] value, long timestampMs) {
        long validToMs = store.put(Bytes.wrap(key), value, timestampMs);
        if (log != null && validToMs != PUT_RETURN_CODE_NOT_PUT) {
            log.put(VersionedKey.stored(key, timestampMs), VersionedKey.storedValue(value), timestampMs);
        }
        return validToMs;
    }

    @Override
    public @Nullable Version find(byte[] key) {
        return version(store.get(Bytes.wrap(key)));
    }

    @Override
    public @Nullable Version find(byte[] key, long asOfMs) {
        return version(store.get(Bytes.wrap(key), asOfMs));
    }

    @Override
    public @Nullable Version delete(byte[] key, long timestampMs) {
        Version version = version(store.delete(Bytes.wrap(key), timestampMs));
        if (log != null) {
            log.put(VersionedKey.stored(key, timestampMs), VersionedKey.storedValue(null), timestampMs);
        }
        return version;
    }

    private static @Nullable Version version(byte @Nullable [] valueWithTimestamp) {
        return valueWithTimestamp == null
                ? null
                : new Version(
                        TimestampedValue.split(valueWithTimestamp), TimestampedValue.timestampMs(valueWithTimestamp));
    }

    @Override
    public Position position() {
        return log == null ? store.getPosition() : log.position();
    }

    @Override
    public void ensureOpen() {
        if (!store.isOpen()) {
            throw ClosedStore.of(store.name());
        }
    }

    @Override
    public boolean isOpen() {
        return store.isOpen();
    }

    @Override
    public void close() {
        store.close();
    }
}
