package io.millrace.streams.state;

import org.apache.kafka.common.utils.Bytes;

/** Supplies window stores of bytes, the form in which the library asks for the storage behind a window store. */
public interface WindowBytesStoreSupplier extends StoreSupplier<WindowStore<Bytes, byte[]>> {

    /**
     * Returns the span of time that the store expires at once.
     *
     * @return the length of a segment in milliseconds
     */
    long segmentIntervalMs();

    /**
     * Returns the length of the windows. The end of a window is not stored but computed from it.
     *
     * @return the length in milliseconds
     */
    long windowSize();

    /**
     * Tells whether several values with the same key and timestamp are all kept, as stream-stream joins need it.
     *
     * @return true if duplicates are kept, false if the last value wins
     */
    boolean retainDuplicates();

    /**
     * Returns how long windows are kept, counted back from stream time.
     *
     * @return the retention in milliseconds
     */
    long retentionPeriod();
}
