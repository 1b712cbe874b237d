package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.broker.EmbeddedBroker;
import io.millrace.streams.engine.runtime.NoNativeLeaks;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.TableJoined;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.QueryableStoreTypes;
import io.millrace.streams.state.ReadOnlyKeyValueStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A join along a foreign key on a real broker: rows that refer to each other are in different partitions. */
@ExtendWith(NoNativeLeaks.class)
class ForeignKeyJoinIntegrationTests {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int ORDERS = 60;
    private static final int PEOPLE = 6;

    @TempDir
    private Path stateDirectory;

    @Test
    void answersFindTheirWayBackToThePartitionThatAsked() {
        try (EmbeddedBroker broker = EmbeddedBroker.builder().start()) {
            broker.createTopic("orders", 2);
            broker.createTopic("people", 3);
            try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()),
                            new StringSerializer(),
                            new StringSerializer());
                    KafkaStreams streams = start(broker)) {
                for (int i = 0; i < ORDERS; i++) {
                    producer.send(new ProducerRecord<>("orders", "order-" + i, "person-" + i % PEOPLE));
                }
                for (int i = 0; i < PEOPLE; i++) {
                    producer.send(new ProducerRecord<>("people", "person-" + i, "first"));
                }
                producer.flush();
                awaitJoined(streams, ORDERS, "first");
                producer.send(new ProducerRecord<>("people", "person-0", null));
                for (int i = 1; i < PEOPLE; i++) {
                    producer.send(new ProducerRecord<>("people", "person-" + i, "second"));
                }
                producer.flush();

                awaitJoined(streams, ORDERS - ORDERS / PEOPLE, "second");

                assertThat(joined(streams)).containsEntry("order-7", "person-1 is second");
            }
        }
    }

    private static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        Consumed<String, String> strings = Consumed.with(Serdes.String(), Serdes.String());
        KTable<String, String> orders = builder.table("orders", strings);
        KTable<String, String> people = builder.table("people", strings);
        orders.join(
                people,
                order -> order,
                (order, person) -> order + " is " + person,
                TableJoined.as("owner"),
                Materialized.as("joined"));
        return builder.build();
    }

    private KafkaStreams start(EmbeddedBroker broker) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "foreign-key-join");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        properties.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        properties.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        KafkaStreams streams = new KafkaStreams(topology(), properties);
        streams.start();
        return streams;
    }

    private static void awaitJoined(KafkaStreams streams, int rows, String person) {
        Awaitility.await().atMost(DEADLINE).ignoreExceptions().until(() -> {
            Map<String, String> joined = joined(streams);
            return joined.size() == rows && joined.values().stream().allMatch(value -> value.endsWith(" is " + person));
        });
    }

    private static Map<String, String> joined(KafkaStreams streams) {
        ReadOnlyKeyValueStore<String, String> store =
                streams.store(StoreQueryParameters.fromNameAndType("joined", QueryableStoreTypes.keyValueStore()));
        Map<String, String> joined = new TreeMap<>();
        try (KeyValueIterator<String, String> all = store.all()) {
            all.forEachRemaining(entry -> joined.put(entry.key, entry.value));
        }
        return joined;
    }
}
