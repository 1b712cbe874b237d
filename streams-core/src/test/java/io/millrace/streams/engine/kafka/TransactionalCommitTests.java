package io.millrace.streams.engine.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.groups.Tuple.tuple;

import io.millrace.streams.engine.log.CommitDeferredException;
import io.millrace.streams.engine.log.LogPosition;
import io.millrace.streams.engine.log.RecordOrigin;
import io.millrace.streams.engine.log.RecordSink.SendOrigin;
import io.millrace.streams.engine.log.RecordSource;
import io.millrace.streams.engine.log.WorkLostException;
import io.millrace.streams.engine.time.SystemClock;
import io.millrace.streams.errors.ErrorHandlerContext;
import io.millrace.streams.errors.ProductionExceptionHandler;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.TaskId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each error of a transactional producer leads to: the table in {@link Transactions}, row by row. */
class TransactionalCommitTests {

    private static final TaskId TASK = new TaskId(0, 1);
    private static final TopicPartition INPUT = new TopicPartition("in", 1);
    private static final TopicPartition CHANGELOG = new TopicPartition("app-store-changelog", 1);
    private static final Map<TopicPartition, LogPosition> INPUTS = Map.of(INPUT, new LogPosition(7L, "time"));

    private final Deque<MockProducer<byte[], byte[]>> producers = new ArrayDeque<>();
    private boolean joining;
    private RuntimeException fateOfNextProducers;
    private final List<RuntimeException> unfit = new ArrayList<>();
    private final Transactions transactions = new Transactions("worker-1", this::newProducer, this::checkBroker);
    private final ScriptedAnswer handler = new ScriptedAnswer();
    private final ProducerSink sink = new ProducerSink("worker-1", transactions, handler, Duration.ofSeconds(1));
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
    private final ConsumerSource source = new ConsumerSource(
            "worker-1",
            consumer,
            new OffsetResets(Map.of(), OffsetReset.EARLIEST),
            Duration.ofSeconds(1),
            new SystemClock());
    private final TransactionalCommit commit = new TransactionalCommit(source, sink, transactions, () -> joining);

    @Test
    void outputsChangelogsAndPositionsAreOneTransaction() {
        assertThat(commit.prepare()).isTrue();
        send("v");
        append("k");
        complete(2);

        assertThat(commit.publish(ends -> INPUTS)).isEqualTo(Map.of(CHANGELOG, 1L));

        assertThat(producer().commitCount()).isEqualTo(1);
        assertThat(producer().history()).hasSize(2);
        assertThat(producer().consumerGroupOffsetsHistory())
                .singleElement()
                .satisfies(groups ->
                        assertThat(groups.values()).containsExactly(Map.of(INPUT, new OffsetAndMetadata(7L, "time"))));
    }

    @Test
    void workIsCommittedWhilePartitionsAreRevoked() {
        assertThat(commit.prepare()).isTrue();
        source.subscribe(Set.of("in"), new CommitAtRevocation());
        consumer.rebalance(List.of(INPUT));
        send("v");
        complete(1);
        joining = true; // The client tells of the assignment as a whole after it told of what it takes away.

        consumer.rebalance(List.of());

        assertThat(producer().commitCount()).isEqualTo(1);
    }

    private final class CommitAtRevocation implements RecordSource.AssignmentListener {

        @Override
        public void assigned(Collection<TopicPartition> partitions) {}

        @Override
        public void revoked(Collection<TopicPartition> partitions) {
            commit.publish(ends -> INPUTS);
        }

        @Override
        public void lost(Collection<TopicPartition> partitions) {}
    }

    @Test
    void nothingToCommitIsNoTransaction() {
        assertThat(commit.prepare()).isTrue();

        assertThat(commit.publish(ends -> Map.of())).isEmpty();

        assertThat(producer().commitCount()).isZero();
        assertThat(producer().transactionInFlight()).isFalse();
    }

    @Test
    void abortedRecordsAreNotInTheLog() {
        assertThat(commit.prepare()).isTrue();
        send("v");

        commit.abort();

        assertThat(producer().transactionAborted()).isTrue();
        assertThat(producer().history()).isEmpty();
        assertThat(commit.publish(ends -> Map.of())).isEmpty();
    }

    @Test
    void aBrokerThatDoesNotAnswerIsAskedAgain() {
        producer().initTransactionException = new TimeoutException("no answer");
        assertThat(commit.prepare()).isFalse();

        producer().initTransactionException = null;

        assertThat(commit.prepare()).isTrue();
        assertThat(producers).hasSize(1);
    }

    @Test
    void aProducerThatIsFencedWhileItStartsIsReplaced() {
        producer().initTransactionException = new ProducerFencedException("fenced");
        assertThat(commit.prepare()).isFalse();

        assertThat(commit.prepare()).isTrue();
        assertThat(producers).hasSize(2);
        assertThat(producers.getFirst().closed()).isTrue();
    }

