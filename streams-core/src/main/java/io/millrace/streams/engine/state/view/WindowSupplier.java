package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.StoreSpec;
import io.millrace.streams.engine.state.StoreSpec.Backing;
import io.millrace.streams.engine.state.StoreSpec.ValueFormat;
import io.millrace.streams.state.WindowBytesStoreSupplier;
import io.millrace.streams.state.WindowStore;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;

/** Supplies window stores of bytes that live in a column of ours. */
record WindowSupplier(StoreSpec spec) implements WindowBytesStoreSupplier {

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public WindowStore<Bytes, byte[]> get() {
        if (spec.format() == ValueFormat.TIMESTAMPED) {
            return new RawTimestampedWindowView(new WindowOrigin.Column<>(
                    spec, Serdes.Bytes(), Serdes.ByteArray(), serdes -> new ValueCodec.RawTimestamped()));
        }
        return new WindowView<>(
                new WindowOrigin.Column<>(spec, Serdes.Bytes(), Serdes.ByteArray(), ValueCodec.Plain::new));
    }

    @Override
    public String metricsScope() {
        return spec.backing() == Backing.PERSISTENT ? "rocksdb-window" : "in-memory-window";
    }

    @Override
    public long segmentIntervalMs() {
        return spec.retention().segmentIntervalMs();
    }

    @Override
    public long windowSize() {
        return spec.retention().windowSizeMs();
    }

    @Override
    public boolean retainDuplicates() {
        return spec.retention().retainDuplicates();
    }

    @Override
    public long retentionPeriod() {
        return spec.retention().retentionMs();
    }
}
