package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.KafkaStreams;
import io.millrace.streams.KeyQueryMetadata;
import io.millrace.streams.errors.StreamsNotStartedException;
import io.millrace.streams.processor.StreamPartitioner;
import io.millrace.streams.state.HostInfo;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Which instances have a partition of a store, as the group's leader told this instance the last time.
 *
 * @param partitions how many partitions the store has, 0 if that is not known
 * @param active where it is written, null if that is not known
 * @param standbys where it is followed
 */
record Hosting(int partitions, @Nullable HostInfo active, List<HostInfo> standbys) {

    private static final Hosting UNKNOWN = new Hosting(0, null, List.of());
    private static final int NO_PORT = -1;

    /** Whether any instance has told where it is reached. */
    static boolean isToldByAnybody(KafkaStreams client) {
        try {
            return !client.metadataForAllStreamsClients().isEmpty();
        } catch (StreamsNotStartedException | IllegalStateException e) {
            return false;
        }
    }

    /** Looks a partition up. */
    static Hosting of(KafkaStreams client, String store, int partition) {
        AtomicInteger count = new AtomicInteger();
        // A partitioner is told how many partitions there are, and may choose any of them.
        StreamPartitioner<String, Object> chosen = (topic, key, value, partitions) -> {
            count.set(partitions);
            return Optional.of(Set.of(partition < partitions ? partition : 0));
        };
        try {
            KeyQueryMetadata found = client.queryMetadataForKey(store, "", chosen);
            if (found == null || count.get() == 0) {
                return UNKNOWN;
            }
            HostInfo active = found.activeHost().port() == NO_PORT ? null : found.activeHost();
            List<HostInfo> standbys = found.standbyHosts().stream()
                    .sorted(Comparator.comparing(HostInfo::host).thenComparingInt(HostInfo::port))
                    .toList();
            return new Hosting(count.get(), active, standbys);
        } catch (StreamsNotStartedException | IllegalStateException e) {
            // Before the start, and once the client is closing.
            return UNKNOWN;
        }
    }
}
