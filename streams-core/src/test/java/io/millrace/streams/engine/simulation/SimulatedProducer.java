package io.millrace.streams.engine.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.streams.engine.simulation.GroupCoordinator.Answer;
import io.millrace.streams.engine.simulation.TransactionCoordinator.Identity;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** A producer, transactional or not. What is sent is on its way, in order by partition, until it is delivered or flushed. */
@SuppressWarnings("UnusedMethod") // called through Clients
public final class SimulatedProducer {

    private final SimulatedBroker broker;
    private final Pulse pulse;
    private final @Nullable String transactionalId;
    private final Map<TopicPartition, Deque<InFlight>> inFlight =
            new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
    private @Nullable Identity identity;
    private boolean inTransaction;
    private boolean fenced;
    private @Nullable RuntimeException mustAbort;

    private record InFlight(ProducerRecord<byte[], byte[]> record, Callback callback) {}

    /**
     * @param transactionalId null if it sends without transactions
     */
    public SimulatedProducer(SimulatedBroker broker, Pulse pulse, @Nullable String transactionalId) {
        this.broker = broker;
        this.pulse = pulse;
        this.transactionalId = transactionalId;
    }

    public Producer<byte[], byte[]> client() {
        return Clients.producer(this);
    }

    void initTransactions() {
        pulse.beat("init transactions");
        if (broker.faults().oneIn(20)) {
            broker.trace().sometimes("a producer could not start");
            throw new TimeoutException("no answer");
        }
        identity = broker.transactions().start(id());
        broker.trace().event("producer " + transactionalId + " starts with epoch " + identity.epoch());
    }

    private String id() {
        String id = transactionalId;
        if (id == null) {
            throw new IllegalStateException("not transactional");
        }
        return id;
    }

    void beginTransaction() {
        failIfUnable();
        inTransaction = true;
    }

