package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.StoreSpec;
import io.millrace.streams.engine.state.StoreSpec.Backing;
import io.millrace.streams.state.HeadersBytesStoreSupplier;
import io.millrace.streams.state.SessionBytesStoreSupplier;
import io.millrace.streams.state.SessionStore;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;

/** Supplies session stores of bytes that live in a column of ours. */
sealed class SessionSupplier implements SessionBytesStoreSupplier permits SessionSupplier.WithHeaders {

    private final StoreSpec spec;
    private final long retentionPeriodMs;

    private SessionSupplier(StoreSpec spec, long retentionPeriodMs) {
        this.spec = spec;
        this.retentionPeriodMs = retentionPeriodMs;
    }

    static SessionSupplier of(StoreSpec spec) {
        return of(spec, spec.retention().retentionMs());
    }

    /** @param retentionPeriodMs how long sessions were asked to be kept; the store may keep them longer */
    static SessionSupplier of(StoreSpec spec, long retentionPeriodMs) {
        return spec.format().hasHeaders()
                ? new WithHeaders(spec, retentionPeriodMs)
                : new SessionSupplier(spec, retentionPeriodMs);
    }

    final StoreSpec spec() {
        return spec;
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public SessionStore<Bytes, byte[]> get() {
        if (spec.format().hasHeaders()) {
            return new RawHeadersSessionView(
                    new SessionOrigin.Column<>(spec, Serdes.Bytes(), Serdes.ByteArray(), ValueCodec.Plain::new));
        }
        return new PlainSessionView<>(
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
        return retentionPeriodMs;
    }

    /** Of stores that keep headers. */
    static final class WithHeaders extends SessionSupplier implements HeadersBytesStoreSupplier {

        private WithHeaders(StoreSpec spec, long retentionPeriodMs) {
            super(spec, retentionPeriodMs);
        }
    }
}
