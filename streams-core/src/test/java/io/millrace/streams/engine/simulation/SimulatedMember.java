package io.millrace.streams.engine.simulation;

import io.millrace.streams.engine.simulation.GroupCoordinator.Answer;
import io.millrace.streams.engine.simulation.GroupCoordinator.Joined;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * A consumer in a group, with the cooperative protocol. One poll makes at most the steps that need no waiting, in the order in which
 * the real client makes them: partitions are revoked before the assignor hears of the assignment, and assigned after it.
 */
@SuppressWarnings("UnusedMethod") // called through Clients
public final class SimulatedMember {

    private static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);
    private static final String GROUP = "app";
    private static final int NO_GENERATION = -1;

    private final SimulatedBroker broker;
    private final Pulse pulse;
    private final ConsumerPartitionAssignor assignor;
    private final boolean onlyCommitted;
    private final GroupCoordinator group;
    private Set<String> topics = Set.of();
    private @Nullable ConsumerRebalanceListener listener;

    private State state = State.UNJOINED;
    private boolean rejoin;
    private boolean membershipLost;
    private String id = "";
    private int generation = NO_GENERATION;
    private ConsumerGroupMetadata metadata = metadata(NO_GENERATION, "");
    private SortedSet<TopicPartition> owned = new TreeSet<>(ORDER);
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final Set<TopicPartition> paused = new HashSet<>();
    private boolean woken;
    private boolean closed;

    private enum State {
        UNJOINED,
        JOINING,
        SYNCING,
        STABLE
    }

    public SimulatedMember(
            SimulatedBroker broker, Pulse pulse, ConsumerPartitionAssignor assignor, boolean onlyCommitted) {
        this.broker = broker;
        this.group = broker.group();
        this.pulse = pulse;
        this.assignor = assignor;
        this.onlyCommitted = onlyCommitted;
    }

    public Consumer<byte[], byte[]> client() {
        return Clients.consumer(this);
    }

    @SuppressWarnings("removal") // The value type of the next major version is not there yet.
    private static ConsumerGroupMetadata metadata(int generation, String member) {
        return new ConsumerGroupMetadata(GROUP, generation, member, Optional.empty());
    }

    /** The client's own thread tells the group that it lives. */
    public void beat() {
        if (!closed && !id.isEmpty()) {
            group.heard(id);
        }
    }

    void subscribe(Collection<String> to, ConsumerRebalanceListener by) {
        topics = new TreeSet<>(to);
        listener = by;
        rejoin = true;
    }

    ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        pulse.beat("poll");
        if (woken) {
            woken = false;
            throw new WakeupException();
        }
        coordinate();
        findPositions();
        return fetch();
    }

    private void coordinate() {
        if (state == State.STABLE) {
            heed(group.heartbeat(id, generation));
        }
        if (rejoin && state != State.JOINING && state != State.SYNCING) {
            join();
        }
        if (state == State.JOINING) {
            learnGeneration();
        }
        if (state == State.SYNCING) {
            learnAssignment(null);
        }
    }

    private void heed(Answer answer) {
        switch (answer) {
            case OK, WAIT -> {}
            case REBALANCING -> rejoin = true;
            case UNKNOWN_MEMBER -> {
                id = "";
                loseMembership();
            }
            case OLD_GENERATION -> loseMembership();
        }
    }

    private void loseMembership() {
        broker.trace().event("a member lost its membership");
        generation = NO_GENERATION;
        state = State.UNJOINED;
        rejoin = true;
        membershipLost = true;
    }

    private void join() {
        if (membershipLost) {
            membershipLost = false;
            if (!owned.isEmpty()) {
                broker.trace().sometimes("partitions were lost");
                ConsumerRebalanceListener told = listener();
                Set<TopicPartition> lost = new TreeSet<>(owned);
                try {
                    told.onPartitionsLost(lost);
                } catch (RuntimeException e) {
                    throw new KafkaException("User rebalance callback throws an error", e);
                } finally {
                    own(new TreeSet<>(ORDER));
                }
            }
        }
        pulse.beat("join");
        Subscription subscription = new Subscription(
                List.copyOf(topics),
                assignor.subscriptionUserData(topics),
                List.copyOf(owned),
                metadata.generationId(),
                Optional.empty());
        String known = group.join(id, subscription);
        if (known == null) {
            id = "";
            loseMembership();
            return;
        }
        id = known;
        rejoin = false;
        state = State.JOINING;
    }

    private void learnGeneration() {
        if (!group.knows(id)) {
            id = "";
            loseMembership();
            return;
        }
        Joined joined = group.joined(id);
        if (joined == null) {
            return;
        }
        generation = joined.generation();
        state = State.SYNCING;
        if (joined.leads()) {
            pulse.beat("assign");
            learnAssignment(assignor.assign(broker.metadata(), new GroupSubscription(joined.subscriptions()))
                    .groupAssignment());
        }
    }

    private void learnAssignment(@Nullable Map<String, Assignment> made) {
        pulse.beat("sync");
        Answer answer = group.sync(id, generation, made);
        switch (answer) {
            case WAIT -> {}
            case OK -> {
                state = State.STABLE;
                metadata = metadata(generation, id);
                complete(group.assignment(id));
            }
            case REBALANCING -> {
                rejoin = true;
                state = State.UNJOINED;
            }
            case UNKNOWN_MEMBER, OLD_GENERATION -> heed(answer);
        }
    }

    private void complete(Assignment assignment) {
        SortedSet<TopicPartition> assigned = new TreeSet<>(ORDER);
        assigned.addAll(assignment.partitions());
        SortedSet<TopicPartition> added = new TreeSet<>(ORDER);
        added.addAll(assigned);
        added.removeAll(owned);
        SortedSet<TopicPartition> revoked = new TreeSet<>(ORDER);
        revoked.addAll(owned);
        revoked.removeAll(assigned);
        broker.trace()
                .event(id + " gets " + added + " loses " + revoked + " keeps " + (assigned.size() - added.size()));
        List<RuntimeException> failures = new ArrayList<>();
        if (!revoked.isEmpty()) {
            broker.trace().sometimes("partitions were revoked");
            told(failures, () -> listener().onPartitionsRevoked(revoked));
            if (broker.defects().contains(BrokerDefect.LAST_BATCH_DROPPED_AT_REVOKE)) {
                dropLastBatch(revoked);
            }
            rejoin = true;
        }
        told(
                failures,
                () -> assignor.onAssignment(
                        new Assignment(
                                assignment.partitions(),
                                assignment.userData() == null
                                        ? null
                                        : assignment.userData().duplicate()),
                        metadata));
        own(assigned);
        told(failures, () -> listener().onPartitionsAssigned(added));
        if (!failures.isEmpty()) {
            throw new KafkaException("User rebalance callback throws an error", failures.get(0));
        }
    }

    private void dropLastBatch(Set<TopicPartition> revoked) {
        for (TopicPartition partition : revoked) {
            Long position = positions.get(partition);
            OffsetAndMetadata committed = broker.committed(partition);
            if (position != null && committed != null) {
                broker.commit(id, generation, Map.of(partition, new OffsetAndMetadata(position, committed.metadata())));
            }
        }
    }

    private static void told(List<RuntimeException> failures, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            failures.add(e);
        }
    }

    private void own(SortedSet<TopicPartition> partitions) {
        owned = partitions;
        positions.keySet().retainAll(partitions);
        paused.retainAll(partitions);
    }

    private ConsumerRebalanceListener listener() {
        ConsumerRebalanceListener told = listener;
        if (told == null) {
            throw new IllegalStateException("not subscribed");
        }
        return told;
    }

    private void findPositions() {
        Set<TopicPartition> without = new TreeSet<>(ORDER);
        for (TopicPartition partition : owned) {
            if (!positions.containsKey(partition) && !broker.offsets().isUnstable(partition)) {
                OffsetAndMetadata committed = broker.committed(partition);
                if (committed == null) {
                    without.add(partition);
                } else {
                    positions.put(partition, committed.offset());
                }
            }
        }
        if (!without.isEmpty()) {
            throw new NoOffsetForPartitionException(without);
        }
    }

    private ConsumerRecords<byte[], byte[]> fetch() {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> fetched = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        for (TopicPartition partition : owned) {
            Long position = positions.get(partition);
            if (position == null || paused.contains(partition) || broker.isSlow(partition) || !reads()) {
                continue;
            }
            PartitionLog log = broker.log(partition);
            if (position < log.start() || position > log.end()) {
                broker.trace().sometimes("a position was out of range");
                throw new OffsetOutOfRangeException(Map.of(partition, position));
            }
            PartitionLog.Slice slice = log.read(position, broker.chance().between(1, 12), onlyCommitted);
            positions.put(partition, slice.next());
            if (!slice.records().isEmpty()) {
                fetched.put(partition, slice.records());
                next.put(partition, new OffsetAndMetadata(slice.next()));
            }
        }
        return new ConsumerRecords<>(fetched, next);
    }

    private boolean reads() {
        return !broker.faults().oneIn(4);
    }

    void pause(Collection<TopicPartition> partitions) {
        partitions.forEach(this::requireOwned);
        paused.addAll(partitions);
    }

    void resume(Collection<TopicPartition> partitions) {
        partitions.forEach(this::requireOwned);
        paused.removeAll(partitions);
    }

    void seek(TopicPartition partition, long offset) {
        requireOwned(partition);
        positions.put(partition, offset);
    }

    void seekToBeginning(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> seek(partition, broker.log(partition).start()));
    }

    private void requireOwned(TopicPartition partition) {
        if (!owned.contains(partition)) {
            throw new IllegalStateException("No current assignment for partition " + partition);
        }
    }

    Map<TopicPartition, @Nullable OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
        pulse.beat("committed");
        if (broker.faults().oneIn(30)) {
            broker.trace().sometimes("committed positions were not told");
            throw new TimeoutException("no answer");
        }
        Map<TopicPartition, @Nullable OffsetAndMetadata> found = new HashMap<>();
        for (TopicPartition partition : partitions) {
            if (broker.offsets().isUnstable(partition)) {
                broker.trace().sometimes("committed positions were in an open transaction");
                throw new TimeoutException("unstable");
            }
            found.put(partition, broker.committed(partition));
        }
        return found;
    }

    void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        pulse.beat("before committing positions");
        if (membershipLost) {
            throw new CommitFailedException("not a member");
        }
        if (state != State.STABLE) {
            throw new RebalanceInProgressException("joining");
        }
        if (broker.faults().oneIn(40)) {
            broker.trace().sometimes("a commit of positions failed before it took effect");
            throw new TimeoutException("no answer");
        }
        Answer answer = broker.commit(id, generation, offsets);
        broker.trace().event(id + " commits " + offsets.size() + " positions: " + answer);
        switch (answer) {
            case OK -> {}
            case REBALANCING, WAIT -> {
                rejoin = true;
                throw new RebalanceInProgressException("rebalancing");
            }
            case UNKNOWN_MEMBER, OLD_GENERATION -> {
                broker.trace().sometimes("a commit came from no member");
                heed(answer);
                throw new CommitFailedException("not a member any more");
            }
        }
        pulse.beat("after committing positions");
        if (broker.faults().oneIn(40)) {
            broker.trace().sometimes("a commit of positions failed after it took effect");
            throw new TimeoutException("no answer");
        }
    }

    OptionalLong currentLag(TopicPartition partition) {
        Long position = positions.get(partition);
        return position == null
                ? OptionalLong.empty()
                : OptionalLong.of(broker.log(partition).end() - position);
    }

    void enforceRebalance(String reason) {
        rejoin = true;
    }

    ConsumerGroupMetadata groupMetadata() {
        return metadata;
    }

    Map<MetricName, Metric> metrics() {
        return Map.of();
    }

    void wakeup() {
        woken = true;
    }

    void close(CloseOptions options) {
        pulse.beat("close");
        closed = true;
        SortedSet<TopicPartition> left = new TreeSet<>(ORDER);
        left.addAll(owned);
        if (!left.isEmpty()) {
            if (generation == NO_GENERATION) {
                listener().onPartitionsLost(left);
            } else {
                listener().onPartitionsRevoked(left);
            }
        }
        if (!id.isEmpty()) {
            group.leave(id);
        }
    }
}
