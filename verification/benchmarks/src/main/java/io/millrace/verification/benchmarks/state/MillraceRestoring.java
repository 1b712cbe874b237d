package io.millrace.verification.benchmarks.state;

import io.millrace.streams.CloseOptions;
import io.millrace.streams.CloseOptions.GroupMembershipOperation;
import io.millrace.streams.KafkaStreams;
import io.millrace.streams.StoreQueryParameters;
import io.millrace.streams.Topology;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.QueryableStoreTypes;
import io.millrace.streams.state.ReadOnlyKeyValueStore;
import io.millrace.streams.state.Stores;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;

/** An application of Millrace. */
final class MillraceRestoring implements Restoring {

    private final KafkaStreams streams;

    MillraceRestoring(Properties config, String input) {
        Topology topology = new Topology();
        topology.addSource("source", new ByteArrayDeserializer(), new ByteArrayDeserializer(), input);
        topology.addProcessor("processor", Idle::new, "source");
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(Changelogs.STORE), Serdes.String(), Serdes.ByteArray()),
                "processor");
        streams = new KafkaStreams(topology, config);
    }

    @Override
    public void start() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.RUNNING) {
                running.countDown();
            }
        });
        streams.start();
        running.await();
    }

    @Override
    public byte[] get(String key) {
        ReadOnlyKeyValueStore<String, byte[]> store = streams.store(
                StoreQueryParameters.fromNameAndType(Changelogs.STORE, QueryableStoreTypes.keyValueStore()));
        return store.get(key);
    }

    @Override
    public void close() {
        streams.close(CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(Duration.ofMinutes(1)));
    }

    /** Does nothing with its store. */
    private static final class Idle implements Processor<byte[], byte[], Void, Void> {

        @Override
        public void process(Record<byte[], byte[]> record) {
            // Nothing is sent to the input.
        }
    }
}
