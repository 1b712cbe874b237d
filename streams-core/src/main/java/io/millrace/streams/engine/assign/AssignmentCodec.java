package io.millrace.streams.engine.assign;

import io.millrace.streams.engine.assign.AssignmentNews.HostPartitions;
import io.millrace.streams.engine.assign.AssignmentNews.Outcome;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.state.HostInfo;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of {@link AssignmentNews}: version, outcome, detail, and per host its name, port, active and standby partitions;
 * from version 2 on the partition counts of the topics read. From version 3 on the hosts come after those, because every member gets
 * them all: names of topics that have no count, then the hosts with places of topics in the list of both; and last the standbys of the
 * member that gets it. Later versions may only add fields at the end.
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
        SortedSet<String> uncounted = uncounted(news);
        MetadataWriter writer = new MetadataWriter()
                .number(VERSION)
                .number(news.outcome().code())
                .text(detail.length() > MAX_DETAIL_CHARS ? detail.substring(0, MAX_DETAIL_CHARS) : detail)
                .number(0)
                .counts(news.partitionCounts())
                .number(uncounted.size());
        uncounted.forEach(writer::text);
        Map<String, Integer> places = new HashMap<>();
        topics(news.partitionCounts().keySet(), uncounted).forEach(topic -> places.put(topic, places.size()));
        writer.number(news.hosts().size());
        news.hosts()
                .forEach((host, partitions) -> writer.text(host.host())
                        .number(host.port())
                        .partitions(partitions.active(), places)
                        .partitions(partitions.standby(), places));
        return writer.toBuffer();
    }

    private static SortedSet<String> uncounted(AssignmentNews news) {
        SortedSet<String> topics = new TreeSet<>();
        for (HostPartitions host : news.hosts().values()) {
            host.active().forEach(partition -> topics.add(partition.topic()));
            host.standby().forEach(partition -> topics.add(partition.topic()));
        }
        topics.removeAll(news.partitionCounts().keySet());
        return topics;
    }

    private static List<String> topics(Set<String> counted, Collection<String> uncounted) {
        List<String> topics = new ArrayList<>(new TreeSet<>(counted));
        topics.addAll(uncounted);
        return topics;
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
        Map<HostInfo, HostPartitions> hosts = hosts(reader, () -> reader.partitions(MAX_PARTITIONS));
        Map<String, Integer> counts = version < WITH_COUNTS ? seen(hosts.values()) : reader.counts(MAX_PARTITIONS);
        SortedSet<TaskId> standbys = new TreeSet<>();
        if (version >= WITH_STANDBYS) {
            List<String> uncounted = new ArrayList<>();
            int names = reader.count(MAX_PARTITIONS);
            for (int i = 0; i < names; i++) {
                uncounted.add(reader.topic());
            }
            List<String> topics = topics(counts.keySet(), uncounted);
            hosts.putAll(hosts(reader, () -> reader.partitions(MAX_PARTITIONS, topics)));
            standbys.addAll(reader.tasks(SubscriptionCodec.MAX_TASKS));
        }
        if (version <= VERSION) {
            reader.end();
        }
        return new AssignmentNews(outcome, detail, hosts, counts, standbys, false);
    }

    private static Map<HostInfo, HostPartitions> hosts(
            MetadataReader reader, Supplier<Set<TopicPartition>> partitions) {
        Map<HostInfo, HostPartitions> hosts = new HashMap<>();
        int count = reader.count(MAX_HOSTS);
        for (int i = 0; i < count; i++) {
            HostInfo host = SubscriptionCodec.host(reader.text(SubscriptionCodec.MAX_HOST_BYTES), reader.number());
            HostPartitions of = new HostPartitions(partitions.get(), partitions.get());
            if (host == null) {
                throw new MetadataFormatException("A host has no name");
            }
            hosts.put(host, of);
        }
        return hosts;
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
