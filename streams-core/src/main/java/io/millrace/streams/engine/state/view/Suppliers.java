package io.millrace.streams.engine.state.view;

import io.millrace.streams.DslStoreFormat;
import io.millrace.streams.engine.state.StoreSpec;
import io.millrace.streams.engine.state.StoreSpec.Backing;
import io.millrace.streams.engine.state.StoreSpec.Flavour;
import io.millrace.streams.engine.state.StoreSpec.Retention;
import io.millrace.streams.engine.state.StoreSpec.ValueFormat;
import io.millrace.streams.kstream.EmitStrategy;
import io.millrace.streams.state.DslKeyValueParams;
import io.millrace.streams.state.DslSessionParams;
import io.millrace.streams.state.DslWindowParams;
import io.millrace.streams.state.KeyValueBytesStoreSupplier;
import io.millrace.streams.state.SessionBytesStoreSupplier;
import io.millrace.streams.state.VersionedBytesStoreSupplier;
import io.millrace.streams.state.WindowBytesStoreSupplier;
import java.time.Duration;
import java.util.Objects;

/** The suppliers of stores that live in columns of ours: on disk, or on the heap. */
public enum Suppliers {
    PERSISTENT(Backing.PERSISTENT),
    IN_MEMORY(Backing.IN_MEMORY);

    private static final int SLACK_PARTS = 4;
    private static final int SEGMENTS_OF_A_WINDOW = 16;
    private static final int SEGMENTS_OF_A_RANGE = 4;

    private final Backing backing;

    Suppliers(Backing backing) {
        this.backing = backing;
    }

    /** Key-value stores. */
    public KeyValueBytesStoreSupplier keyValue(String name) {
        return keyValue(name, ValueFormat.PLAIN);
    }

    /** Key-value stores whose values have a timestamp. */
    public KeyValueBytesStoreSupplier timestampedKeyValue(String name) {
        return keyValue(name, ValueFormat.TIMESTAMPED);
    }

    /**
     * Window stores.
     *
     * @throws IllegalArgumentException if a duration is negative or too long, or windows are longer than they are kept
     */
    public WindowBytesStoreSupplier window(
            String name, Duration retentionPeriod, Duration windowSize, boolean retainDuplicates) {
        return window(name, ValueFormat.PLAIN, retention(name, retentionPeriod, windowSize, retainDuplicates));
    }

    /**
     * Window stores whose values have a timestamp.
     *
     * @throws IllegalArgumentException if a duration is negative or too long, or windows are longer than they are kept
     */
    public WindowBytesStoreSupplier timestampedWindow(
            String name, Duration retentionPeriod, Duration windowSize, boolean retainDuplicates) {
        return window(name, ValueFormat.TIMESTAMPED, retention(name, retentionPeriod, windowSize, retainDuplicates));
    }

    /**
     * Session stores.
     *
     * @throws IllegalArgumentException if the duration is negative or too long
     */
    public SessionBytesStoreSupplier session(String name, Duration retentionPeriod) {
        return session(name, ValueFormat.PLAIN, retentionPeriod);
    }

    private SessionBytesStoreSupplier session(String name, ValueFormat format, Duration retentionPeriod) {
        Objects.requireNonNull(name, "name cannot be null");
        long retentionMs = millis("retentionPeriod", retentionPeriod);
        Retention retention = new Retention(retentionMs, Retention.defaultSegmentIntervalMs(retentionMs), 0, false);
        return SessionSupplier.of(new StoreSpec(name, Flavour.SESSION, format, backing, false, retention));
    }

    /**
     * Versioned key-value stores.
     *
     * @throws IllegalArgumentException if the duration is negative or too long
     */
    public VersionedBytesStoreSupplier versioned(String name, Duration historyRetention) {
        Objects.requireNonNull(name, "name cannot be null");
        long retentionMs = millis("historyRetention", historyRetention);
        return new VersionedSupplier(new StoreSpec(
                name,
                Flavour.VERSIONED,
                ValueFormat.PLAIN,
                backing,
                false,
                new Retention(retentionMs, Long.MAX_VALUE, 0, false)));
    }

    /**
     * Versioned key-value stores, told how much history expires together, which ours have no use for.
     *
     * @throws IllegalArgumentException if a duration is negative or too long, or the interval is zero
     */
    public VersionedBytesStoreSupplier versioned(String name, Duration historyRetention, Duration segmentInterval) {
        VersionedBytesStoreSupplier supplier = versioned(name, historyRetention);
        if (millis("segmentInterval", segmentInterval) == 0) {
            throw new IllegalArgumentException("segmentInterval cannot be zero or negative");
        }
        return supplier;
    }

    /** Key-value stores whose values have a timestamp and headers. */
    public KeyValueBytesStoreSupplier timestampedKeyValueWithHeaders(String name) {
        return keyValue(name, ValueFormat.HEADERS);
    }

    /**
     * Window stores whose values have a timestamp and headers.
     *
     * @throws IllegalArgumentException if a duration is negative or too long, or windows are longer than they are kept
     */
    public WindowBytesStoreSupplier timestampedWindowWithHeaders(
            String name, Duration retentionPeriod, Duration windowSize, boolean retainDuplicates) {
        return window(name, ValueFormat.HEADERS, retention(name, retentionPeriod, windowSize, retainDuplicates));
    }

    /**
     * Session stores whose aggregates have headers.
     *
     * @throws IllegalArgumentException if the duration is negative or too long
     */
    public SessionBytesStoreSupplier sessionWithHeaders(String name, Duration retentionPeriod) {
        return session(name, ValueFormat.HEADERS_ONLY, retentionPeriod);
    }

