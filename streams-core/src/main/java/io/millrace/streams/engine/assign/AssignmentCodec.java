package io.millrace.streams.engine.assign;

import io.millrace.streams.engine.assign.AssignmentNews.HostPartitions;
import io.millrace.streams.engine.assign.AssignmentNews.Outcome;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.state.HostInfo;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of {@link AssignmentNews}: version, outcome, detail, and per host its name, port, active and standby partitions;
 * from version 2 on the partition counts of the topics read; from version 3 on the standbys of the member that gets it.
 * Later versions may only add fields at the end.
 */
final class AssignmentCodec {

    static final int VERSION = 3;
    private static final int WITH_COUNTS = 2;
    private static final int WITH_STANDBYS = 3;
    static final int MAX_BYTES = 1024 * 1024;
    static final int MAX_HOSTS = 10_000;
    static final int MAX_PARTITIONS = 100_000;
    static final int MAX_DETAIL_BYTES = 8 * 1024;
    /** A character takes three bytes at most (those that take four are two chars). */
    private static final int MAX_DETAIL_CHARS = MAX_DETAIL_BYTES / 3;

    private AssignmentCodec() {}

    static ByteBuffer encode(AssignmentNews news) {
        return encode(common(news), news.standbys());
    }

    /** The news of one member: what all are told, and the standbys of its own. */
    static ByteBuffer encode(ByteBuffer common, SortedSet<TaskId> standbys) {
        return new MetadataWriter().written(common).tasks(standbys).toBuffer();
    }

    /** The part that is the same for every member, and comes first. */
    static ByteBuffer common(AssignmentNews news) {
        String detail = news.detail();
        MetadataWriter writer = new MetadataWriter()
                .number(VERSION)
                .number(news.outcome().code())
                .text(detail.length() > MAX_DETAIL_CHARS ? detail.substring(0, MAX_DETAIL_CHARS) : detail)
                .number(news.hosts().size());
        news.hosts()
                .forEach((host, partitions) -> writer.text(host.host())
                        .number(host.port())
                        .partitions(partitions.active())
                        .partitions(partitions.standby()));
        writer.counts(news.partitionCounts());
        return writer.toBuffer();
    }

    /**
     * Reads news.
     *
     * @throws MetadataFormatException if the bytes are no news, or such beyond the limits
     */
    static AssignmentNews decode(@Nullable ByteBuffer bytes) {
        if (bytes == null) {
            throw new MetadataFormatException("There is no metadata");
        }
        MetadataReader reader = new MetadataReader(bytes, MAX_BYTES);
        int version = reader.version(1);
        Outcome outcome = Outcome.ofCode(reader.number());
        String detail = reader.text(MAX_DETAIL_BYTES);
        Map<HostInfo, HostPartitions> hosts = new HashMap<>();
        int count = reader.count(MAX_HOSTS);
        for (int i = 0; i < count; i++) {
            HostInfo host = SubscriptionCodec.host(reader.text(SubscriptionCodec.MAX_HOST_BYTES), reader.number());
            HostPartitions partitions =
                    new HostPartitions(reader.partitions(MAX_PARTITIONS), reader.partitions(MAX_PARTITIONS));
            if (host == null) {
                throw new MetadataFormatException("A host has no name");
            }
            hosts.put(host, partitions);
        }
        Map<String, Integer> counts = version < WITH_COUNTS ? seen(hosts.values()) : reader.counts(MAX_PARTITIONS);
        SortedSet<TaskId> standbys =
                new TreeSet<>(version < WITH_STANDBYS ? Set.of() : reader.tasks(SubscriptionCodec.MAX_TASKS));
        if (version <= VERSION) {
            reader.end();
        }
        return new AssignmentNews(outcome, detail, hosts, counts, standbys, false);
    }

    /** What an older leader leaves unsaid, as far as the partitions tell. */
    private static Map<String, Integer> seen(Collection<HostPartitions> hosts) {
        Map<String, Integer> counts = new HashMap<>();
        for (HostPartitions host : hosts) {
            host.active().forEach(input -> counts.merge(input.topic(), input.partition() + 1, Math::max));
        }
        return counts;
    }
}
