package io.millrace.streams.engine.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.KafkaClientSupplier;
import io.millrace.streams.broker.EmbeddedBroker;
import io.millrace.streams.engine.kafka.ConsumerChangelogReader;
import io.millrace.streams.engine.metrics.EngineMetrics;
import io.millrace.streams.engine.restore.RestoreMessage.Restore;
import io.millrace.streams.engine.restore.RestoreMessage.Stop;
import io.millrace.streams.engine.task.RestorableTask;
import io.millrace.streams.engine.time.SystemClock;
import io.millrace.streams.processor.StateRestoreListener;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Restoring from changelogs on a real broker. */
class ChangelogRestoreIntegrationTests {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int RECORDS = 20_000;

    private static EmbeddedBroker broker;

    private final List<String> answers = new CopyOnWriteArrayList<>();
    private RestoreWorker worker;
    private Thread thread;
    private TopicPartition changelog;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.builder()
                .property("log.cleaner.backoff.ms", "100")
                .start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void createChangelog(TestInfo test) {
        changelog = new TopicPartition(test.getTestMethod().orElseThrow().getName(), 0);
        broker.createTopic(changelog.topic(), 1);
        worker = new RestoreWorker(
                "restore-1",
                new RestoreWorker.Parts(
                        new ReadAheadReader(
                                ConsumerChangelogReader.open(
                                        new Supplier(),
                                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                                        IsolationLevel.READ_COMMITTED,
                                        Duration.ofSeconds(5),
                                        new SystemClock()),
                                Executors.newSingleThreadExecutor()),
                        new Outbox(),
                        new NoListener(),
                        partitions -> Map.of(),
                        new EngineMetrics(new Metrics()),
                        new RestoreWorker.Following(null, new FakeGroup(), Duration.ofSeconds(1), true)),
                new SystemClock(),
                new RestoreWorker.Timing(Duration.ofMillis(100), Duration.ofMillis(100), Duration.ofSeconds(30)));
        thread = new Thread(new RestoreLoop(worker), "restore");
        thread.start();
    }

    @AfterEach
    void stopWorker() throws InterruptedException {
        worker.post(new Stop());
        thread.join();
    }

    @Test
    void everyRecordOfTheChangelogIsInTheStore() {
        fill(RECORDS);
        OneStoreTask task = new OneStoreTask(changelog);

        restore(task);

        assertThat(answers).containsExactly("restored 0_0");
        assertThat(task.state().position(changelog)).hasValue(RECORDS);
        assertThat(task.get("k0")).isEqualTo("v0");
        assertThat(task.get("k" + (RECORDS - 1))).isEqualTo("v" + (RECORDS - 1));
    }

    @Test
    void abortedTransactionsAreLeftOutAndTheirMarkersPassedOver() {
        try (Producer<String, String> producer = producer(Map.of("transactional.id", "tx"))) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, "committed", "1");
            producer.commitTransaction();
            producer.beginTransaction();
            send(producer, "aborted", "1");
            producer.flush();
            producer.abortTransaction();
        }
        OneStoreTask task = new OneStoreTask(changelog);

        restore(task);

        assertThat(task.get("committed")).isEqualTo("1");
        assertThat(task.get("aborted")).isNull();
        assertThat(task.state().position(changelog)).hasValue(4L);
    }

    @Test
    void aStoreWhosePositionTheBrokerHasDeletedStartsOver() throws Exception {
        fill(10);
        OneStoreTask task = new OneStoreTask(changelog);
        restore(task);
        fill(30);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.deleteRecords(Map.of(changelog, RecordsToDelete.beforeOffset(20)))
                    .all()
                    .get();
        }

        restore(task);

        assertThat(answers).containsExactly("restored 0_0", "restored 0_0");
        assertThat(task.state().position(changelog)).hasValue(40L);
        assertThat(task.get("k0")).isNull();
        assertThat(task.get("k29")).isEqualTo("v29");
    }

    /** The cleaner prefers the last entry of a key, whether it was committed with the input or not. */
    @Test
    void anEntryThatGaveWayToOneBehindTheKeptEndIsNotLost() {
        TopicPartition compacted = new TopicPartition("compacted", 0);
        broker.createTopic(
                compacted.topic(),
                1,
                Map.of("cleanup.policy", "compact", "segment.ms", "1000", "min.cleanable.dirty.ratio", "0"));
        try (Producer<String, String> producer = producer(Map.of())) {
            send(producer, new ProducerRecord<>(compacted.topic(), 0, 1L, "a", "29"));
            send(producer, new ProducerRecord<>(compacted.topic(), 0, 2L, "b", "1"));
            send(producer, new ProducerRecord<>(compacted.topic(), 0, 3L, "a", "30, not committed"));
            producer.flush(); // A segment ends between two batches.
            send(producer, new ProducerRecord<>(compacted.topic(), 0, 1_000_000L, "c", "begins the next segment"));
        }
        awaitCompaction(compacted);
        OneStoreTask task = new OneStoreTask(compacted);

        restore(task, Map.of(compacted, 2L));

        assertThat(task.get("a")).isEqualTo("30, not committed");
        assertThat(task.get("b")).isEqualTo("1");
    }

    private static void awaitCompaction(TopicPartition compacted) {
        try (Consumer<byte[], byte[]> consumer =
                new Supplier().getRestoreConsumer(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            consumer.assign(List.of(compacted));
            Awaitility.await().atMost(DEADLINE).until(() -> {
                consumer.seekToBeginning(List.of(compacted));
                var records = consumer.poll(Duration.ofSeconds(1)).records(compacted);
                return !records.isEmpty() && records.get(0).offset() > 0;
            });
        }
    }

    private void restore(OneStoreTask task) {
        restore(task, Map.of());
    }

    private void restore(OneStoreTask task, Map<TopicPartition, Long> keptEnds) {
        int before = answers.size();
        worker.post(new Restore(task, keptEnds));
        Awaitility.await().atMost(DEADLINE).until(() -> answers.size() > before);
    }

    private void fill(int records) {
        try (Producer<String, String> producer = producer(Map.of())) {
            for (int i = 0; i < records; i++) {
                send(producer, "k" + i, "v" + i);
            }
        }
    }

    private void send(Producer<String, String> producer, String key, String value) {
        send(producer, new ProducerRecord<>(changelog.topic(), key, value));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // What is missing is seen in the store.
    private static void send(Producer<String, String> producer, ProducerRecord<String, String> record) {
        producer.send(record);
    }

    private static Producer<String, String> producer(Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("bootstrap.servers", broker.bootstrapServers());
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    private final class Outbox implements RestoreOutbox {

        @Override
        public void restored(RestorableTask task) {
            answers.add("restored " + task.id());
        }

        @Override
        public void recalled(RestorableTask task) {
            answers.add("recalled " + task.id());
        }

        @Override
        public void failed(RestorableTask task, RuntimeException cause) {
            answers.add("failed " + task.id() + " " + cause);
        }
    }

    private static final class Supplier implements KafkaClientSupplier {

        @Override
        public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
            throw new AssertionError("nothing is written");
        }

        @Override
        public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
            throw new AssertionError("nothing is subscribed to");
        }

        @Override
        public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
            return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        @Override
        public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
            throw new AssertionError("there is no global table");
        }
    }

    private static final class NoListener implements StateRestoreListener {

        @Override
        public void onRestoreStart(TopicPartition partition, String store, long start, long end) {}

        @Override
        public void onBatchRestored(TopicPartition partition, String store, long endOffset, long records) {}

        @Override
        public void onRestoreEnd(TopicPartition partition, String store, long records) {}
    }
}
