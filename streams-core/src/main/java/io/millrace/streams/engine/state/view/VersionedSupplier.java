package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.StoreSpec;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.VersionedBytesStoreSupplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;

/** Supplies versioned stores of bytes that live in a column of ours. */
record VersionedSupplier(StoreSpec spec) implements VersionedBytesStoreSupplier {

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public KeyValueStore<Bytes, byte[]> get() {
        return new RawVersionedView(
                new VersionedView<>(new VersionedOrigin.Column<>(spec, Serdes.Bytes(), Serdes.ByteArray())));
    }

    @Override
    public String metricsScope() {
        return "rocksdb";
    }

    @Override
    public long historyRetentionMs() {
        return spec.retention().retentionMs();
    }
}
