package io.millrace.streams.processor;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the timestamp of the record's metadata, set by the producer or the broker; a record with a negative one is logged at
 * WARN and dropped.
 */
public class LogAndSkipOnInvalidTimestamp extends ExtractRecordMetadataTimestamp {

    private static final Logger LOG = LoggerFactory.getLogger(LogAndSkipOnInvalidTimestamp.class);

    /** Creates the extractor. */
    public LogAndSkipOnInvalidTimestamp() {}

    /**
     * Logs the record and has it dropped.
     *
     * @return the negative timestamp unchanged
     */
    @Override
    public long onInvalidTimestamp(ConsumerRecord<Object, Object> record, long recordTimestamp, long partitionTime) {
        LOG.warn(
                "Record {} is dropped because it carries the negative timestamp {}.",
                InvalidTimestamps.describe(record),
                recordTimestamp);
        return recordTimestamp;
    }
}
