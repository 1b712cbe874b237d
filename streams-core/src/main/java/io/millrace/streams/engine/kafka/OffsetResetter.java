package io.millrace.streams.engine.kafka;

import io.millrace.streams.engine.time.Clock;
import io.millrace.streams.errors.StreamsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives partitions without a usable position the one their topic's offset reset asks for. Used by the worker's thread only. */
final class OffsetResetter {

    private static final Logger log = LoggerFactory.getLogger(OffsetResetter.class);

    private final Consumer<byte[], byte[]> consumer;
    private final OffsetResets resets;
    private final Clock clock;

    OffsetResetter(Consumer<byte[], byte[]> consumer, OffsetResets resets, Clock clock) {
        this.consumer = consumer;
        this.resets = resets;
        this.clock = clock;
    }

    void reset(InvalidOffsetException error) {
        List<TopicPartition> toBeginning = new ArrayList<>();
        List<TopicPartition> toEnd = new ArrayList<>();
        Map<TopicPartition, Duration> byDuration = new HashMap<>();
        for (TopicPartition partition : error.partitions()) {
            OffsetReset reset = resets.of(partition.topic());
            switch (reset.start()) {
                case EARLIEST -> toBeginning.add(partition);
                case LATEST -> toEnd.add(partition);
                case BY_DURATION -> byDuration.put(partition, reset.lookBack());
                case NONE ->
                    throw new StreamsException(
                            "Partition " + partition
                                    + " has no committed position that its log still holds, and the offset reset of"
                                    + " its topic is 'none'. Set auto.offset.reset or the source's AutoOffsetReset, or"
                                    + " commit a position with the application stopped",
                            error);
            }
        }
        log.info(
                "Without a usable position, reading {} from the beginning, {} from the end, {} from a time",
                toBeginning,
                toEnd,
                byDuration);
        seek(toBeginning, toEnd, byDuration);
    }

    /** Empty collections are left out, as the client takes none for all. */
    private void seek(
            List<TopicPartition> toBeginning, List<TopicPartition> toEnd, Map<TopicPartition, Duration> byDuration) {
        if (!toBeginning.isEmpty()) {
            consumer.seekToBeginning(toBeginning);
        }
        if (!byDuration.isEmpty()) {
            seekByDuration(byDuration, toEnd);
        }
        if (!toEnd.isEmpty()) {
            // Now: the client would look for the end with one of its next polls, and pass over what comes until then.
            consumer.endOffsets(toEnd).forEach((partition, end) -> consumer.seek(partition, end.longValue()));
        }
    }

    private void seekByDuration(Map<TopicPartition, Duration> byDuration, List<TopicPartition> toEnd) {
        long nowMs = clock.nowMs();
        Map<TopicPartition, Long> times = new HashMap<>();
        byDuration.forEach((partition, lookBack) -> times.put(partition, Math.max(0L, nowMs - lookBack.toMillis())));
        Map<TopicPartition, @Nullable OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
        for (TopicPartition partition : byDuration.keySet()) {
            OffsetAndTimestamp first = found.get(partition);
            if (first == null) {
                toEnd.add(partition);
            } else {
                consumer.seek(partition, first.offset());
            }
        }
    }
}