    @Test
    void brokersWhoseTransactionsAreTooOldAreRefused() {
        unfit.add(new StreamsException("too old"));

        assertThatExceptionOfType(StreamsException.class)
                .isThrownBy(commit::prepare)
                .withMessage("too old");
        assertThat(producer().transactionInitialized()).isFalse();
    }

    static Stream<RuntimeException> lostWork() {
        return Stream.of(
                new CommitFailedException("stale"),
                new ProducerFencedException("x"),
                new InvalidProducerEpochException("x"),
                new FencedInstanceIdException("x"),
                new InvalidPidMappingException("x"),
                new TimeoutException("x"),
                new TransactionAbortableException("x"),
                new KafkaException("in an error state"),
                new IllegalStateException("not in a transaction"));
    }

    @ParameterizedTest
    @MethodSource("lostWork")
    void workWhosePositionsAreNotTakenIsDoneAgain(RuntimeException error) {
        prepareAndSend();
        producer().sendOffsetsToTransactionException = error;

        assertThatExceptionOfType(WorkLostException.class)
                .isThrownBy(() -> commit.publish(ends -> INPUTS))
                .withMessageContaining("worker-1")
                .withCause(error);
        assertNextCommitSucceeds();
    }

    @ParameterizedTest
    @MethodSource("lostWork")
    void workWhoseCommitFailsIsDoneAgain(RuntimeException error) {
        prepareAndSend();
        producer().commitTransactionException = error;

        assertThatExceptionOfType(WorkLostException.class)
                .isThrownBy(() -> commit.publish(ends -> INPUTS))
                .withCause(error);
        assertNextCommitSucceeds();
    }

    @Test
    void aTransactionThatCannotBeAbortedIsLeftToANewProducer() {
        prepareAndSend();
        producer().commitTransactionException = new TimeoutException("no answer");
        assertThatExceptionOfType(WorkLostException.class).isThrownBy(() -> commit.publish(ends -> INPUTS));
        producer().abortTransactionException = new IllegalStateException("the commit must be retried");

        commit.abort();

        assertThat(producers.getFirst().closed()).isTrue();
        assertThat(commit.prepare()).isTrue();
        assertThat(producers).hasSize(2);
        assertThat(producer().transactionInitialized()).isTrue();
    }

    @Test
    void nothingIsCommittedWhileTheMemberJoins() {
        prepareAndSend();
        joining = true;
        assertThatExceptionOfType(CommitDeferredException.class).isThrownBy(() -> commit.publish(ends -> INPUTS));

        joining = false;
        commit.publish(ends -> INPUTS);

        assertThat(producer().commitCount()).isEqualTo(1);
        assertThat(producer().history()).hasSize(1);
    }

    @Test
    void aProducerThatNeverStartsFailsTheWorker() {
        for (int i = 1; i < 10; i++) {
            producer().initTransactionException = new KafkaException("the timeout is larger than the broker allows");
            assertThat(commit.prepare()).isFalse();
            fateOfNextProducers = new KafkaException("the timeout is larger than the broker allows");
        }

        assertThatExceptionOfType(StreamsException.class)
                .isThrownBy(commit::prepare)
                .withMessageContainingAll("10 times", "larger than the broker allows", "transaction.timeout.ms");
    }

    @Test
    void whatGoesDownWithAnothersBatchIsNotTheHandlersBusiness() {
        handler.answer = ProductionExceptionHandler.Response.resume();
        assertThat(commit.prepare()).isTrue();
        send("good");
        send("bad");
        producer().errorNext(new KafkaException("part of a batch which had one more more invalid records"));
        producer().errorNext(new RecordTooLargeException("too large"));
        assertThatExceptionOfType(WorkLostException.class).isThrownBy(() -> commit.publish(ends -> INPUTS));
        commit.abort();

        assertThat(commit.prepare()).isTrue();
        send("good");
        send("bad");
        complete(1);
        commit.publish(ends -> INPUTS);

        assertThat(producer().history())
                .extracting(record -> new String(record.value(), UTF_8))
                .containsExactly("good");
    }

    static Stream<RuntimeException> fatal() {
        return Stream.of(
                new TransactionalIdAuthorizationException("x"),
                new ClusterAuthorizationException("x"),
                new UnsupportedVersionException("x"),
                new KafkaException("wrapped", new TransactionalIdAuthorizationException("x")));
    }

    @ParameterizedTest
    @MethodSource("fatal")
    void whatCannotPassFailsTheWorker(RuntimeException error) {
        prepareAndSend();
        producer().commitTransactionException = error;

        assertThatExceptionOfType(StreamsException.class)
                .isThrownBy(() -> commit.publish(ends -> INPUTS))
                .isNotInstanceOf(WorkLostException.class)
                .withMessageContaining("worker-1");
    }

