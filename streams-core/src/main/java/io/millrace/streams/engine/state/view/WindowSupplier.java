package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.StoreSpec;
import io.millrace.streams.engine.state.StoreSpec.Backing;
import io.millrace.streams.engine.state.StoreSpec.ValueFormat;
import io.millrace.streams.state.HeadersBytesStoreSupplier;
import io.millrace.streams.state.WindowBytesStoreSupplier;
import io.millrace.streams.state.WindowStore;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;

/** Supplies window stores of bytes that live in a column of ours. */
sealed class WindowSupplier implements WindowBytesStoreSupplier permits WindowSupplier.WithHeaders {

    private final StoreSpec spec;
    private final long retentionPeriodMs;

    private WindowSupplier(StoreSpec spec, long retentionPeriodMs) {
        this.spec = spec;
        this.retentionPeriodMs = retentionPeriodMs;
    }

    static WindowSupplier of(StoreSpec spec) {
        return of(spec, spec.retention().retentionMs());
    }

    /** @param retentionPeriodMs how long windows were asked to be kept; the store may keep them longer */
    static WindowSupplier of(StoreSpec spec, long retentionPeriodMs) {
        return spec.format().hasHeaders()
                ? new WithHeaders(spec, retentionPeriodMs)
                : new WindowSupplier(spec, retentionPeriodMs);
    }

    final StoreSpec spec() {
        return spec;
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public WindowStore<Bytes, byte[]> get() {
        if (spec.format().hasHeaders()) {
            return new RawHeadersWindowView(new WindowOrigin.Column<>(
                    spec, Serdes.Bytes(), Serdes.ByteArray(), serdes -> new ValueCodec.RawWithHeaders()));
        }
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
        return retentionPeriodMs;
    }

    /** Of stores that keep headers. */
    static final class WithHeaders extends WindowSupplier implements HeadersBytesStoreSupplier {

        private WithHeaders(StoreSpec spec, long retentionPeriodMs) {
            super(spec, retentionPeriodMs);
        }
    }
}
