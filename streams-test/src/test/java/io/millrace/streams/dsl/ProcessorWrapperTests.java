package io.millrace.streams.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.StreamsConfig;
import io.millrace.streams.Topology;
import io.millrace.streams.TopologyConfig;
import io.millrace.streams.TopologyTestDriver;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Produced;
import io.millrace.streams.processor.api.ContextualFixedKeyProcessor;
import io.millrace.streams.processor.api.FixedKeyProcessor;
import io.millrace.streams.processor.api.FixedKeyProcessorContext;
import io.millrace.streams.processor.api.FixedKeyProcessorSupplier;
import io.millrace.streams.processor.api.FixedKeyRecord;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.processor.api.ProcessorWrapper;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.processor.api.WrappedFixedKeyProcessorSupplier;
import io.millrace.streams.processor.api.WrappedProcessorSupplier;
import io.millrace.streams.state.StoreBuilder;
import io.millrace.streams.state.Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A wrapper has all processors in its hands, in the form and with the stores that Kafka Streams shows it. */
class ProcessorWrapperTests {

    private final List<String> seen = new ArrayList<>();

    @Test
    void operatorsAreWrappedAsWhatTheyAreWithTheirStores() {
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(config())));
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .filter((key, value) -> true)
                .selectKey((key, value) -> value)
                .mapValues(value -> value)
                .groupByKey()
                .count(Materialized.as("counts"))
                .toStream()
                .peek((key, value) -> {})
                .to("out");

        builder.build();

        assertThat(seen)
                .containsExactly(
                        "keeping key: KSTREAM-FILTER-0000000001 []",
                        "any: KSTREAM-KEY-SELECT-0000000002 []",
                        "keeping key: KSTREAM-MAPVALUES-0000000003 []",
                        "keeping key: counts-repartition-filter []",
                        "any: KSTREAM-AGGREGATE-0000000004 [counts]",
                        "keeping key: KTABLE-TOSTREAM-0000000008 []",
                        "keeping key: KSTREAM-PEEK-0000000009 []");
    }

    @Test
    void wrappedProcessorsWorkAsBefore() {
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(config())));
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .filter((key, value) -> !value.isEmpty())
                .mapValues(value -> value.toUpperCase(Locale.ROOT))
                .processValues(Exclaiming::new)
                .groupByKey()
                .reduce((all, value) -> all + value)
                .toStream()
                .to("out", Produced.with(Serdes.String(), Serdes.String()));

        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build(), config())) {
            var input = driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
            input.pipeInput("k", "a");
            input.pipeInput("k", "");
            input.pipeInput("k", "b");

            assertThat(driver.createOutputTopic("out", new StringDeserializer(), new StringDeserializer())
                            .readValuesToList())
                    .containsExactly("A!", "A!B!");
        }
        assertThat(seen).contains("started KSTREAM-FILTER-0000000001");
    }

    @Test
    void processorsOfATopologyAreWrappedButThoseThatOnlyFillAStore() {
        Topology topology = new Topology(new TopologyConfig(new StreamsConfig(config())));

        topology.addSource("source", "in")
                .addProcessor("processor", new Storing(), "source")
                .addReadOnlyStateStore(
                        store("copy"), "copied", null, null, "t", "copier", Idle<String, String, Void, Void>::new);

        assertThat(seen).containsExactly("any: processor [own]");
    }

    private Properties config() {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        config.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.PROCESSOR_WRAPPER_CLASS_CONFIG, Noting.class);
        config.put("seen", seen);
        return config;
    }

    private static StoreBuilder<?> store(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.String());
    }

    /** Notes what it wraps. */
    public static final class Noting implements ProcessorWrapper {

        private List<String> seen = List.of();

        @Override
        @SuppressWarnings("unchecked") // The test puts the list there.
        public void configure(Map<String, ?> configs) {
            seen = (List<String>) configs.get("seen");
        }

        @Override
        public <KIn, VIn, KOut, VOut> WrappedProcessorSupplier<KIn, VIn, KOut, VOut> wrapProcessorSupplier(
                String processorName, ProcessorSupplier<KIn, VIn, KOut, VOut> processorSupplier) {
            seen.add("any: " + processorName + " " + names(processorSupplier.stores()));
            return ProcessorWrapper.asWrapped(processorSupplier);
        }

        @Override
        public <KIn, VIn, VOut> WrappedFixedKeyProcessorSupplier<KIn, VIn, VOut> wrapFixedKeyProcessorSupplier(
                String processorName, FixedKeyProcessorSupplier<KIn, VIn, VOut> processorSupplier) {
            seen.add("keeping key: " + processorName + " " + names(processorSupplier.stores()));
            return ProcessorWrapper.asWrappedFixedKey(
                    () -> new Started<>(processorSupplier.get(), () -> seen.add("started " + processorName)));
        }

        private static List<String> names(@Nullable Set<StoreBuilder<?>> stores) {
            return stores == null
                    ? List.of()
                    : stores.stream().map(StoreBuilder::name).toList();
        }
    }

    private record Started<KIn, VIn, VOut>(FixedKeyProcessor<KIn, VIn, VOut> wrapped, Runnable onStart)
            implements FixedKeyProcessor<KIn, VIn, VOut> {

        @Override
        public void init(FixedKeyProcessorContext<KIn, VOut> context) {
            onStart.run();
            wrapped.init(context);
        }

        @Override
        public void process(FixedKeyRecord<KIn, VIn> record) {
            wrapped.process(record);
        }
    }

    private static final class Exclaiming extends ContextualFixedKeyProcessor<String, String, String> {

        @Override
        public void process(FixedKeyRecord<String, String> record) {
            context().forward(record.withValue(record.value() + "!"));
        }
    }

    private static final class Storing implements ProcessorSupplier<String, String, String, String> {

        @Override
        public Processor<String, String, String, String> get() {
            return new Idle<>();
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.of(store("own"));
        }
    }

    private static final class Idle<KIn, VIn, KOut, VOut> implements Processor<KIn, VIn, KOut, VOut> {

        @Override
        public void process(Record<KIn, VIn> record) {}
    }
}
