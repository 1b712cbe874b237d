package io.millrace.verification.benchmarks.state;

import java.time.Duration;
import java.util.Properties;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;

/** A task of Kafka Streams, driven by its test driver, which keeps persistent stores in real databases and commits after each record. */
final class KafkaStreamsTask<S> implements StoreTask<S> {

    private static final byte[] NOTHING = new byte[0];

    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> input;
    private final Assignment<S> assignment = new Assignment<>();

    private KafkaStreamsTask(
            StoreSetup setup, IntFunction<StoreBuilder<?>> builders, Function<ProcessorContext<?, ?>, S> access) {
        Topology topology = new Topology();
        topology.addSource("source", new ByteArrayDeserializer(), new ByteArrayDeserializer(), StoreSetup.INPUT);
        topology.addProcessor("processor", () -> new Driven<>(assignment, access), "source");
        for (int i = 0; i < setup.stores(); i++) {
            add(topology, builders.apply(i), setup.cached());
        }
        driver = new TopologyTestDriver(topology, properties(setup));
        input = driver.createInputTopic(StoreSetup.INPUT, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static <T extends StateStore> void add(Topology topology, StoreBuilder<T> builder, boolean cached) {
        topology.addStateStore(cached ? builder.withCachingEnabled() : builder.withCachingDisabled(), "processor");
    }

    private static Properties properties(StoreSetup setup) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, StoreSetup.APPLICATION);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:0");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, setup.directory().toString());
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, StoreSetup.ENTRIES_BYTES);
        return properties;
    }

    static StoreTask<KeyValues<Long>> counts(StoreSetup setup) {
        return new KafkaStreamsTask<>(
                setup,
                i -> Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(setup.store(i)), Serdes.String(), Serdes.Long()),
                context -> new KeyValuesOfStore<Long>(context.getStateStore(setup.store(0))));
    }

    static StoreTask<KeyValues<byte[]>> rows(StoreSetup setup) {
        return new KafkaStreamsTask<>(
                setup,
                i -> Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(setup.store(i)), Serdes.String(), Serdes.ByteArray()),
                context -> new KeyValuesOfStore<byte[]>(context.getStateStore(setup.store(0))));
    }

    static StoreTask<Windows> windows(StoreSetup setup) {
        return new KafkaStreamsTask<>(
                setup,
                i -> Stores.windowStoreBuilder(
                        Stores.persistentWindowStore(
                                setup.store(i),
                                Duration.ofMillis(StoreSetup.RETENTION_MS),
                                Duration.ofMillis(StoreSetup.WINDOW_MS),
                                false),
                        Serdes.String(),
                        Serdes.ByteArray()),
                context -> new WindowsOfStore(context.getStateStore(setup.store(0))));
    }

    @Override
    public long run(Work<S> work) {
        assignment.next(work);
        input.pipeInput(NOTHING, NOTHING);
        return assignment.result();
    }

    @Override
    public void forgetLog() {
        for (String topic : driver.producedTopicNames()) {
            driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readRecordsToList();
        }
    }

    @Override
    public void close() {
        driver.close();
    }

    /** The processor. */
    private static final class Driven<S> implements Processor<byte[], byte[], Void, Void> {

        private final Assignment<S> assignment;
        private final Function<ProcessorContext<?, ?>, S> access;

        Driven(Assignment<S> assignment, Function<ProcessorContext<?, ?>, S> access) {
            this.assignment = assignment;
            this.access = access;
        }

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            assignment.storeIs(access.apply(context));
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            assignment.perform();
        }
    }

    private record KeyValuesOfStore<V>(KeyValueStore<String, V> store) implements KeyValues<V> {

        @Override
        public V get(String key) {
            return store.get(key);
        }

        @Override
        public void put(String key, V value) {
            store.put(key, value);
        }

        @Override
        public long scan(String from, String to) {
            long sum = 0;
            try (var entries = store.range(from, to)) {
                while (entries.hasNext()) {
                    sum += entries.next().key.hashCode();
                }
            }
            return sum;
        }
    }

    private record WindowsOfStore(WindowStore<String, byte[]> store) implements Windows {

        @Override
        public void put(String key, byte[] value, long startMs) {
            store.put(key, value, startMs);
        }

        @Override
        public long fetch(String key, long fromMs, long toMs) {
            long sum = 0;
            try (var windows = store.fetch(key, fromMs, toMs)) {
                while (windows.hasNext()) {
                    sum += windows.next().key;
                }
            }
            return sum;
        }
    }
}
