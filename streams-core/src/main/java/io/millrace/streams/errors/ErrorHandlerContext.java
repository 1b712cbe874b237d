package io.millrace.streams.errors;

import io.millrace.streams.processor.TaskId;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Where a failure happened: the input record that set off the processing, the node and the task. */
public interface ErrorHandlerContext {

    /**
     * The topic of the input record.
     *
     * @return the topic, or null when no input record set off the processing, as in a punctuation
     */
    @Nullable
    String topic();

    /**
     * The partition of the input record.
     *
     * @return the partition, or -1 when no input record set off the processing
     */
    int partition();

    /**
     * The offset of the input record.
     *
     * @return the offset, or -1 when no input record set off the processing
     */
    long offset();

    /**
     * The headers of the record at hand.
     *
     * @return the headers, empty when there are none
     */
    Headers headers();

    /**
     * The name of the node of the topology in which it happened.
     *
     * @return the name, or null if it did not happen in a node
     */
    @Nullable
    String processorNodeId();

    /**
     * The task in which it happened.
     *
     * @return the id
     */
    TaskId taskId();

    /**
     * The timestamp of the record at hand.
     *
     * @return milliseconds since the epoch, or -1 if it has none
     */
    long timestamp();

    /**
     * The key of the input record as it was read, before deserialization.
     *
     * @return the bytes, or null when the record had no key or the bytes are not kept at this point of the topology
     */
    byte @Nullable [] sourceRawKey();

    /**
     * The value of the input record as it was read, before deserialization.
     *
     * @return the bytes, or null when the record had no value or the bytes are not kept at this point of the topology
     */
    byte @Nullable [] sourceRawValue();
}