    private void failIfUnable() {
        if (fenced) {
            throw new ProducerFencedException("fenced");
        }
        if (mustAbort != null) {
            throw new KafkaException("Cannot execute transactional method because we are in an error state", mustAbort);
        }
    }

    Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        pulse.beat("send");
        if (transactionalId != null) {
            if (!inTransaction) {
                throw new IllegalStateException("Cannot send outside of a transaction");
            }
            failIfUnable();
        }
        int partition = record.partition() == null ? partitionOf(record) : record.partition();
        inFlight.computeIfAbsent(new TopicPartition(record.topic(), partition), any -> new ArrayDeque<>())
                .add(new InFlight(record, callback));
        return new CompletableFuture<>();
    }

    private int partitionOf(ProducerRecord<byte[], byte[]> record) {
        return Utils.toPositive(Utils.murmur2(record.key())) % broker.partitions(record.topic());
    }

    List<PartitionInfo> partitionsFor(String topic) {
        return broker.metadata().partitionsForTopic(topic);
    }

    @Override
    public String toString() {
        return transactionalId == null ? "a producer" : transactionalId;
    }

    /** Whether entries of the log with this producer are its own. */
    public boolean is(long producer) {
        return identity != null && identity.producer() == producer;
    }

    /** Some of what is on its way to a partition arrives; false if nothing is on its way. */
    public boolean deliverSome() {
        List<TopicPartition> waiting = new ArrayList<>(inFlight.keySet());
        waiting.removeIf(partition -> broker.isSlow(partition));
        if (waiting.isEmpty()) {
            return false;
        }
        TopicPartition partition = broker.chance().pick(waiting);
        deliver(partition, broker.chance().between(1, 8));
        return true;
    }

    /** The process is gone: of what was on its way, something arrives, and the rest does not. */
    public void abandon() {
        for (TopicPartition partition : List.copyOf(inFlight.keySet())) {
            int arriving = broker.chance().below(inFlight.get(partition).size() + 1);
            for (int i = 0; i < arriving; i++) {
                InFlight next = inFlight.get(partition).poll();
                append(partition, next.record());
            }
        }
        inFlight.clear();
    }

    private void deliver(TopicPartition partition, int most) {
        Deque<InFlight> queue = inFlight.get(partition);
        for (int i = 0; i < most && !queue.isEmpty(); i++) {
            InFlight next = queue.peek();
            if (mustAbort == null && broker.faults().oneIn(600)) {
                refuse(partition, queue);
                return;
            }
            queue.poll();
            if (mustAbort != null) {
                next.callback().onCompletion(null, new TransactionAbortedException());
                continue;
            }
            long offset = append(partition, next.record());
            if (offset < 0) {
                fenced = true;
                broker.trace().sometimes("a producer was fenced while it sent");
                next.callback().onCompletion(null, new InvalidProducerEpochException("fenced"));
            } else {
                next.callback().onCompletion(new RecordMetadata(partition, offset, 0, 0L, 0, 0), null);
            }
        }
        if (queue.isEmpty()) {
            inFlight.remove(partition);
        }
    }

    /** What waits for this partition is given up, some of it after it arrived. */
    private void refuse(TopicPartition partition, Deque<InFlight> queue) {
        broker.trace().sometimes("records were not acknowledged");
        int arrived = broker.chance().below(queue.size() + 1);
        inFlight.remove(partition);
        TimeoutException error = new TimeoutException("not acknowledged");
        if (transactionalId != null) {
            mustAbort = error;
        }
        for (InFlight next : queue) {
            if (arrived-- > 0) {
                append(partition, next.record());
            }
            next.callback().onCompletion(null, error);
        }
    }

    /** The offset, negative if the producer is not the present one. */
    private long append(TopicPartition partition, ProducerRecord<byte[], byte[]> record) {
        broker.trace()
                .detail(() -> this + " appends to " + partition + " at "
                        + broker.log(partition).end() + ": " + new String(record.key(), UTF_8) + "="
                        + (record.value() == null ? "null" : new String(record.value(), UTF_8)));
        Identity now = identity;
        if (transactionalId == null || now == null) {
            return broker.log(partition).append(PartitionLog.NO_TRANSACTION, record);
        }
        if (!broker.transactions().isCurrent(now)) {
            return -1L;
        }
        broker.transactions().joins(now, partition);
        return broker.log(partition).append(now.producer(), record);
    }

    void flush() {
        if (inFlight.isEmpty()) {
            return;
        }
        pulse.beat("before a flush");
        if (broker.defects().contains(BrokerDefect.OFFSETS_BEFORE_OUTPUTS) && transactionalId == null) {
            return;
        }
        while (!inFlight.isEmpty()) {
            deliver(
                    broker.chance().pick(new ArrayList<>(inFlight.keySet())),
                    broker.chance().between(1, 8));
        }
        pulse.beat("after a flush");
    }

    void sendOffsetsToTransaction(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        pulse.beat("before offsets are added");
        failIfUnable();
        Identity now = current();
        if (broker.faults().oneIn(60)) {
            throw abortable(new TimeoutException("offsets not acknowledged"));
        }
        Answer answer = broker.checkCommit(group.memberId(), group.generationId());
        if (answer != Answer.OK) {
            broker.trace().sometimes("a transaction was refused the positions of no member");
            throw abortable(new CommitFailedException("group metadata mismatch: " + answer));
        }
        broker.transactions().joinsWithOffsets(now);
        broker.offsets().addToTransaction(now.producer(), offsets);
        pulse.beat("after offsets are added");
    }

    private RuntimeException abortable(RuntimeException error) {
        mustAbort = error;
        return error;
    }

    private Identity current() {
        Identity now = identity;
        if (now == null) {
            throw new IllegalStateException("not started");
        }
        if (!broker.transactions().isCurrent(now)) {
            fenced = true;
            broker.trace().sometimes("a producer was fenced in its commit");
            throw new ProducerFencedException("fenced");
        }
        return now;
    }

    void commitTransaction() {
        failIfUnable();
        flush();
        failIfUnable();
        pulse.beat("before a transaction ends");
        Identity now = current();
        if (broker.faults().oneIn(60)) {
            broker.trace().sometimes("a commit of a transaction failed before it took effect");
            fenced = true;
            throw new TimeoutException("no answer");
        }
        identity = broker.transactions().end(now, true);
        inTransaction = false;
        broker.trace().event("transaction of " + transactionalId + " is to be committed");
        pulse.beat("after a transaction ended");
        if (broker.faults().oneIn(60)) {
            broker.trace().sometimes("a commit of a transaction failed after it took effect");
            fenced = true;
            throw new TimeoutException("no answer");
        }
    }

    void abortTransaction() {
        pulse.beat("abort");
        if (fenced) {
            throw new ProducerFencedException("fenced");
        }
        inFlight.values()
                .forEach(queue ->
                        queue.forEach(next -> next.callback().onCompletion(null, new TransactionAbortedException())));
        inFlight.clear();
        inTransaction = false;
        mustAbort = null;
        broker.trace().sometimes("a transaction was aborted");
        if (broker.defects().contains(BrokerDefect.SKIPPED_ABORT)) {
            return;
        }
        identity = broker.transactions().end(current(), false);
    }

    void close(Duration timeout) {
        if (timeout.isZero()) {
            inFlight.clear();
            return;
        }
        flush();
        if (inTransaction && !fenced && broker.transactions().isCurrent(identity)) {
            identity = broker.transactions().end(identity, false); // As the client does when it ends.
        }
    }
}
