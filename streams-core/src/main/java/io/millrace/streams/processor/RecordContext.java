package io.millrace.streams.processor;

import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Where the record that is being processed came from: its topic, partition, offset, timestamp and headers.
 *
 * <p>The values describe the input record that set off the processing, which need not be the record at hand: a processor may
 * have forwarded several records for it. They are valid only during the call they are passed to, on the thread of that call.
 */
public interface RecordContext {

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
     * The timestamp of the record being processed, in milliseconds since the epoch.
     *
     * @return the timestamp that the timestamp extractor took from the input record, or that a processor gave to the record since
     */
    long timestamp();

    /**
     * The headers of the record being processed.
     *
     * @return the headers, empty when there are none
     */
    Headers headers();

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
