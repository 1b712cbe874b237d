package io.millrace.streams.errors;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.processor.api.Record;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class DefaultExceptionHandlerTests {

    private static final Map<String, Object> WITH_DEAD_LETTERS =
            Map.of(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, "dead");

    private final ConsumerRecord<byte[], byte[]> input =
            new ConsumerRecord<>("in", 3, 42L, new byte[] {1}, new byte[] {2});
    private final ProducerRecord<byte[], byte[]> output = new ProducerRecord<>("out", new byte[] {3}, new byte[] {4});
    private final Exception failure = new IllegalStateException("boom");

    @Test
    void recordsThatCannotBeReadAreDroppedOrStopProcessing() {
        assertThat(new LogAndContinueExceptionHandler()
                        .handleError(context(99), input, failure)
                        .result())
                .isEqualTo(DeserializationExceptionHandler.Result.RESUME);
        assertThat(new LogAndFailExceptionHandler()
                        .handleError(context(99), input, failure)
                        .result())
                .isEqualTo(DeserializationExceptionHandler.Result.FAIL);
    }

    @Test
    void recordsThatCannotBeProcessedAreDroppedOrStopProcessing() {
        Record<String, String> record = new Record<>("k", "v", 1);

        assertThat(new LogAndContinueProcessingExceptionHandler()
                        .handleError(context(99), record, failure)
                        .result())
                .isEqualTo(ProcessingExceptionHandler.Result.RESUME);
        assertThat(new LogAndFailProcessingExceptionHandler()
                        .handleError(context(99), null, failure)
                        .result())
                .isEqualTo(ProcessingExceptionHandler.Result.FAIL);
    }

    @Test
    void writingIsTriedAgainAfterFailuresThatMayPass() {
        DefaultProductionExceptionHandler handler = new DefaultProductionExceptionHandler();

        assertThat(handler.handleError(context(99), output, new TimeoutException())
                        .result())
                .isEqualTo(ProductionExceptionHandler.Result.RETRY);
        assertThat(handler.handleError(context(99), output, new RecordTooLargeException())
                        .result())
                .isEqualTo(ProductionExceptionHandler.Result.FAIL);
        assertThat(handler.handleSerializationError(
                                context(99),
                                output,
                                new TimeoutException(),
                                ProductionExceptionHandler.SerializationExceptionOrigin.VALUE)
                        .result())
                .isEqualTo(ProductionExceptionHandler.Result.FAIL);
    }

    @Test
    void withoutATopicThereAreNoDeadLetters() {
        LogAndContinueExceptionHandler handler = new LogAndContinueExceptionHandler();
        handler.configure(Map.of());

        assertThat(handler.handleError(context(99), input, failure).deadLetterQueueRecords())
                .isEmpty();
    }

    @Test
    void aDeadLetterIsTheInputAsItWasReadWithItsStory() {
        LogAndContinueProcessingExceptionHandler handler = new LogAndContinueProcessingExceptionHandler();
        handler.configure(WITH_DEAD_LETTERS);

        List<ProducerRecord<byte[], byte[]>> letters =
                handler.handleError(context(99), null, failure).deadLetterQueueRecords();

        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(letter.topic()).isEqualTo("dead");
            assertThat(letter.partition()).isNull();
            assertThat(letter.timestamp()).isEqualTo(99);
            assertThat(letter.key()).containsExactly(10);
            assertThat(letter.value()).containsExactly(20);
            assertThat(text(letter, "trace-id")).isEqualTo("abc");
            assertThat(text(letter, DeadLetters.EXCEPTION_HEADER)).isEqualTo("java.lang.IllegalStateException");
            assertThat(text(letter, DeadLetters.MESSAGE_HEADER)).isEqualTo("boom");
            assertThat(text(letter, DeadLetters.STACKTRACE_HEADER))
                    .contains("boom", getClass().getSimpleName());
            assertThat(text(letter, DeadLetters.TOPIC_HEADER)).isEqualTo("in");
            assertThat(text(letter, DeadLetters.PARTITION_HEADER)).isEqualTo("3");
            assertThat(text(letter, DeadLetters.OFFSET_HEADER)).isEqualTo("42");
        });
    }

    @Test
    void aDeadLetterWithoutTimestampGetsThatOfItsProducer() {
        LogAndFailExceptionHandler handler = new LogAndFailExceptionHandler();
        handler.configure(WITH_DEAD_LETTERS);

        assertThat(handler.handleError(context(-1), input, failure).deadLetterQueueRecords())
                .singleElement()
                .extracting(ProducerRecord::timestamp)
                .isNull();
    }

    @Test
    void aRecordThatIsTriedAgainIsNoDeadLetter() {
        DefaultProductionExceptionHandler handler = new DefaultProductionExceptionHandler();
        handler.configure(WITH_DEAD_LETTERS);

        assertThat(handler.handleError(context(99), output, new TimeoutException())
                        .deadLetterQueueRecords())
                .isEmpty();
        assertThat(handler.handleError(context(99), output, failure).deadLetterQueueRecords())
                .hasSize(1);
    }

    private static String text(ProducerRecord<byte[], byte[]> letter, String header) {
        Header found = letter.headers().lastHeader(header);
        return new String(found.value(), StandardCharsets.UTF_8);
    }

    private static ErrorHandlerContext context(long timestamp) {
        return new ErrorHandlerContext() {
            @Override
            public String topic() {
                return "in";
            }

            @Override
            public int partition() {
                return 3;
            }

            @Override
            public long offset() {
                return 42;
            }

            @Override
            public Headers headers() {
                return new RecordHeaders().add("trace-id", "abc".getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public String processorNodeId() {
                return "node";
            }

            @Override
            public TaskId taskId() {
                return new TaskId(0, 3);
            }

            @Override
            public long timestamp() {
                return timestamp;
            }

            @Override
            public byte[] sourceRawKey() {
                return new byte[] {10};
            }

            @Override
            public byte[] sourceRawValue() {
                return new byte[] {20};
            }
        };
    }
}
