package io.millrace.streams.engine.state;

import io.millrace.streams.engine.state.StoreSpec.Flavour;
import io.millrace.streams.engine.state.StoreSpec.ValueFormat;
import io.millrace.streams.engine.state.layout.SessionKey;
import io.millrace.streams.engine.state.layout.TimestampedValue;
import io.millrace.streams.engine.state.layout.WindowKey;
import org.jspecify.annotations.Nullable;

/** Between a store's entries as a backend holds them and as its changelog holds them. */
final class ChangelogLayout {

    private final StoreSpec spec;
    private final boolean timestamped;

    ChangelogLayout(StoreSpec spec) {
        this.spec = spec;
        this.timestamped = spec.format() == ValueFormat.TIMESTAMPED;
    }

    byte[] changelogKey(byte[] storedKey) {
        return spec.flavour() == Flavour.KEY_VALUE ? storedKey : WindowKey.toChangelog(storedKey);
    }

    byte @Nullable [] changelogValue(byte @Nullable [] storedValue) {
        return timestamped ? TimestampedValue.value(storedValue) : storedValue;
    }

    /** Whether a changelog key has the parts that the flavour asks for. */
    boolean accepts(byte[] changelogKey) {
        return switch (spec.flavour()) {
            case KEY_VALUE -> true;
            case WINDOW -> WindowKey.isChangelogKey(changelogKey);
            case SESSION -> SessionKey.isChangelogKey(changelogKey);
        };
    }

    /** The time by which an entry expires: window start, session end. */
    long timeMs(byte[] changelogKey) {
        return switch (spec.flavour()) {
            case KEY_VALUE -> Long.MAX_VALUE;
            case WINDOW -> WindowKey.changelogStartMs(changelogKey);
            case SESSION -> SessionKey.changelogEndMs(changelogKey);
        };
    }

    byte[] storedKey(byte[] changelogKey) {
        if (spec.flavour() == Flavour.KEY_VALUE) {
            return changelogKey;
        }
        return WindowKey.toStored(spec.retention().segment(timeMs(changelogKey)), changelogKey);
    }

    byte @Nullable [] storedValue(byte @Nullable [] changelogValue, long timestampMs) {
        return timestamped ? TimestampedValue.of(timestampMs, changelogValue) : changelogValue;
    }
}
