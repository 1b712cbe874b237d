package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.StoreSpec;
import io.millrace.streams.state.KeyValueBytesStoreSupplier;
import io.millrace.streams.state.KeyValueStore;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;

/** Supplies key-value stores of bytes that keep the entries used last. */
record LruSupplier(StoreSpec spec, int maxEntries) implements KeyValueBytesStoreSupplier {

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public KeyValueStore<Bytes, byte[]> get() {
        return new KeyValueView<>(new KeyValueOrigin.Lru<>(
                new KeyValueOrigin.Column<>(spec, Serdes.Bytes(), Serdes.ByteArray(), ValueCodec.Plain::new),
                maxEntries));
    }

    @Override
    public String metricsScope() {
        return "in-memory-lru";
    }
}
