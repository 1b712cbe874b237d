package io.millrace.streams.engine.assign;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The record in which the broker keeps a whole group: what all members tell and are told. Over {@code max.message.bytes} of the topic
 * {@code __consumer_offsets}, a megabyte unless it was raised, it refuses it, and every member fails. The only part that grows with the
 * square of the group is that each member is told where everything is, so that is left out in time.
 */
final class GroupRecord {

    /** Some less than a megabyte, because sizes are estimated. */
    static final long MAX_BYTES = 900_000;

    private static final Logger log = LoggerFactory.getLogger(GroupRecord.class);

    /** What else the broker keeps of a member: ids, host, timeouts. */
    private static final int BYTES_A_MEMBER = 200;

    private static final int BYTES_A_PARTITION = 4;
    private static final int BYTES_AROUND_A_NAME = 6;

    private GroupRecord() {}

    /** The news without hosts and partition counts, if the record would be too large with them. */
    static AssignmentNews fitting(
            AssignmentNews news,
            Map<String, Subscription> subscriptions,
            Map<String, List<TopicPartition>> assignments) {
        int members = subscriptions.size();
        long others = bytes(subscriptions.values(), assignments.values());
        long all = others + told(news) * members;
        if (all <= MAX_BYTES) {
            return news;
        }
        AssignmentNews fewer =
                new AssignmentNews(news.outcome(), news.detail(), Map.of(), Map.of(), news.standbys(), news.probe());
        if (!news.hosts().isEmpty()) {
            log.warn(
                    "{} members of {} hosts are too many for telling each where everything is ({} bytes): queries will"
                            + " not find the instance that has a key. Run fewer threads or instances, or route queries in"
                            + " another way",
                    members,
                    news.hosts().size(),
                    all);
        } else if (others + told(fewer) * members > MAX_BYTES) {
            log.warn(
                    "The group of {} members takes about {} bytes; if the brokers refuse this, raise"
                            + " max.message.bytes of __consumer_offsets, or run fewer threads or instances",
                    members,
                    all);
        }
        return fewer;
    }

    private static long told(AssignmentNews news) {
        return AssignmentCodec.common(news).remaining();
    }

    /** About what the broker keeps, without what members are told beside their partitions. */
    static long bytes(Collection<Subscription> subscriptions, Collection<List<TopicPartition>> assignments) {
        long bytes = 0;
        for (Subscription subscription : subscriptions) {
            bytes += BYTES_A_MEMBER + bytes(subscription.ownedPartitions());
            for (String topic : subscription.topics()) {
                bytes += topic.length() + BYTES_AROUND_A_NAME;
            }
            bytes += subscription.userData() == null
                    ? 0
                    : subscription.userData().remaining();
        }
        for (List<TopicPartition> assignment : assignments) {
            bytes += bytes(assignment);
        }
        return bytes;
    }

    private static long bytes(List<TopicPartition> partitions) {
        Map<String, Integer> counts = new HashMap<>();
        partitions.forEach(partition -> counts.merge(partition.topic(), 1, Integer::sum));
        long bytes = (long) partitions.size() * BYTES_A_PARTITION;
        for (String topic : counts.keySet()) {
            bytes += topic.length() + BYTES_AROUND_A_NAME;
        }
        return bytes;
    }
}
