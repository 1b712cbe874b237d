package io.millrace.streams.engine.task;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * An input partition that a store is restored from. Its records are read as they were when they were processed, so that the store ends up
 * with the same ones, and with the same times: what cannot be read, or has no valid time, was never in it. Owned by the thread that
 * owns the task.
 */
final class RestoredInput {

    private final @Nullable SourceNode source;
    private final StreamTime time = new StreamTime();

    /** @param source reads the records; null to take them as they are */
    RestoredInput(@Nullable SourceNode source) {
        this.source = source;
    }

    List<ConsumerRecord<byte[], byte[]>> readable(List<ConsumerRecord<byte[], byte[]>> records) {
        if (source == null) {
            return records;
        }
        List<ConsumerRecord<byte[], byte[]>> readable = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            StampedRecord read = source.read(record, time.nowMs());
            if (read != null) {
                time.advanceTo(read.timestampMs());
                readable.add(read.timestampMs() == record.timestamp() ? record : at(record, read.timestampMs()));
            }
        }
        return readable;
    }

    private static ConsumerRecord<byte[], byte[]> at(ConsumerRecord<byte[], byte[]> record, long timestampMs) {
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                timestampMs,
                TimestampType.CREATE_TIME,
                record.serializedKeySize(),
                record.serializedValueSize(),
                record.key(),
                record.value(),
                record.headers(),
                record.leaderEpoch());
    }
}
