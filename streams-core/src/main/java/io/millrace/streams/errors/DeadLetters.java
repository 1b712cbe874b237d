package io.millrace.streams.errors;

import io.millrace.streams.StreamsConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Builds the dead-letter records of the default exception handlers: the input record as it was read, with headers that tell what
 * happened and where it came from.
 *
 * @param topic the dead-letter topic, or null if none is configured and no records are built
 * @param application the id of the application, null if it is not known
 */
record DeadLetters(@Nullable String topic, @Nullable String application) {

    static final String EXCEPTION_HEADER = "__streams.errors.exception";
    static final String MESSAGE_HEADER = "__streams.errors.message";
    static final String STACKTRACE_HEADER = "__streams.errors.stacktrace";
    static final String TOPIC_HEADER = "__streams.errors.topic";
    static final String PARTITION_HEADER = "__streams.errors.partition";
    static final String OFFSET_HEADER = "__streams.errors.offset";

    static DeadLetters of(Map<String, ?> configs) {
        Object topic = configs.get(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG);
        Object application = configs.get(StreamsConfig.APPLICATION_ID_CONFIG);
        return new DeadLetters(
                topic == null ? null : topic.toString(), application == null ? null : application.toString());
    }

    static DeadLetters none() {
        return new DeadLetters(null, null);
    }

    /**
     * Says of a record that processing goes on without it, and where it goes.
     *
     * @param what the record, as the beginning of a sentence
     */
    void warn(Logger log, String what, ErrorHandlerContext context, Exception exception) {
        log.warn(
                "{} {}. Application: {}, processor node: {}, task: {}, input record: {}-{}@{}.",
                what,
                topic == null ? "is dropped" : "is put into the dead-letter topic " + topic,
                application,
                context.processorNodeId(),
                context.taskId(),
                context.topic(),
                context.partition(),
                context.offset(),
                exception);
    }

    List<ProducerRecord<byte[], byte[]>> recordsFor(ErrorHandlerContext context, Exception exception) {
        if (topic == null) {
            return List.of();
        }
        Long timestamp = context.timestamp() < 0 ? null : context.timestamp();
        return List.of(new ProducerRecord<>(
                topic,
                null,
                timestamp,
                context.sourceRawKey(),
                context.sourceRawValue(),
                describe(context, exception)));
    }

    private static Headers describe(ErrorHandlerContext context, Exception exception) {
        StringWriter stacktrace = new StringWriter();
        exception.printStackTrace(new PrintWriter(stacktrace));
        return new RecordHeaders(context.headers())
                .add(EXCEPTION_HEADER, utf8(exception.getClass().getName()))
                .add(MESSAGE_HEADER, utf8(exception.getMessage()))
                .add(STACKTRACE_HEADER, utf8(stacktrace.toString()))
                .add(TOPIC_HEADER, utf8(context.topic()))
                .add(PARTITION_HEADER, utf8(Integer.toString(context.partition())))
                .add(OFFSET_HEADER, utf8(Long.toString(context.offset())));
    }

    private static byte @Nullable [] utf8(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }
}
