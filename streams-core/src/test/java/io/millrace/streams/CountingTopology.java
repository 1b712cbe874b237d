package io.millrace.streams;

import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.Stores;
import org.apache.kafka.common.serialization.Serdes;

/** Counts records by key, with the processor API, and sends every count. */
final class CountingTopology {

    static final String INPUT = "words";
    static final String OUTPUT = "counts";
    static final String STORE = "counts-store";

    private CountingTopology() {}

    static Topology build() {
        return build(INPUT);
    }

    /** Counts another topic. */
    static Topology build(String input) {
        return new Topology()
                .addSource(
                        "source",
                        Serdes.String().deserializer(),
                        Serdes.String().deserializer(),
                        input)
                .addProcessor("count", Counter::new, "source")
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.Long()),
                        "count")
                .addSink(
                        "sink",
                        OUTPUT,
                        Serdes.String().serializer(),
                        Serdes.Long().serializer(),
                        "count");
    }

    private static final class Counter implements Processor<String, String, String, Long> {

        private ProcessorContext<String, Long> context;
        private KeyValueStore<String, Long> counts;

        @Override
        public void init(ProcessorContext<String, Long> processorContext) {
            context = processorContext;
            counts = processorContext.getStateStore(STORE);
        }

        @Override
        public void process(Record<String, String> record) {
            Long before = counts.get(record.key());
            long now = before == null ? 1 : before + 1;
            counts.put(record.key(), now);
            context.forward(record.withValue(now));
        }
    }
}
