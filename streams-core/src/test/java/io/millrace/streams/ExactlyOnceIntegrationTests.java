package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.broker.EmbeddedBroker;
import io.millrace.streams.engine.runtime.NoNativeLeaks;
import io.millrace.streams.errors.ErrorHandlerContext;
import io.millrace.streams.errors.ProductionExceptionHandler;
import io.millrace.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Produced;
import io.millrace.streams.state.QueryableStoreTypes;
import io.millrace.streams.state.ReadOnlyKeyValueStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each record counts once, in the store and in the output, whatever goes wrong in a commit. */
@ExtendWith(NoNativeLeaks.class)
class ExactlyOnceIntegrationTests {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    /** How many keys a test has that has several, enough for all partitions. */
    private static final int KEYS = 16;

    private static EmbeddedBroker broker;

    @TempDir
    private Path stateDirectory;

    private String key;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.builder().start();
        broker.createTopic(CountingTopology.INPUT, 1);
        broker.createTopic(CountingTopology.OUTPUT, 1);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void nameKey(TestInfo test) {
        key = test.getDisplayName().replaceAll("\\W", "-");
    }

    @Test
    void countsEachRecordOnce() {
        send(20);

        try (KafkaStreams streams = start(stateDirectory, new Fault("none", false))) {
            await(() -> count(streams) == 20);
        }

        assertThat(committedCounts()).containsExactlyElementsOf(upTo(20));
    }

    @ParameterizedTest
    @CsvSource({
        "beginTransaction, false",
        "beginTransaction, true",
        "send, false",
        "send, true",
        "flush, false",
        "flush, true",
        "sendOffsetsToTransaction, false",
        "sendOffsetsToTransaction, true",
        "commitTransaction, false",
        "commitTransaction, true",
        "initTransactions, false",
        "initTransactions, true",
    })
    void aFailureAtAnyCallIsUndoneAndDoneAgain(String method, boolean after) {
        Fault fault = new Fault(method, after);
        send(10);
        try (KafkaStreams streams = start(stateDirectory, fault)) {
            if (!method.equals("initTransactions")) {
                await(() -> committedCounts().size() == 10);
            }
            fault.arm();
            send(10);
            await(() -> count(streams) == 20 && fault.struck());
            assertThat(streams.metadataForLocalThreads()).hasSize(1);
        }

        assertThat(committedCounts()).containsExactlyElementsOf(upTo(20));
    }

    @Test
    void positionsThatTheGroupRefusesAreCommittedAfterItIsDoneAgain() {
        Fault fault = new Fault("sendOffsetsToTransaction", false, new CommitFailedException("Stale"));
        send(10);
        try (KafkaStreams streams = start(stateDirectory, fault)) {
            await(() -> committedCounts().size() == 10);
            fault.arm();
            send(10);
            await(() -> fault.struck() && committedCounts().size() == 20);
        }

        assertThat(committedCounts()).containsExactlyElementsOf(upTo(20));
    }

    @ParameterizedTest
    @CsvSource({"flush, same disk", "commitTransaction, same disk", "flush, lost disk", "commitTransaction, lost disk"})
    void aThreadThatDiesInACommitIsFollowedByAnother(String method, String disk) {
        Fault fault = new Fault(method, true, new IllegalArgumentException("The test stops here"));
        send(10);
        try (KafkaStreams streams = start(stateDirectory.resolve("first"), fault)) {
            await(() -> count(streams) == 10);
            fault.arm();
            send(10);
            await(() -> streams.state() == KafkaStreams.State.ERROR);
        }
        send(5);

        Path directory = stateDirectory.resolve(disk.equals("same disk") ? "first" : "second");
        try (KafkaStreams streams = start(directory, new Fault("none", false))) {
            await(() -> count(streams) == 25);
        }

        assertThat(committedCounts()).containsExactlyElementsOf(upTo(25));
    }

