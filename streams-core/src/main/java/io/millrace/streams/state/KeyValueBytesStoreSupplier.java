package io.millrace.streams.state;

import org.apache.kafka.common.utils.Bytes;

/** Supplies key-value stores of bytes, the form in which the library asks for the storage behind a key-value store. */
public interface KeyValueBytesStoreSupplier extends StoreSupplier<KeyValueStore<Bytes, byte[]>> {}
