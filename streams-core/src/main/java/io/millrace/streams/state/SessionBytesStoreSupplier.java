package io.millrace.streams.state;

import org.apache.kafka.common.utils.Bytes;

/** Supplies session stores of bytes, the form in which the library asks for the storage behind a session store. */
public interface SessionBytesStoreSupplier extends StoreSupplier<SessionStore<Bytes, byte[]>> {

    /**
     * Returns the span of time that the store expires at once.
     *
     * @return the length of a segment in milliseconds
     */
    long segmentIntervalMs();

    /**
     * Returns how long sessions are kept after their end, counted back from stream time.
     *
     * @return the retention in milliseconds
     */
    long retentionPeriod();
}
