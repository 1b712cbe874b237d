package io.millrace.streams.engine.state;

import io.millrace.streams.engine.log.RecordOrigin;
import io.millrace.streams.engine.state.StoreSpec.Flavour;
import io.millrace.streams.engine.state.StoreSpec.ValueFormat;
import io.millrace.streams.engine.state.layout.HeadersValue;
import io.millrace.streams.engine.state.layout.SessionKey;
import io.millrace.streams.engine.state.layout.TimestampedValue;
import io.millrace.streams.engine.state.layout.VersionedKey;
import io.millrace.streams.engine.state.layout.WindowKey;
import io.millrace.streams.errors.StreamsException;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Between a store's entries as a backend holds them and as its changelog holds them. */
final class ChangelogLayout {

    private static final String VERSION_HEADER = "v";
    private static final byte[] HELD_CHANGE_VERSION = {3};

    private final StoreSpec spec;
    private final boolean timestamped;
    private final boolean withHeaders;

    ChangelogLayout(StoreSpec spec) {
        this.spec = spec;
        this.timestamped = spec.format().hasTimestamp();
        this.withHeaders = spec.format().hasHeaders();
    }

    byte[] changelogKey(byte[] storedKey) {
        return switch (spec.flavour()) {
            case KEY_VALUE -> storedKey;
            case WINDOW, SESSION -> WindowKey.toChangelog(storedKey);
            case VERSIONED -> VersionedKey.key(storedKey);
        };
    }

    byte @Nullable [] changelogValue(byte @Nullable [] storedValue) {
        if (spec.flavour() == Flavour.VERSIONED) {
            return storedValue == null ? null : VersionedKey.value(storedValue);
        }
        byte[] rest = withHeaders ? HeadersValue.restOrNull(storedValue) : storedValue;
        return timestamped ? TimestampedValue.value(rest) : rest;
    }

    /**
     * The headers of a changelog record, null for none.
     *
     * @param writer the record that removed the key
     */
    @Nullable
    Headers changelogHeaders(byte @Nullable [] storedValue, @Nullable RecordOrigin writer) {
        if (spec.format() == ValueFormat.HELD_CHANGE) {
            return storedValue == null ? null : new RecordHeaders().add(VERSION_HEADER, HELD_CHANGE_VERSION);
        }
        if (!withHeaders) {
            return null;
        }
        if (storedValue != null) {
            return HeadersValue.headers(storedValue);
        }
        return writer == null ? null : writer.headers();
    }

    /** Refuses a record whose header tells of another layout. */
    void requireReadable(ConsumerRecord<byte[], byte[]> record) {
        if (spec.format() != ValueFormat.HELD_CHANGE || record.value() == null) {
            return;
        }
        Header version = record.headers().lastHeader(VERSION_HEADER);
        if (version == null || !Arrays.equals(version.value(), HELD_CHANGE_VERSION)) {
            throw new StreamsException("Record at offset " + record.offset() + " of changelog " + record.topic() + "-"
                    + record.partition() + " has version "
                    + (version == null ? "0" : Arrays.toString(version.value())) + " of the layout of store '"
                    + spec.name() + "'; only version " + Arrays.toString(HELD_CHANGE_VERSION)
                    + " can be read. Let the release that wrote it emit what it holds back, or reset the application.");
        }
    }

    /** Whether a changelog key has the parts that the flavour asks for. */
    boolean accepts(byte[] changelogKey) {
        return switch (spec.flavour()) {
            case KEY_VALUE, VERSIONED -> true;
            case WINDOW -> WindowKey.isChangelogKey(changelogKey);
            case SESSION -> SessionKey.isChangelogKey(changelogKey);
        };
    }

    /** The time by which an entry expires: window start, session end; the largest if it does not expire by its key alone. */
    long timeMs(byte[] changelogKey) {
        return switch (spec.flavour()) {
            case KEY_VALUE, VERSIONED -> Long.MAX_VALUE;
            case WINDOW -> WindowKey.changelogStartMs(changelogKey);
            case SESSION -> SessionKey.changelogEndMs(changelogKey);
        };
    }

    byte[] storedKey(byte[] changelogKey, long timestampMs) {
        return switch (spec.flavour()) {
            case KEY_VALUE -> changelogKey;
            case WINDOW, SESSION -> WindowKey.toStored(spec.retention().segment(timeMs(changelogKey)), changelogKey);
            case VERSIONED -> VersionedKey.stored(changelogKey, timestampMs);
        };
    }

    /** A value as a store of the user's is given it. */
    byte @Nullable [] foreignValue(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        if (value == null) {
            return null;
        }
        byte[] rest = timestamped ? TimestampedValue.join(record.timestamp(), value) : value;
        return withHeaders ? HeadersValue.join(record.headers(), rest) : rest;
    }

    byte @Nullable [] storedValue(ConsumerRecord<byte[], byte[]> record) {
        return spec.flavour() == Flavour.VERSIONED ? VersionedKey.storedValue(record.value()) : foreignValue(record);
    }
}
