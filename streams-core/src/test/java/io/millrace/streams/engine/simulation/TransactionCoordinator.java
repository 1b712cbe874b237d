package io.millrace.streams.engine.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/** The broker's side of transactions, in their second version: the epoch goes up with each of them. */
public final class TransactionCoordinator {

    static final long TIMEOUT_MS = 10_000;

    private static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

    private final SimulatedBroker broker;
    private final Map<String, Transaction> byId = new TreeMap<>();
    private final Map<Long, Transaction> byProducer = new TreeMap<>();

    /** Who may write. */
    record Identity(long producer, int epoch) {}

    private enum State {
        NONE,
        OPEN,
        COMMITTING,
        ABORTING
    }

    private static final class Transaction {

        private final long producer;
        private int epoch;
        private State state = State.NONE;
        private final Set<TopicPartition> unmarked = new TreeSet<>(ORDER);
        private boolean offsets;
        private long sinceMs;

        private Transaction(long producer) {
            this.producer = producer;
        }
    }

    TransactionCoordinator(SimulatedBroker broker) {
        this.broker = broker;
    }

    /** Makes the caller the only one with the id, and brings what an earlier one left to its end. */
    Identity start(String id) {
        Transaction transaction = byId.computeIfAbsent(id, any -> {
            Transaction made = new Transaction(byId.size() + 1L);
            byProducer.put(made.producer, made);
            return made;
        });
        if (transaction.state == State.OPEN) {
            broker.trace().sometimes("a transaction left open was aborted by the next producer");
            transaction.state = State.ABORTING;
        }
        finish(transaction);
        transaction.epoch++;
        return new Identity(transaction.producer, transaction.epoch);
    }

    /** Whether the producer is the present one. */
    boolean isCurrent(Identity identity) {
        return broker.defects().contains(BrokerDefect.NO_FENCING)
                || byProducer.get(identity.producer()).epoch == identity.epoch();
    }

    /** The producer writes to a partition, null for the offsets of the group. */
    void joins(Identity identity, TopicPartition partition) {
        Transaction transaction = begin(identity);
        transaction.unmarked.add(partition);
    }

    void joinsWithOffsets(Identity identity) {
        begin(identity).offsets = true;
    }

    private Transaction begin(Identity identity) {
        Transaction transaction = byProducer.get(identity.producer());
        if (transaction.state == State.COMMITTING || transaction.state == State.ABORTING) {
            finish(transaction); // The client waits for it.
        }
        if (transaction.state == State.NONE) {
            transaction.state = State.OPEN;
            transaction.sinceMs = broker.time().elapsedMs();
        }
        return transaction;
    }

    /** Decides a transaction; its ends reach the partitions later. Answers with the identity to go on with. */
    Identity end(Identity identity, boolean commit) {
        Transaction transaction = byProducer.get(identity.producer());
        if (transaction.state == State.OPEN) {
            transaction.state = commit ? State.COMMITTING : State.ABORTING;
        }
        transaction.epoch++;
        return new Identity(identity.producer(), transaction.epoch);
    }

    /** Whether the outcome of a producer's transaction is decided, and it is to be committed. */
    public boolean isCommitting(long producer) {
        Transaction transaction = byProducer.get(producer);
        return transaction != null && transaction.state == State.COMMITTING;
    }

    /** Whether no transaction is open or on its way to its end. */
    public boolean atRest() {
        return byProducer.values().stream().allMatch(transaction -> transaction.state == State.NONE);
    }

    void expire() {
        for (Transaction transaction : byProducer.values()) {
            if (transaction.state == State.OPEN && broker.time().elapsedMs() - transaction.sinceMs > TIMEOUT_MS) {
                broker.trace().sometimes("a transaction timed out");
                transaction.state = State.ABORTING;
                transaction.epoch++;
            }
        }
    }

    /** One end of one transaction reaches its partition; false if none is on its way. */
    boolean deliverMark(Chance chance) {
        List<Transaction> ending = new ArrayList<>();
        byProducer.values().forEach(transaction -> {
            if (transaction.state == State.COMMITTING || transaction.state == State.ABORTING) {
                ending.add(transaction);
            }
        });
        if (ending.isEmpty()) {
            return false;
        }
        Transaction transaction = chance.pick(ending);
        List<TopicPartition> unmarked = new ArrayList<>(transaction.unmarked);
        int choice = chance.below(unmarked.size() + 1);
        if (choice < unmarked.size()) {
            mark(transaction, unmarked.get(choice));
        } else {
            markOffsets(transaction);
        }
        endIfMarked(transaction);
        return true;
    }

    private void finish(Transaction transaction) {
        if (transaction.state == State.COMMITTING || transaction.state == State.ABORTING) {
            List.copyOf(transaction.unmarked).forEach(partition -> mark(transaction, partition));
            markOffsets(transaction);
            endIfMarked(transaction);
        }
    }

    private void mark(Transaction transaction, TopicPartition partition) {
        transaction.unmarked.remove(partition);
        broker.log(partition).mark(transaction.producer, transaction.state == State.COMMITTING);
    }

    private void markOffsets(Transaction transaction) {
        if (transaction.offsets) {
            transaction.offsets = false;
            broker.offsets().end(transaction.producer, transaction.state == State.COMMITTING);
        }
    }

    private void endIfMarked(Transaction transaction) {
        if (transaction.unmarked.isEmpty() && !transaction.offsets) {
            transaction.state = State.NONE;
        }
    }
}
