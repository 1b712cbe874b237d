package io.millrace.verification.benchmarks.flow.program;

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

/**
 * Counts by key, with the keys spread over several stores.
 *
 * @param howMany stores
 */
record SpreadCount(int howMany) implements ProcessorSupplier<String, String, String, Long> {

    @Override
    public Set<StoreBuilder<?>> stores() {
        Set<StoreBuilder<?>> builders = new LinkedHashSet<>();
        for (int i = 0; i < howMany; i++) {
            builders.add(Stores.keyValueStoreBuilder(
                            Stores.persistentKeyValueStore("counts-" + i), Serdes.String(), Serdes.Long())
                    .withCachingEnabled());
        }
        return builders;
    }

    @Override
    public Processor<String, String, String, Long> get() {
        return new Counting(howMany);
    }

    private static final class Counting implements Processor<String, String, String, Long> {

        private final int howMany;
        private final List<KeyValueStore<String, Long>> stores = new ArrayList<>();
        private ProcessorContext<String, Long> context;

        Counting(int howMany) {
            this.howMany = howMany;
        }

        @Override
        public void init(ProcessorContext<String, Long> own) {
            context = own;
            for (int i = 0; i < howMany; i++) {
                stores.add(own.getStateStore("counts-" + i));
            }
        }

        @Override
        public void process(Record<String, String> record) {
            KeyValueStore<String, Long> store =
                    stores.get(Math.floorMod(record.key().hashCode(), howMany));
            Long before = store.get(record.key());
            long count = before == null ? 1 : before + 1;
            store.put(record.key(), count);
            context.forward(record.withValue(count));
        }
    }
}
