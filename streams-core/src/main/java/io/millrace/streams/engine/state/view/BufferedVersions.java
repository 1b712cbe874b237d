package io.millrace.streams.engine.state.view;

import static io.millrace.streams.state.VersionedKeyValueStore.PUT_RETURN_CODE_NOT_PUT;
import static io.millrace.streams.state.VersionedKeyValueStore.PUT_RETURN_CODE_VALID_TO_UNDEFINED;

import io.millrace.streams.engine.state.ByteCursor;
import io.millrace.streams.engine.state.ByteStore.Direction;
import io.millrace.streams.engine.state.KeyRange;
import io.millrace.streams.engine.state.StoreBuffer;
import io.millrace.streams.engine.state.layout.VersionedKey;
import io.millrace.streams.query.Position;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Versions in a buffer of ours, each an entry of its own. */
record BufferedVersions(StoreBuffer buffer, StoreHome home) implements VersionedBytes {

    @Override
    public long put(byte[] key, byte @Nullable [] value, long timestampMs) {
        buffer.ensureOpen();
        if (timestampMs < 0) {
            throw new IllegalArgumentException(
                    "A version of store '" + buffer.spec().name() + "' cannot begin at " + timestampMs
                            + " ms; timestamps must not be negative.");
        }
        if (timestampMs < buffer.earliestVersionMs()) {
            home.dropped("version is older than the store's history");
            return PUT_RETURN_CODE_NOT_PUT;
        }
        // Nothing of any key is later, and needs to be looked for, if this is the latest the store was ever given.
        boolean isLatest = timestampMs >= buffer.streamTimeMs();
        buffer.observe(timestampMs);
        byte[] stored = VersionedKey.stored(key, timestampMs);
        buffer.put(stored, VersionedKey.storedValue(value), timestampMs);
        long validToMs = isLatest ? PUT_RETURN_CODE_VALID_TO_UNDEFINED : endOf(key, stored);
        if (validToMs != PUT_RETURN_CODE_VALID_TO_UNDEFINED) {
            logLatestAgain(key);
        }
        home.written();
        return validToMs;
    }

    /** When the version that follows begins. */
    private long endOf(byte[] key, byte[] stored) {
        try (ByteCursor newer =
                buffer.scan(new KeyRange(VersionedKey.latest(key), stored, false), Direction.BACKWARD)) {
            return newer.isValid() ? VersionedKey.timestampMs(newer.key()) : PUT_RETURN_CODE_VALID_TO_UNDEFINED;
        }
    }

    /**
     * Appends the current version to the changelog once more, after the older one that came late: compaction keeps the record
     * that was appended last, and that has to be the current version.
     */
    private void logLatestAgain(byte[] key) {
        try (ByteCursor versions =
                buffer.scan(KeyRange.closed(VersionedKey.latest(key), VersionedKey.earliest(key)), Direction.FORWARD)) {
            byte[] latest = versions.key();
            buffer.put(latest, versions.value(), VersionedKey.timestampMs(latest));
        }
    }

    @Override
    public @Nullable Version find(byte[] key) {
        return buffer.showsCommitted() ? buffer.<@Nullable Version>openAtOneCommit(() -> current(key)) : current(key);
    }

    private @Nullable Version current(byte[] key) {
        return first(VersionedKey.latest(key), VersionedKey.earliest(key));
    }

    @Override
    public @Nullable Version find(byte[] key, long asOfMs) {
        return buffer.showsCommitted()
                ? buffer.<@Nullable Version>openAtOneCommit(() -> inForce(key, asOfMs))
                : inForce(key, asOfMs);
    }

    private @Nullable Version inForce(byte[] key, long asOfMs) {
        buffer.ensureOpen();
        if (asOfMs < 0) {
            return null;
        }
        if (asOfMs < buffer.earliestVersionMs()) {
            // The current version never expires.
            Version current = current(key);
            return current == null || current.timestampMs() > asOfMs ? null : current;
        }
        return first(VersionedKey.stored(key, asOfMs), VersionedKey.earliest(key));
    }

    private @Nullable Version first(byte[] from, byte[] to) {
        try (ByteCursor versions = buffer.scan(KeyRange.closed(from, to), Direction.FORWARD)) {
            if (!versions.isValid()) {
                return null;
            }
            byte[] value = VersionedKey.value(versions.value());
            return value == null ? null : new Version(value, VersionedKey.timestampMs(versions.key()));
        }
    }

    /** The versions in force at some moment of a time range, the latest first. */
    List<Version> between(byte[] key, long fromMs, long toMs) {
        return buffer.showsCommitted()
                ? buffer.openAtOneCommit(() -> collected(key, fromMs, toMs))
                : collected(key, fromMs, toMs);
    }

    private List<Version> collected(byte[] key, long fromMs, long toMs) {
        List<Version> found = new ArrayList<>();
        long earliestMs = Math.max(fromMs, buffer.earliestVersionMs());
        long validToMs = Version.OPEN;
        try (ByteCursor versions =
                buffer.scan(KeyRange.closed(VersionedKey.latest(key), VersionedKey.earliest(key)), Direction.FORWARD)) {
            while (versions.isValid() && (validToMs == Version.OPEN || validToMs > earliestMs)) {
                long beginsMs = VersionedKey.timestampMs(versions.key());
                byte[] value = VersionedKey.value(versions.value());
                if (value != null && beginsMs <= toMs) {
                    found.add(new Version(value, beginsMs, validToMs));
                }
                validToMs = beginsMs;
                versions.advance();
            }
        }
        return found;
    }

    @Override
    public @Nullable Version delete(byte[] key, long timestampMs) {
        Version version = inForce(key, timestampMs);
        return put(key, null, timestampMs) == PUT_RETURN_CODE_NOT_PUT ? null : version;
    }

    @Override
    public Position position() {
        return buffer.position();
    }

    @Override
    public StoreBuffer ours() {
        return buffer;
    }

    @Override
    public void ensureOpen() {
        buffer.ensureOpen();
    }

    @Override
    public boolean isOpen() {
        return buffer.isOpen();
    }

    @Override
    public void close() {
        home.close();
    }
}
