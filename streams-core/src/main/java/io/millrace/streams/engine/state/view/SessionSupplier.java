package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.StoreSpec;
import io.millrace.streams.engine.state.StoreSpec.Backing;
import io.millrace.streams.state.SessionBytesStoreSupplier;
import io.millrace.streams.state.SessionStore;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;

/** Supplies session stores of bytes that live in a column of ours. */
record SessionSupplier(StoreSpec spec) implements SessionBytesStoreSupplier {

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public SessionStore<Bytes, byte[]> get() {
        return new SessionView<>(
                new SessionOrigin.Column<>(spec, Serdes.Bytes(), Serdes.ByteArray(), ValueCodec.Plain::new));
    }

    @Override
    public String metricsScope() {
        return spec.backing() == Backing.PERSISTENT ? "rocksdb-session" : "in-memory-session";
    }

    @Override
    public long segmentIntervalMs() {
        return spec.retention().segmentIntervalMs();
    }

    @Override
    public long retentionPeriod() {
        return spec.retention().retentionMs();
    }
}
