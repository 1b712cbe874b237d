package io.millrace.streams.engine.log;

import io.millrace.streams.processor.TaskId;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The output of one worker: appends raw records to output, repartition and changelog topics. Used by the worker's thread only.
 * Sending is asynchronous; a refused record is reported to the production exception handler, and if that says fail, the next
 * call here or the publish that follows throws.
 */
public interface RecordSink extends AutoCloseable {

    /** Sends to an output or repartition topic. */
    void send(ProducerRecord<byte[], byte[]> record, SendOrigin origin);

    /** Appends to a changelog partition; its offsets come back from {@link CommitProtocol#publish}. */
    void append(
            TopicPartition changelog,
            byte[] key,
            byte @Nullable [] value,
            long timestampMs,
            @Nullable Headers headers,
            TaskId task);

    /** How many partitions a topic has; throws if it does not exist. */
    int partitionCount(String topic);

    @Override
    void close();

    /**
     * What a sent record is blamed on if the broker refuses it.
     *
     * @param task the task that sent it
     * @param node the sink node that sent it
     * @param source the source record being processed then
     */
    record SendOrigin(TaskId task, String node, RecordOrigin source) {}
}
