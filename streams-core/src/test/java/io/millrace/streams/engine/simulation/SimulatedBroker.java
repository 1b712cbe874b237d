package io.millrace.streams.engine.simulation;

import io.millrace.streams.engine.log.TopicCatalog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** The cluster: topics, one group, transactions. Everything in it happens at once; what takes time is asked for by {@link #step}. */
public final class SimulatedBroker implements TopicCatalog {

    private static final long FIRST_STRANGER = 1_000_000;

    private final SimulatedTime time = new SimulatedTime();
    private final Trace trace = new Trace(time);
    private final Chance chance;
    private final Faults faults;
    private final Set<BrokerDefect> defects = EnumSet.noneOf(BrokerDefect.class);
    private final Map<String, List<PartitionLog>> topics = new TreeMap<>();
    private final Map<TopicPartition, Long> slowUntilMs = new HashMap<>();
    private final GroupCoordinator group = new GroupCoordinator(time, trace);
    private final GroupOffsets offsets = new GroupOffsets();
    private final TransactionCoordinator transactions = new TransactionCoordinator(this);

    private final List<Runnable> strangersTransactions = new ArrayList<>();
    private long strangers;

    public SimulatedBroker(Chance chance) {
        this.chance = chance;
        this.faults = new Faults(chance);
    }

    public SimulatedTime time() {
        return time;
    }

    public Trace trace() {
        return trace;
    }

    public Faults faults() {
        return faults;
    }

    public Chance chance() {
        return chance;
    }

    public Set<BrokerDefect> defects() {
        return defects;
    }

    public GroupCoordinator group() {
        return group;
    }

    public GroupOffsets offsets() {
        return offsets;
    }

    public TransactionCoordinator transactions() {
        return transactions;
    }

    /** One thing happens that takes its time: the end of a transaction reaches a partition. */
    public boolean step() {
        if (!strangersTransactions.isEmpty() && chance.oneIn(2)) {
            strangersTransactions
                    .remove(chance.below(strangersTransactions.size()))
                    .run();
            return true;
        }
        return transactions.deliverMark(chance);
    }

    /** Whether nothing is on its way that {@link #step} delivers. */
    public boolean atRest() {
        return strangersTransactions.isEmpty() && transactions.atRest();
    }

    /** Time has passed. */
    public void expire() {
        group.expire();
        transactions.expire();
    }

    public void create(String topic, int partitions) {
        topics.computeIfAbsent(topic, name -> {
            List<PartitionLog> logs = new ArrayList<>();
            for (int i = 0; i < partitions; i++) {
                logs.add(new PartitionLog(new TopicPartition(name, i)));
            }
            return logs;
        });
    }

    public Map<String, List<PartitionLog>> topics() {
        return topics;
    }

    public PartitionLog log(TopicPartition partition) {
        List<PartitionLog> logs = topics.get(partition.topic());
        if (logs == null) {
            throw new AssertionError("There is no topic " + partition.topic());
        }
        return logs.get(partition.partition());
    }

    /** What somebody outside of the application writes. */
    public void write(ProducerRecord<byte[], byte[]> record) {
        log(new TopicPartition(record.topic(), record.partition())).append(PartitionLog.NO_TRANSACTION, record);
    }

    /** What somebody outside of the application writes in a transaction of its own, which ends at a later {@link #step}. */
    public void writeInTransaction(ProducerRecord<byte[], byte[]> record, boolean commits) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        long producer = FIRST_STRANGER + strangers++;
        log(partition).append(producer, record);
        strangersTransactions.add(() -> log(partition).mark(producer, commits));
    }

    /** Nothing of the partition is fetched for a while. */
    public void slow(TopicPartition partition, long ms) {
        trace.sometimes("a partition was slow");
        slowUntilMs.put(partition, time.elapsedMs() + ms);
    }

    boolean isSlow(TopicPartition partition) {
        return faults.active() && slowUntilMs.getOrDefault(partition, 0L) > time.elapsedMs();
    }

    /** Takes positions outside of a transaction. */
    GroupCoordinator.Answer commit(String member, int generation, Map<TopicPartition, OffsetAndMetadata> positions) {
        GroupCoordinator.Answer answer = checkCommit(member, generation);
        if (answer == GroupCoordinator.Answer.OK) {
            trace.detail(() -> member + " commits " + positions);
            offsets.commit(positions);
        }
        return answer;
    }

    GroupCoordinator.Answer checkCommit(String member, int generation) {
        if (defects.contains(BrokerDefect.NO_FENCING)) {
            return GroupCoordinator.Answer.OK;
        }
        GroupCoordinator.Answer answer = group.check(member, generation);
        boolean completing = group.state() == GroupCoordinator.State.COMPLETING;
        return answer == GroupCoordinator.Answer.OK && completing ? GroupCoordinator.Answer.REBALANCING : answer;
    }

    Cluster metadata() {
        Node node = new Node(0, "simulated", 9092);
        List<PartitionInfo> partitions = new ArrayList<>();
        topics.forEach((topic, logs) -> {
            for (int i = 0; i < logs.size(); i++) {
                partitions.add(new PartitionInfo(topic, i, node, new Node[] {node}, new Node[] {node}));
            }
        });
        return new Cluster("simulated", List.of(node), partitions, Set.of(), Set.of());
    }

    int partitions(String topic) {
        return topics.getOrDefault(topic, List.of()).size();
    }

    @Override
    public Map<String, Integer> partitionCounts(Set<String> asked) {
        Map<String, Integer> counts = new HashMap<>();
        for (String topic : asked) {
            if (topics.containsKey(topic)) {
                counts.put(topic, partitions(topic));
            }
        }
        return counts;
    }

    @Override
    public void ensure(Collection<NewTopic> wanted) {
        if (faults.oneIn(20)) {
            trace.sometimes("internal topics could not be made");
            throw new org.apache.kafka.common.errors.TimeoutException("no answer");
        }
        wanted.forEach(topic -> create(topic.name(), topic.partitions()));
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        partitions.forEach(partition -> ends.put(partition, log(partition).end()));
        return ends;
    }

    @Override
    public Map<TopicPartition, Long> endOffsetsWithin(Duration timeout, Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> ends = endOffsets(partitions);
        ends.keySet().removeIf(partition -> {
            boolean unknown = faults.oneIn(30);
            if (unknown) {
                trace.sometimes("the end of a changelog was not known to the leader of the group");
            }
            return unknown;
        });
        return ends;
    }

    @Override
    public Map<TopicPartition, Set<String>> racksWithin(Duration timeout, Set<TopicPartition> partitions) {
        return Map.of();
    }

    @Override
    public Uuid instanceId(Duration timeout) {
        throw new IllegalStateException("not told");
    }

    @Override
    public void deleteRecordsBefore(Map<TopicPartition, Long> before) {
        before.forEach((partition, offset) -> log(partition).truncate(offset));
    }

    @Override
    public void close() {}

    @Nullable
    OffsetAndMetadata committed(TopicPartition partition) {
        return offsets.get(partition);
    }
}
