package io.millrace.streams.processor;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Wording shared by the extractors that meet a record without a usable timestamp. */
final class InvalidTimestamps {

    private InvalidTimestamps() {}

    /** Names a record by its coordinates, not by its content, which may be large or confidential. */
    static String describe(ConsumerRecord<?, ?> record) {
        return record.topic() + "-" + record.partition() + "@" + record.offset();
    }
}
