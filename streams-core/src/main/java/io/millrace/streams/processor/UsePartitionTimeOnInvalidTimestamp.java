package io.millrace.streams.processor;

import io.millrace.streams.errors.StreamsException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Takes the timestamp of the record's metadata, set by the producer or the broker; a record with a negative one gets the highest
 * timestamp seen so far in its partition.
 */
public class UsePartitionTimeOnInvalidTimestamp extends ExtractRecordMetadataTimestamp {

    /** Creates the extractor. */
    public UsePartitionTimeOnInvalidTimestamp() {}

    /**
     * Answers the time of the partition.
     *
     * @throws StreamsException if no record of the partition had a timestamp yet
     */
    @Override
    public long onInvalidTimestamp(ConsumerRecord<Object, Object> record, long recordTimestamp, long partitionTime)
            throws StreamsException {
        if (partitionTime < 0) {
            throw new StreamsException("Record " + InvalidTimestamps.describe(record)
                    + " carries the negative timestamp "
                    + recordTimestamp + ", and no earlier record of its partition had a timestamp to use instead."
                    + " Configure another TimestampExtractor, such as LogAndSkipOnInvalidTimestamp.");
        }
        return partitionTime;
    }
}