    static Stream<RuntimeException> endsOfTransactions() {
        return Stream.of(
                new ProducerFencedException("x"),
                new InvalidProducerEpochException("x"),
                new TransactionAbortableException("x"),
                new InvalidTxnStateException("x"),
                new InvalidPidMappingException("x"),
                new OutOfOrderSequenceException("x"));
    }

    @ParameterizedTest
    @MethodSource("endsOfTransactions")
    void theHandlerIsNotAskedWhenTheTransactionEndedUnderARecord(RuntimeException error) {
        assertThat(commit.prepare()).isTrue();
        send("v");
        producer().errorNext(error);

        assertThatExceptionOfType(WorkLostException.class).isThrownBy(() -> commit.publish(ends -> INPUTS));
        assertThat(handler.asked).isZero();
        assertNextCommitSucceeds();
    }

    @Test
    void aRecordIsDroppedByDoingTheWorkAgainWithoutIt() {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>("dlq", bytes("v"));
        handler.answer = ProductionExceptionHandler.Response.resume(List.of(letter));
        assertThat(commit.prepare()).isTrue();
        send("too large");
        producer().errorNext(new RecordTooLargeException("too large"));
        assertThatExceptionOfType(WorkLostException.class).isThrownBy(() -> commit.publish(ends -> INPUTS));
        commit.abort();
        assertThat(producer().history()).isEmpty();

        assertThat(commit.prepare()).isTrue();
        send("too large");
        send("small");
        complete(2);
        commit.publish(ends -> INPUTS);

        assertThat(handler.asked).isEqualTo(1);
        assertThat(producer().history())
                .extracting(ProducerRecord::topic, record -> new String(record.value(), UTF_8))
                .containsExactly(tuple("dlq", "v"), tuple("out", "small"));
    }

    @Test
    void recordsThatGoDownWithADroppedOneAreNotDropped() {
        handler.answer = ProductionExceptionHandler.Response.resume();
        assertThat(commit.prepare()).isTrue();
        send("too large");
        send("small");
        RuntimeException tooLarge = new RecordTooLargeException("too large");
        producer().errorNext(tooLarge);
        producer().errorNext(tooLarge);
        assertThatExceptionOfType(WorkLostException.class).isThrownBy(() -> commit.publish(ends -> INPUTS));
        commit.abort();

        assertThat(commit.prepare()).isTrue();
        send("too large");
        send("small");
        complete(1);
        commit.publish(ends -> INPUTS);

        assertThat(handler.asked).isEqualTo(1);
        assertThat(producer().history())
                .extracting(record -> new String(record.value(), UTF_8))
                .containsExactly("small");
    }

    @Test
    void aRefusedRecordFailsTheWorkerIfTheHandlerSaysSo() {
        handler.answer = ProductionExceptionHandler.Response.fail();
        assertThat(commit.prepare()).isTrue();
        send("v");
        producer().errorNext(new RecordTooLargeException("too large"));

        assertThatExceptionOfType(StreamsException.class)
                .isThrownBy(() -> commit.publish(ends -> INPUTS))
                .isNotInstanceOf(WorkLostException.class)
                .withMessageContainingAll("SINK", "too large");
        assertThat(producer().commitCount()).isZero();
    }

    private void prepareAndSend() {
        assertThat(commit.prepare()).isTrue();
        send("v");
        complete(1);
    }

    private void assertNextCommitSucceeds() {
        producer().sendOffsetsToTransactionException = null;
        producer().commitTransactionException = null;
        commit.abort();
        long committed = producer().commitCount();
        prepareAndSend();
        commit.publish(ends -> INPUTS);
        assertThat(producer().commitCount()).isEqualTo(committed + 1);
    }

    private void send(String value) {
        sink.send(
                new ProducerRecord<>("out", bytes(value)),
                new SendOrigin(TASK, "SINK", new RecordOrigin("in", 1, 42L, 1000L, new RecordHeaders(), null, null)));
    }

    private void append(String key) {
        sink.append(CHANGELOG, bytes(key), bytes("v"), 5L, null, TASK);
    }

    private void complete(int records) {
        for (int i = 0; i < records; i++) {
            producer().completeNext();
        }
    }

    private MockProducer<byte[], byte[]> producer() {
        return producers.getLast();
    }

    private MockProducer<byte[], byte[]> newProducer() {
        producers.add(new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()));
        producers.getLast().initTransactionException = fateOfNextProducers;
        return producers.getLast();
    }

    private void checkBroker() {
        unfit.forEach(error -> {
            throw error;
        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static final class ScriptedAnswer implements ProductionExceptionHandler {

        private Response answer = Response.fail();
        private int asked;

        @Override
        public Response handleError(
                ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
            asked++;
            return answer;
        }

        @Override
        public void configure(Map<String, ?> configs) {}
    }
}
