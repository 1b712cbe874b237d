package io.millrace.streams.processor;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Decides the event time of an input record.
 *
 * <p>An extractor is shared by the input partitions of a topic within a task and is called on the thread that owns the task.
 */
@FunctionalInterface
public interface TimestampExtractor {

    /**
     * Takes the timestamp from a record.
     *
     * <p>A negative result drops the record: it is not processed, only counted and logged.
     *
     * @param record the record with its deserialized key and value, either of which may be null
     * @param partitionTime the highest timestamp extracted so far from the record's partition, or -1 if there is none yet
     * @return the timestamp in milliseconds since the epoch
     */
    long extract(ConsumerRecord<Object, Object> record, long partitionTime);
}