    /**
     * Key-value stores that keep the entries used last.
     *
     * @throws IllegalArgumentException if the number of entries is negative
     */
    public KeyValueBytesStoreSupplier leastRecentlyUsed(String name, int maxEntries) {
        Objects.requireNonNull(name, "name cannot be null");
        if (maxEntries < 0) {
            throw new IllegalArgumentException("maxCacheSize cannot be negative");
        }
        return new LruSupplier(StoreSpec.keyValue(name, ValueFormat.PLAIN, backing), maxEntries);
    }

    /** Key-value stores as the DSL asks for them. */
    public KeyValueBytesStoreSupplier keyValue(DslKeyValueParams params) {
        return keyValue(params.name(), format(params.dslStoreFormat()));
    }

    /**
     * Window stores as the DSL asks for them.
     *
     * @throws IllegalArgumentException if windows are longer than they are kept
     */
    public WindowBytesStoreSupplier window(DslWindowParams params) {
        ValueFormat format = format(params.dslStoreFormat());
        Retention asked =
                retention(params.name(), params.retentionPeriod(), params.windowSize(), params.retainDuplicates());
        // Sliding windows are looked up by ranges, so their segments must not be too thin.
        int parts = params.isSlidingWindow() ? SEGMENTS_OF_A_RANGE : SEGMENTS_OF_A_WINDOW;
        Retention kept = sendsOnClose(params.emitStrategy())
                ? forFinalResults(asked, asked.retentionMs(), asked.windowSizeMs() / parts)
                : asked;
        return WindowSupplier.of(
                new StoreSpec(params.name(), Flavour.WINDOW, format, backing, false, kept), asked.retentionMs());
    }

    /**
     * Session stores as the DSL asks for them. They keep sessions a millisecond longer than asked: one that ended exactly the gap
     * before the latest record may still go on.
     */
    public SessionBytesStoreSupplier session(DslSessionParams params) {
        boolean withHeaders = format(params.storeFormat()) == ValueFormat.HEADERS;
        ValueFormat format = withHeaders ? ValueFormat.HEADERS_ONLY : ValueFormat.PLAIN;
        long askedMs = millis("retentionPeriod", params.retentionPeriod());
        long keptMs = askedMs == Long.MAX_VALUE ? askedMs : askedMs + 1;
        Retention kept = new Retention(keptMs, Retention.defaultSegmentIntervalMs(askedMs), 0, false);
        if (sendsOnClose(params.emitStrategy())) {
            kept = forFinalResults(kept, keptMs, askedMs / SEGMENTS_OF_A_RANGE);
        }
        return SessionSupplier.of(new StoreSpec(params.name(), Flavour.SESSION, format, backing, false, kept), askedMs);
    }

    /** The DSL's stores on the heap keep no headers, as in Kafka Streams; those who build stores themselves may have both. */
    private ValueFormat format(DslStoreFormat asked) {
        return switch (asked) {
            case PLAIN -> ValueFormat.PLAIN;
            case TIMESTAMPED -> ValueFormat.TIMESTAMPED;
            case HEADERS -> backing == Backing.PERSISTENT ? ValueFormat.HEADERS : ValueFormat.TIMESTAMPED;
        };
    }

    private static boolean sendsOnClose(EmitStrategy strategy) {
        return strategy.type() == EmitStrategy.StrategyType.ON_WINDOW_CLOSE;
    }

    /**
     * Keeps windows a little longer, so that those which closed are still there when it is time to send their results, and in
     * thin segments, so that finding them costs little more than there are.
     */
    private static Retention forFinalResults(Retention retention, long askedMs, long segmentMs) {
        long keptMs = askedMs + askedMs / SLACK_PARTS;
        return new Retention(
                keptMs < 0 ? askedMs : keptMs,
                Math.max(1, segmentMs),
                retention.windowSizeMs(),
                retention.retainDuplicates());
    }

    private KeyValueBytesStoreSupplier keyValue(String name, ValueFormat format) {
        Objects.requireNonNull(name, "name cannot be null");
        return KeyValueSupplier.of(StoreSpec.keyValue(name, format, backing));
    }

    private WindowBytesStoreSupplier window(String name, ValueFormat format, Retention retention) {
        return WindowSupplier.of(new StoreSpec(name, Flavour.WINDOW, format, backing, false, retention));
    }

    private static Retention retention(
            String name, Duration retentionPeriod, Duration windowSize, boolean retainDuplicates) {
        Objects.requireNonNull(name, "name cannot be null");
        long retentionMs = millis("retentionPeriod", retentionPeriod);
        long windowSizeMs = millis("windowSize", windowSize);
        if (windowSizeMs > retentionMs) {
            throw new IllegalArgumentException("Window store '" + name + "' would keep windows of " + windowSizeMs
                    + " ms for only " + retentionMs + " ms; the retention period must be no shorter than the window.");
        }
        return new Retention(
                retentionMs, Retention.defaultSegmentIntervalMs(retentionMs), windowSizeMs, retainDuplicates);
    }

    private static long millis(String what, Duration duration) {
        Objects.requireNonNull(duration, what + " cannot be null");
        long millis;
        try {
            millis = duration.toMillis();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(what + " of " + duration + " is too long to count in milliseconds.", e);
        }
        if (millis < 0) {
            throw new IllegalArgumentException(what + " cannot be negative, but is " + duration + ".");
        }
        return millis;
    }
}
