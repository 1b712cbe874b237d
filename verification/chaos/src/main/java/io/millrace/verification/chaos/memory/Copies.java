package io.millrace.verification.chaos.memory;

import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.StoreBuilder;
import io.millrace.streams.state.Stores;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;

/** Keeps each row in one of more stores. */
final class Copies implements ProcessorSupplier<Bytes, byte[], Void, Void> {

    private final List<StoreBuilder<KeyValueStore<Bytes, byte[]>>> builders = new ArrayList<>();

    Copies(int stores) {
        for (int i = 0; i < stores; i++) {
            builders.add(Stores.keyValueStoreBuilder(
                    Stores.persistentKeyValueStore("copies-" + i), Serdes.Bytes(), Serdes.ByteArray()));
        }
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return new LinkedHashSet<>(builders);
    }

    @Override
    public Processor<Bytes, byte[], Void, Void> get() {
        return new Processor<>() {
            private final List<KeyValueStore<Bytes, byte[]>> stores = new ArrayList<>();

            @Override
            public void init(ProcessorContext<Void, Void> context) {
                builders.forEach(builder -> stores.add(context.getStateStore(builder.name())));
            }

            @Override
            public void process(Record<Bytes, byte[]> row) {
                stores.get(Math.floorMod(row.key().hashCode(), stores.size())).put(row.key(), row.value());
            }
        };
    }
}
