package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.StoreSpec;
import io.millrace.streams.engine.state.StoreSpec.Backing;
import io.millrace.streams.engine.state.StoreSpec.ValueFormat;
import io.millrace.streams.state.HeadersBytesStoreSupplier;
import io.millrace.streams.state.KeyValueBytesStoreSupplier;
import io.millrace.streams.state.KeyValueStore;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;

/** Supplies key-value stores of bytes that live in a column of ours. */
sealed class KeyValueSupplier implements KeyValueBytesStoreSupplier permits KeyValueSupplier.WithHeaders {

    private final StoreSpec spec;

    private KeyValueSupplier(StoreSpec spec) {
        this.spec = spec;
    }

    static KeyValueSupplier of(StoreSpec spec) {
        return spec.format().hasHeaders() ? new WithHeaders(spec) : new KeyValueSupplier(spec);
    }

    final StoreSpec spec() {
        return spec;
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public KeyValueStore<Bytes, byte[]> get() {
        if (spec.format().hasHeaders()) {
            return new RawHeadersKeyValueView(new KeyValueOrigin.Column<>(
                    spec, Serdes.Bytes(), Serdes.ByteArray(), serdes -> new ValueCodec.RawWithHeaders()));
        }
        if (spec.format() == ValueFormat.TIMESTAMPED) {
            return new RawTimestampedKeyValueView(new KeyValueOrigin.Column<>(
                    spec, Serdes.Bytes(), Serdes.ByteArray(), serdes -> new ValueCodec.RawTimestamped()));
        }
        return new KeyValueView<>(
                new KeyValueOrigin.Column<>(spec, Serdes.Bytes(), Serdes.ByteArray(), ValueCodec.Plain::new));
    }

    @Override
    public String metricsScope() {
        return spec.backing() == Backing.PERSISTENT ? "rocksdb" : "in-memory";
    }

    /** Of stores that keep headers. */
    static final class WithHeaders extends KeyValueSupplier implements HeadersBytesStoreSupplier {

        private WithHeaders(StoreSpec spec) {
            super(spec);
        }
    }
}
