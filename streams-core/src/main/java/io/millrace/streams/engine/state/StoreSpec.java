package io.millrace.streams.engine.state;

/**
 * What the state of a task must know of a store. Whether it has a changelog is said by {@link TaskStateSettings}.
 *
 * @param name unique in the task; also the name of its column
 * @param flavour how its keys are built
 * @param format how its values are built
 * @param backing where its bytes live
 * @param emitAtDrain whether a listener is told of each changed key once, at drain (caching on)
 * @param retention how long windows are kept; {@link Retention#NONE} for a key-value store
 */
public record StoreSpec(
        String name, Flavour flavour, ValueFormat format, Backing backing, boolean emitAtDrain, Retention retention) {

    /** A key-value store that emits on each write. */
    public static StoreSpec keyValue(String name, ValueFormat format, Backing backing) {
        return new StoreSpec(name, Flavour.KEY_VALUE, format, backing, false, Retention.NONE);
    }

    /** The same store, emitting at drain or on each write. */
    public StoreSpec withEmitAtDrain(boolean atDrain) {
        return new StoreSpec(name, flavour, format, backing, atDrain, retention);
    }

    /** How keys are built. */
    public enum Flavour {
        KEY_VALUE,
        WINDOW,
        SESSION,
        /** The versions of each key over time; no value is overwritten but by one of the same time. */
        VERSIONED
    }

    /** How values are built. */
    public enum ValueFormat {
        /** The serialised value. */
        PLAIN,
        /** The value's timestamp in eight bytes, then the serialised value; in the changelog the record carries the timestamp. */
        TIMESTAMPED,
        /** A change that is held back, as the operator lays it out; in the changelog a header tells the version of the layout. */
        HELD_CHANGE,
        /** Headers, then as timestamped; in the changelog the record carries both. */
        HEADERS,
        /** Headers, then the serialised value; in the changelog the record carries the headers. */
        HEADERS_ONLY;

        /** Whether headers come first. */
        public boolean hasHeaders() {
            return this == HEADERS || this == HEADERS_ONLY;
        }

        /** Whether the value follows its timestamp. */
        public boolean hasTimestamp() {
            return this == TIMESTAMPED || this == HEADERS;
        }
    }

    /** Where the bytes live. */
    public enum Backing {
        PERSISTENT,
        IN_MEMORY,
        /** In a store the user made; only the changelog is ours. */
        FOREIGN
    }

    /**
     * How long windows are kept.
     *
     * @param retentionMs a window is kept while its time is less than this before the store's stream time
     * @param segmentIntervalMs windows whose times fall in one such interval expire together
     * @param windowSizeMs length of a window
     * @param retainDuplicates whether a window may hold several values
     */
    public record Retention(long retentionMs, long segmentIntervalMs, long windowSizeMs, boolean retainDuplicates) {

        /** Nothing ever expires. */
        public static final Retention NONE = new Retention(Long.MAX_VALUE, Long.MAX_VALUE, 0, false);

        private static final long MIN_SEGMENT_INTERVAL_MS = 60_000;

        /** Half the retention, but no less than a minute. */
        public static long defaultSegmentIntervalMs(long retentionMs) {
            return Math.max(retentionMs / 2, MIN_SEGMENT_INTERVAL_MS);
        }

        /** The earliest window time still kept when the stream time is this. */
        public long earliestLiveMs(long streamTimeMs) {
            return Math.max(0, streamTimeMs - retentionMs + 1);
        }

        /** The segment a window time falls in. */
        public long segment(long timeMs) {
            return timeMs / segmentIntervalMs;
        }
    }
}
