package io.millrace.streams.processor;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes the timestamp that the record carries in its metadata, and leaves it to the subclass what to do if it is negative. */
abstract class ExtractRecordMetadataTimestamp implements TimestampExtractor {

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        long timestamp = record.timestamp();
        return timestamp < 0 ? onInvalidTimestamp(record, timestamp, partitionTime) : timestamp;
    }

    /**
     * Decides what to do with a record whose timestamp is negative.
     *
     * @param record the record
     * @param recordTimestamp the timestamp that the record carries
     * @param partitionTime the highest timestamp extracted so far from the record's partition, or -1 if there is none yet
     * @return the timestamp to use; if negative, the record is dropped
     */
    public abstract long onInvalidTimestamp(
            ConsumerRecord<Object, Object> record, long recordTimestamp, long partitionTime);
}
