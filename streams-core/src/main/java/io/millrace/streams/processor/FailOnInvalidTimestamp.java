package io.millrace.streams.processor;

import io.millrace.streams.errors.StreamsException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Takes the timestamp of the record's metadata, set by the producer or the broker, and fails on a negative one. This is the
 * default extractor.
 */
public class FailOnInvalidTimestamp extends ExtractRecordMetadataTimestamp {

    /** Creates the extractor. */
    public FailOnInvalidTimestamp() {}

    /**
     * Always fails.
     *
     * @throws StreamsException naming the record
     */
    @Override
    public long onInvalidTimestamp(ConsumerRecord<Object, Object> record, long recordTimestamp, long partitionTime)
            throws StreamsException {
        throw new StreamsException("Record " + InvalidTimestamps.describe(record) + " carries the negative timestamp "
                + recordTimestamp + ". Have its producer or the topic set timestamps, or configure another"
                + " TimestampExtractor, such as LogAndSkipOnInvalidTimestamp.");
    }
}
