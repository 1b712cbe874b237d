package io.millrace.streams.processor;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Takes the system's clock at the time of processing, whatever timestamp the record carries. Results are not repeatable: reading
 * the same record again gives another time.
 */
public class WallclockTimestampExtractor implements TimestampExtractor {

    /** Creates the extractor. */
    public WallclockTimestampExtractor() {}

    /** Answers the current time in milliseconds since the epoch. */
    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return System.currentTimeMillis();
    }
}
