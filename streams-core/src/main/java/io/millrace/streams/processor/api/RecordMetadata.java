package io.millrace.streams.processor.api;

/** Where an input record came from. */
public interface RecordMetadata {

    /**
     * The topic of the record.
     *
     * @return the topic
     */
    String topic();

    /**
     * The partition of the record.
     *
     * @return the partition
     */
    int partition();

    /**
     * The offset of the record.
     *
     * @return the offset
     */
    long offset();
}
