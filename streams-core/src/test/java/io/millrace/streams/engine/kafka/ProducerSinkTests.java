package io.millrace.streams.engine.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.millrace.streams.engine.log.RecordOrigin;
import io.millrace.streams.engine.log.RecordSink.SendOrigin;
import io.millrace.streams.engine.log.WorkLostException;
import io.millrace.streams.errors.ErrorHandlerContext;
import io.millrace.streams.errors.ProductionExceptionHandler;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.errors.TaskCorruptedException;
import io.millrace.streams.processor.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class ProducerSinkTests {

    private static final TaskId TASK = new TaskId(0, 1);
    private static final TopicPartition CHANGELOG = new TopicPartition("app-store-changelog", 1);
    private static final SendOrigin ORIGIN = new SendOrigin(
            TASK,
            "SINK",
            new RecordOrigin("in", 1, 42L, 1000L, new RecordHeaders(), bytes("rawKey"), bytes("rawValue")));

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final ScriptedAnswer handler = new ScriptedAnswer();
    private final AtomicReference<ProducerSink> abandoned = new AtomicReference<>();
    private final ProducerSink sink = new ProducerSink("worker-1", producer, handler, Duration.ofSeconds(1));

    @Test
    void recordsGoOutAsTheyAre() {
        ProducerRecord<byte[], byte[]> record = record("v");

        sink.send(record, ORIGIN);

        assertThat(producer.history()).containsExactly(record);
    }

    @Test
    void changelogOffsetsAreThoseTheBrokerAnsweredWith() {
        append("a");
        append("b");
        producer.completeNext();
        producer.completeNext();

        sink.flush();

        assertThat(sink.appendedOffsets()).isEqualTo(Map.of(CHANGELOG, 2L));
    }

    @Test
    void changelogsNotAppendedToSinceAreLeftOut() {
        append("a");
        producer.completeNext();
        sink.forgetAppended();

        assertThat(sink.appendedOffsets()).isEmpty();
    }

    @Test
    void onlySoManyRecordsWaitForTheirAnswers() {
        int many = 32_768;
        for (int i = 0; i < many; i++) {
            sink.send(record("v"), ORIGIN);
        }
        assertThat(producer.completeNext()).as("one waits").isTrue();

        for (int i = 0; i < 600; i++) {
            sink.send(record("v"), ORIGIN);
        }

        int unanswered = 0;
        while (producer.completeNext()) {
            unanswered++;
        }
        assertThat(producer.history()).hasSize(many + 600);
        assertThat(unanswered).isLessThan(600);
    }

    @Test
    void whoWaitsForAnswersIsToldThatTheProducerWasTakenAway() {
        MockProducer<byte[], byte[]> taken =
                new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public synchronized void flush() {
                        abandoned.get().abandon();
                    }
                };
        ProducerSink waiting = new ProducerSink("worker-1", taken, handler, Duration.ofSeconds(1));
        abandoned.set(waiting);

        assertThatExceptionOfType(WorkLostException.class).isThrownBy(() -> {
            for (int i = 0; i < 40_000; i++) {
                waiting.send(record("v"), ORIGIN);
            }
        });
    }

    @Test
    void answersMakeRoomForMoreRecords() {
        for (int i = 0; i < 100_000; i++) {
            sink.send(record("v"), ORIGIN);
            if (i > 10) {
                producer.completeNext();
            }
        }

        assertThat(producer.flushed()).isFalse();
    }

    @Test
    void aRefusedRecordIsReportedOnTheNextCallAndNotOnTheProducersThread() {
        sink.send(record("v"), ORIGIN);

        producer.errorNext(new RecordTooLargeException("too large"));

        assertThat(handler.asked).isEmpty();
        assertThatExceptionOfType(StreamsException.class)
                .isThrownBy(() -> sink.send(record("w"), ORIGIN))
                .withMessageContainingAll("0_1", "SINK", "out", "too large")
                .withCauseInstanceOf(RecordTooLargeException.class)
                .satisfies(e -> assertThat(e.taskId()).contains(TASK));
    }

    @Test
    void theHandlerLearnsWhatWasBeingProcessed() {
        handler.answer = ProductionExceptionHandler.Response.resume();
        sink.send(record("v"), ORIGIN);
        producer.errorNext(new RecordTooLargeException("too large"));

        sink.flush();

        assertThat(handler.asked).singleElement().satisfies(context -> {
            assertThat(context.taskId()).isEqualTo(TASK);
            assertThat(context.processorNodeId()).isEqualTo("SINK");
            assertThat(context.topic()).isEqualTo("in");
            assertThat(context.partition()).isEqualTo(1);
            assertThat(context.offset()).isEqualTo(42L);
            assertThat(context.timestamp()).isEqualTo(1000L);
            assertThat(context.sourceRawKey()).isEqualTo(bytes("rawKey"));
            assertThat(context.sourceRawValue()).isEqualTo(bytes("rawValue"));
        });
    }

    @Test
    void aDroppedRecordStopsNothing() {
        handler.answer = ProductionExceptionHandler.Response.resume();
        sink.send(record("v"), ORIGIN);
        producer.errorNext(new RecordTooLargeException("too large"));

        assertThatNoException().isThrownBy(sink::flush);
    }

    @Test
    void deadLettersOfADroppedRecordAreSent() {
        ProducerRecord<byte[], byte[]> deadLetter = new ProducerRecord<>("dlq", bytes("v"));
        handler.answer = ProductionExceptionHandler.Response.resume(List.of(deadLetter));
        sink.send(record("v"), ORIGIN);
        producer.errorNext(new RecordTooLargeException("too large"));

        sink.flush();

        assertThat(producer.history()).last().isEqualTo(deadLetter);
    }

    @Test
    void deadLettersOfAFailureAreSentBeforeItIsThrown() {
        ProducerRecord<byte[], byte[]> deadLetter = new ProducerRecord<>("dlq", bytes("v"));
        handler.answer = ProductionExceptionHandler.Response.fail(List.of(deadLetter));
        sink.send(record("v"), ORIGIN);
        producer.errorNext(new RecordTooLargeException("too large"));

        assertThatExceptionOfType(StreamsException.class).isThrownBy(sink::flush);
        assertThat(producer.history()).last().isEqualTo(deadLetter);
    }

    @Test
    void aDeadLetterThatIsRefusedFailsWithoutAskingAgain() {
        handler.answer = ProductionExceptionHandler.Response.resume(List.of(new ProducerRecord<>("dlq", bytes("v"))));
        sink.send(record("v"), ORIGIN);
        producer.errorNext(new RecordTooLargeException("too large"));
        sink.send(record("w"), ORIGIN);
        producer.errorNext(new RecordTooLargeException("dead letter too large"));

        assertThatExceptionOfType(StreamsException.class)
                .isThrownBy(sink::flush)
                .withMessageContainingAll("dead-letter", "dlq");
        assertThat(handler.asked).hasSize(1);
    }

    @Test
    void retryingMeansDoingTheTasksWorkAgain() {
        handler.answer = ProductionExceptionHandler.Response.retry();
        sink.send(record("v"), ORIGIN);
        producer.errorNext(new TimeoutException("not in time"));

        assertThatExceptionOfType(TaskCorruptedException.class)
                .isThrownBy(sink::flush)
                .satisfies(e -> assertThat(e.corruptedTasks()).isEqualTo(Set.of(TASK)));
    }

    @Test
    void aRecordThatIsNotTakenInTimeMayBeTooLarge() {
        sink.send(record("v"), ORIGIN);
        producer.errorNext(new TimeoutException("not in time"));

        assertThatExceptionOfType(StreamsException.class)
                .isThrownBy(sink::flush)
                .withMessageContainingAll("not in time", "max.request.size", "max.message.bytes");
    }

    @Test
    void anErrorThatCannotPassIsNotRetried() {
        handler.answer = ProductionExceptionHandler.Response.retry();
        sink.send(record("v"), ORIGIN);
        producer.errorNext(new RecordTooLargeException("too large"));

        assertThatExceptionOfType(StreamsException.class)
                .isThrownBy(sink::flush)
                .withMessageContaining("too large");
    }

    @Test
    void missingPermissionIsNotTheHandlersBusiness() {
        handler.answer = ProductionExceptionHandler.Response.resume();
        sink.send(record("v"), ORIGIN);
        producer.errorNext(new TopicAuthorizationException(Set.of("out")));

        assertThatExceptionOfType(StreamsException.class)
                .isThrownBy(sink::flush)
                .withMessageContaining("Grant the application's principal access to [out]");
        assertThat(handler.asked).isEmpty();
    }

    @Test
    void whatAFencedProducerSentMustBeDoneAgain() {
        sink.send(record("v"), ORIGIN);
        producer.errorNext(new InvalidProducerEpochException("fenced"));

        assertThatExceptionOfType(WorkLostException.class).isThrownBy(sink::flush);
    }

    @Test
    void aRefusedChangeOfAStoreNamesItsChangelog() {
        append("a");
        producer.errorNext(new RecordTooLargeException("too large"));

        assertThatExceptionOfType(StreamsException.class)
                .isThrownBy(sink::flush)
                .withMessageContainingAll("app-store-changelog", "partition 1", "0_1");
    }

    @Test
    void aHandlerThatThrowsFailsWithBothReasons() {
        handler.failure = new IllegalStateException("handler bug");
        sink.send(record("v"), ORIGIN);
        producer.errorNext(new RecordTooLargeException("too large"));

        assertThatExceptionOfType(StreamsException.class)
                .isThrownBy(sink::flush)
                .withCause(handler.failure)
                .satisfies(e -> assertThat(e.getSuppressed()).hasOnlyElementsOfType(RecordTooLargeException.class));
    }

    @Test
    void whatIsDiscardedIsNeitherReportedNorCounted() {
        append("a");
        sink.send(record("v"), ORIGIN);
        producer.completeNext();
        producer.errorNext(new RecordTooLargeException("too large"));

        sink.discard();

        assertThatNoException().isThrownBy(sink::flush);
        assertThat(sink.appendedOffsets()).isEmpty();
    }

    @Test
    void aProducerThatRefusesToSendNamesTaskNodeAndTopic() {
        producer.sendException = new KafkaException("broken");

        assertThatExceptionOfType(StreamsException.class)
                .isThrownBy(() -> sink.send(record("v"), ORIGIN))
                .withMessageContainingAll("0_1", "SINK", "out", "broken");
    }

    private void append(String key) {
        sink.append(CHANGELOG, bytes(key), bytes("v"), 5L, null, TASK);
    }

    private static ProducerRecord<byte[], byte[]> record(String value) {
        return new ProducerRecord<>("out", 0, 1000L, bytes("k"), bytes(value));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static final class ScriptedAnswer implements ProductionExceptionHandler {

        private final List<ErrorHandlerContext> asked = new ArrayList<>();
        private Response answer = Response.fail();
        private RuntimeException failure;

        @Override
        public Response handleError(
                ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
            asked.add(context);
            if (failure != null) {
                throw failure;
            }
            return answer;
        }

        @Override
        public void configure(Map<String, ?> configs) {}
    }
}
