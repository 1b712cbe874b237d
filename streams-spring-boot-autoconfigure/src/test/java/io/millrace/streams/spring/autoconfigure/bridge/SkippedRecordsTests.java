package io.millrace.streams.spring.autoconfigure.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.millrace.streams.errors.ErrorHandlerContext;
import io.millrace.streams.errors.LogAndContinueExceptionHandler;
import io.millrace.streams.errors.LogAndContinueProcessingExceptionHandler;
import io.millrace.streams.errors.ProductionExceptionHandler.SerializationExceptionOrigin;
import io.millrace.streams.processor.TaskId;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the log tells of records that processing goes on without. */
@ExtendWith(OutputCaptureExtension.class)
class SkippedRecordsTests {

    private static final Map<String, Object> SHOP = Map.of("application.id", "shop-orders");
    private static final Map<String, Object> SHOP_WITH_DEAD_LETTERS =
            Map.of("application.id", "shop-orders", "errors.dead.letter.queue.topic.name", "orders.dlq");

    private final ErrorHandlerContext context = mock(ErrorHandlerContext.class);
    private final ConsumerRecord<byte[], byte[]> input = new ConsumerRecord<>("orders", 3, 42L, new byte[1], null);
    private final ProducerRecord<byte[], byte[]> output = new ProducerRecord<>("out", new byte[1], new byte[1]);
    private final RuntimeException failure = new IllegalStateException("boom");

    @BeforeEach
    void inAnInputRecord() {
        when(context.topic()).thenReturn("orders");
        when(context.partition()).thenReturn(3);
        when(context.offset()).thenReturn(42L);
        when(context.taskId()).thenReturn(new TaskId(0, 3));
        when(context.processorNodeId()).thenReturn("check");
        when(context.headers()).thenReturn(new RecordHeaders());
    }

    @Test
    void aRecordThatCannotBeReadIsDropped(CapturedOutput log) {
        LogAndContinueExceptionHandler handler = new LogAndContinueExceptionHandler();
        handler.configure(SHOP);

        handler.handleError(context, input, failure);

        assertThat(log)
                .containsOnlyOnce("WARN")
                .contains("cannot be deserialized is dropped.", "shop-orders", "0_3", "orders-3@42", "boom")
                .doesNotContain("dead-letter");
    }

    @Test
    void aRecordThatCannotBeReadIsPutAside(CapturedOutput log) {
        LogAndContinueExceptionHandler handler = new LogAndContinueExceptionHandler();
        handler.configure(SHOP_WITH_DEAD_LETTERS);

        handler.handleError(context, input, failure);

        assertThat(log)
                .containsOnlyOnce("WARN")
                .contains("is put into the dead-letter topic orders.dlq.", "shop-orders", "orders-3@42")
                .doesNotContain("dropped");
    }

    @Test
    void aRecordThatCannotBeProcessedIsPutAside(CapturedOutput log) {
        LogAndContinueProcessingExceptionHandler handler = new LogAndContinueProcessingExceptionHandler();
        handler.configure(SHOP_WITH_DEAD_LETTERS);

        handler.handleError(context, null, failure);

        assertThat(log)
                .containsOnlyOnce("WARN")
                .contains("processing failed is put into the dead-letter topic orders.dlq.", "shop-orders", "check")
                .doesNotContain("dropped");
    }

    /** The engine tells of what the broker refused, and of nothing that could not be serialized. */
    @Test
    void anOutputIsToldOfOnce(CapturedOutput log) {
        SkipUnwritable handler = new SkipUnwritable();

        handler.handleError(context, output, failure);
        assertThat(log).doesNotContain("WARN");

        handler.handleSerializationError(context, output, failure, SerializationExceptionOrigin.VALUE);
        assertThat(log).containsOnlyOnce("WARN").contains("VALUE", "topic out", "orders-3@42");
    }
}
