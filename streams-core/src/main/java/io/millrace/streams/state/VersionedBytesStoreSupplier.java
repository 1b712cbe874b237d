package io.millrace.streams.state;

/** Supplies versioned key-value stores of bytes. */
public interface VersionedBytesStoreSupplier extends KeyValueBytesStoreSupplier {

    /**
     * Returns how long old versions of a key can be read, counted back from stream time.
     *
     * @return the retention in milliseconds
     */
    long historyRetentionMs();
}