    @Test
    void aRecordThatIsTooLargeIsDroppedWithoutDoublingTheOthers() {
        Properties properties = properties(stateDirectory);
        properties.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, DropEverything.class);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), 10_000);
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream(CountingTopology.INPUT, Consumed.with(Serdes.String(), Serdes.String()))
                .filter((recordKey, value) -> recordKey.equals(key))
                .mapValues(value -> value.equals("value") ? 1L : 2L)
                .mapValues(value -> value == 1L ? new byte[] {0, 0, 0, 0, 0, 0, 0, 1} : new byte[20_000])
                .to(CountingTopology.OUTPUT, Produced.with(Serdes.String(), Serdes.ByteArray()));
        send(5);
        send(1, "large");
        send(5);

        try (KafkaStreams streams = new KafkaStreams(builder.build(), properties)) {
            streams.start();
            await(() -> committedCounts().size() == 10);
        }

        assertThat(committedCounts()).hasSize(10).containsOnly(1L);
    }

    /** Drops what cannot be sent. */
    public static final class DropEverything implements ProductionExceptionHandler {

        @Override
        public Response handleError(
                ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
            return Response.resume();
        }

        @Override
        public void configure(Map<String, ?> configs) {}
    }

    @Test
    void instancesThatComeAndGoCountEachRecordOnce() {
        int records = 0;
        KafkaStreams first = start(stateDirectory.resolve("0"), new Fault("none", false));
        try {
            for (int round = 1; round <= 4; round++) {
                send(10);
                KafkaStreams second = start(stateDirectory.resolve(String.valueOf(round)), new Fault("none", false));
                send(10);
                records += 20;
                first.close();
                first = second;
                long expected = records;
                await(() -> committedCounts().size() == expected);
            }
        } finally {
            first.close();
        }

        assertThat(committedCounts()).containsExactlyElementsOf(upTo(records));
    }

    /** An instance that gives up some of its partitions has an open transaction, and goes on with the others. */
    @Test
    void tasksThatMoveUnderLoadCountEachRecordOnce() throws InterruptedException {
        broker.createTopic("spread", 4);
        AtomicBoolean ended = new AtomicBoolean();
        AtomicLong sent = new AtomicLong();
        Thread load = new Thread(() -> {
            while (!ended.get()) {
                send("spread", "value", sent);
            }
        });
        load.start();
        try (KafkaStreams first = startSpread("first")) {
            await(() -> !committedCounts().isEmpty());
            try (KafkaStreams second = startSpread("second")) {
                await(() -> activeTasks(first) == 2 && activeTasks(second) == 2);
            }
            await(() -> activeTasks(first) == 4);
            ended.set(true);
            load.join();
            await(() -> committedCounts().size() >= sent.get());
        } finally {
            ended.set(true);
            load.join();
        }

        assertThat(committedCounts())
                .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, sent.get() / KEYS)
                        .boxed()
                        .flatMap(count -> Collections.nCopies(KEYS, count).stream())
                        .toList());
    }

    private static long activeTasks(KafkaStreams streams) {
        return streams.metadataForLocalThreads().stream()
                .filter(thread -> thread.threadState().equals("RUNNING"))
                .mapToLong(thread -> thread.activeTasks().size())
                .sum();
    }

    private KafkaStreams startSpread(String name) {
        Properties properties = properties(stateDirectory.resolve(name));
        properties.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 3_000L); // There is an open transaction at nearly all times.
        KafkaStreams streams = new KafkaStreams(CountingTopology.build("spread"), properties);
        streams.start();
        return streams;
    }

    /** Sends a round of one record a key. */
    private void send(String topic, String value, AtomicLong sent) {
        Map<String, Object> config = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < KEYS; i++) {
                producer.send(new ProducerRecord<>(topic, key + i, value));
            }
        }
        sent.addAndGet(KEYS);
    }

    private KafkaStreams start(Path directory, Fault fault) {
        KafkaStreams streams = new KafkaStreams(CountingTopology.build(), properties(directory), fault);
        streams.setUncaughtExceptionHandler(error -> StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
        streams.start();
        return streams;
    }

    private long count(KafkaStreams streams) {
        ReadOnlyKeyValueStore<String, Long> store = streams.store(
                StoreQueryParameters.fromNameAndType(CountingTopology.STORE, QueryableStoreTypes.keyValueStore()));
        Long count = store.get(key);
        return count == null ? 0 : count;
    }

    private Properties properties(Path directory) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "exactly-" + key);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6_000);
        return properties;
    }

    private void send(int records) {
        send(records, "value");
    }

    private void send(int records, String value) {
        Map<String, Object> config = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(CountingTopology.INPUT, key, value));
            }
        }
    }

    /** The counts of the test's key that readers of committed records see. */
    private List<Long> committedCounts() {
        TopicPartition output = new TopicPartition(CountingTopology.OUTPUT, 0);
        Map<String, Object> config = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker.bootstrapServers(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed");
        List<Long> counts = new ArrayList<>();
        try (KafkaConsumer<String, Long> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new LongDeserializer())) {
            consumer.assign(List.of(output));
            consumer.seekToBeginning(List.of(output));
            long end = consumer.endOffsets(List.of(output)).get(output);
            while (consumer.position(output) < end) {
                for (ConsumerRecord<String, Long> record : consumer.poll(Duration.ofMillis(100))) {
                    if (record.key().startsWith(key)) {
                        counts.add(record.value());
                    }
                }
            }
        }
        return counts;
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(DEADLINE).ignoreExceptions().until(condition);
    }

    /** Real clients, of which the producer fails once at one of its calls, before it is made or after it took effect. */
    private static final class Fault implements KafkaClientSupplier {

        private final String method;
        private final boolean after;
        private final RuntimeException error;
        private final AtomicBoolean armed = new AtomicBoolean();
        private final AtomicBoolean struck = new AtomicBoolean();

        Fault(String method, boolean after) {
            this(method, after, after ? new TimeoutException("No answer") : new ProducerFencedException("Fenced"));
        }

        Fault(String method, boolean after, RuntimeException error) {
            this.method = method;
            this.after = after;
            this.error = error;
            armed.set(method.equals("initTransactions"));
        }

        void arm() {
            armed.set(!struck.get());
        }

        boolean struck() {
            return struck.get();
        }

        @Override
        @SuppressWarnings("unchecked")
        public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
            Producer<byte[], byte[]> real =
                    new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
            return (Producer<byte[], byte[]>) Proxy.newProxyInstance(
                    Producer.class.getClassLoader(), new Class<?>[] {Producer.class}, (proxy, called, arguments) -> {
                        boolean strikes = called.getName().equals(method) && armed.compareAndSet(true, false);
                        struck.compareAndSet(false, strikes);
                        if (strikes && !after) {
                            throw error;
                        }
                        try {
                            Object answer = called.invoke(real, arguments);
                            if (strikes) {
                                throw error;
                            }
                            return answer;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }

        @Override
        public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
            return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        @Override
        public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
            return getConsumer(config);
        }

        @Override
        public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
            return getConsumer(config);
        }
    }
}
