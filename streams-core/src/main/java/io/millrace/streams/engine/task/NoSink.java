package io.millrace.streams.engine.task;

import io.millrace.streams.engine.log.RecordSink;
import io.millrace.streams.processor.TaskId;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sink of the task that fills global stores: it has no producer, so the dead-letter records of its handlers are not written. */
public final class NoSink implements RecordSink {

    private static final Logger log = LoggerFactory.getLogger(NoSink.class);

    @Override
    public void send(ProducerRecord<byte[], byte[]> record, SendOrigin origin) {
        log.warn(
                "A record for topic {} is not written, because node {} fills a global store, which happens without a"
                        + " producer. The record it stands for is at topic={} partition={} offset={}",
                record.topic(),
                origin.node(),
                origin.source().topic(),
                origin.source().partition(),
                origin.source().offset());
    }

    @Override
    public void append(
            TopicPartition changelog,
            byte[] key,
            byte @Nullable [] value,
            long timestampMs,
            @Nullable Headers headers,
            TaskId task) {
        throw new IllegalStateException("A global store was given changelog " + changelog);
    }

    @Override
    public int partitionCount(String topic) {
        throw new IllegalStateException("Nothing is sent to topic " + topic + " where global stores are filled");
    }

    @Override
    public void close() {}
}
