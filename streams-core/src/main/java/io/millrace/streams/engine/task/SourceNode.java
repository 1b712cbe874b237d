package io.millrace.streams.engine.task;

import io.millrace.streams.engine.log.RecordOrigin;
import io.millrace.streams.engine.metrics.Spread;
import io.millrace.streams.errors.DeserializationExceptionHandler.Result;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.FailOnInvalidTimestamp;
import io.millrace.streams.processor.LogAndSkipOnInvalidTimestamp;
import io.millrace.streams.processor.ProcessingInterceptor;
import io.millrace.streams.processor.TimestampExtractor;
import io.millrace.streams.processor.UsePartitionTimeOnInvalidTimestamp;
import io.millrace.streams.processor.api.Record;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** The start of a chain: reads raw records of its topics and hands them to its children. */
final class SourceNode implements Node {

    /** Extractors that give the record's own timestamp whenever that is valid, and so need not see the typed record. */
    private static final Set<Class<?>> RECORD_TIME = Set.of(
            FailOnInvalidTimestamp.class, LogAndSkipOnInvalidTimestamp.class, UsePartitionTimeOnInvalidTimestamp.class);

    /**
     * How records are read.
     *
     * @param keyDeserializer reads keys
     * @param valueDeserializer reads values
     * @param timestamps tells the event time
     */
    record Input(Deserializer<?> keyDeserializer, Deserializer<?> valueDeserializer, TimestampExtractor timestamps) {}

    /** Why records are read. */
    enum Purpose {
        /** To be processed. */
        PROCESS,
        /** To restore a store whose changelog the topic is. They were processed before, and what that sent is not sent again. */
        RESTORE
    }

    private final String name;
    private final TaskContext task;
    private final Input input;
    private final Purpose purpose;
    private final Node[] children;
    private final boolean recordTimeSuffices;
    private final @Nullable Spread ages;
    private final Node entry;

    SourceNode(String name, TaskContext task, Input input, Purpose purpose, Node[] children) {
        this.name = name;
        this.task = task;
        this.input = input;
        this.purpose = purpose;
        this.children = children;
        this.ages = purpose == Purpose.PROCESS ? task.nodeMeters().ages(name) : null;
        this.recordTimeSuffices = RECORD_TIME.contains(input.timestamps().getClass());
        ProcessingInterceptor interceptor = task.settings().interceptor();
        this.entry = interceptor == null ? this : new InterceptedSource(this, task, interceptor);
    }

    /** Where a record read from a topic enters: this, or what surrounds it. */
    Node entry() {
        return entry;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void process(Record<Object, Object> record) {
        if (ages != null) {
            ages.add((double) (task.stepTimeMs() - record.timestamp()));
        }
        for (Node child : children) {
            child.process(record);
        }
    }

    /** The typed record, or null if it is to be skipped: unreadable and the handler said go on, or without a valid time. */
    @Nullable
    StampedRecord read(ConsumerRecord<byte[], byte[]> raw, long partitionTimeMs) {
        Object key;
        Object value;
        try {
            key = input.keyDeserializer().deserialize(raw.topic(), raw.headers(), raw.key());
            value = input.valueDeserializer().deserialize(raw.topic(), raw.headers(), raw.value());
        } catch (RuntimeException e) {
            onUnreadable(raw, e);
            return null;
        }
        long timestampMs = timestamp(raw, key, value, partitionTimeMs);
        if (timestampMs < 0) {
            task.enter(originOf(raw, timestampMs));
            task.dropped(name, "the timestamp extractor gave a negative timestamp");
            return null;
        }
        return new StampedRecord(new Record<>(key, value, timestampMs, raw.headers()), originOf(raw, timestampMs));
    }

    private long timestamp(
            ConsumerRecord<byte[], byte[]> raw, @Nullable Object key, @Nullable Object value, long partitionTimeMs) {
        if (recordTimeSuffices && raw.timestamp() >= 0) {
            return raw.timestamp();
        }
        ConsumerRecord<Object, Object> typed = new ConsumerRecord<>(
                raw.topic(),
                raw.partition(),
                raw.offset(),
                raw.timestamp(),
                raw.timestampType(),
                raw.serializedKeySize(),
                raw.serializedValueSize(),
                key,
                value,
                raw.headers(),
                raw.leaderEpoch());
        try {
            return input.timestamps().extract(typed, partitionTimeMs);
        } catch (StreamsException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new StreamsException(
                    "The timestamp extractor " + input.timestamps().getClass().getName() + " failed on " + place(raw)
                            + ": " + e,
                    e);
        }
    }

    private void onUnreadable(ConsumerRecord<byte[], byte[]> raw, RuntimeException failure) {
        RecordOrigin origin = originOf(raw, raw.timestamp());
        task.enter(origin);
        var handler = task.settings().errors().deserialization();
        var errors = new ErrorDesk(task, name);
        var response = errors.ask(
                ErrorDesk.Kind.DESERIALIZATION, origin, failure, context -> handler.handleError(context, raw, failure));
        if (purpose == Purpose.PROCESS) {
            errors.send(response.deadLetterQueueRecords(), origin);
        }
        if (response.result() == Result.FAIL) {
            throw new StreamsException(
                    "Source '" + name + "' of task " + task.taskId() + " cannot read " + place(raw) + " with "
                            + input.keyDeserializer().getClass().getName() + " and "
                            + input.valueDeserializer().getClass().getName() + ": " + failure
                            + ". If the serdes are right and such records are to be skipped, set"
                            + " deserialization.exception.handler to LogAndContinueExceptionHandler",
                    failure);
        }
        task.dropped(name, "the deserialization exception handler said to go on");
    }

    private static RecordOrigin originOf(ConsumerRecord<byte[], byte[]> raw, long timestampMs) {
        return new RecordOrigin(
                raw.topic(), raw.partition(), raw.offset(), timestampMs, raw.headers(), raw.key(), raw.value());
    }

    private static String place(ConsumerRecord<byte[], byte[]> raw) {
        return "the record at topic=" + raw.topic() + " partition=" + raw.partition() + " offset=" + raw.offset();
    }
}
