package io.millrace.streams.engine.kafka;

import io.millrace.streams.engine.crash.CrashPoint;
import io.millrace.streams.engine.log.CommitDeferredException;
import io.millrace.streams.engine.log.CommitProtocol;
import io.millrace.streams.engine.log.LogPosition;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Commits exactly once: outputs, changelogs and input positions are one transaction, which readers of committed records see whole or
 * not at all. Used by the worker's thread only.
 */
public final class TransactionalCommit implements CommitProtocol {

    private final ConsumerSource source;
    private final ProducerSink sink;
    private final Transactions transactions;
    private final BooleanSupplier pause;

    /**
     * Commits what a sink sent.
     *
     * @param pause whether not to commit now, because the worker's member waits for its next assignment, and the group is about to refuse
     *     its positions; a refused transaction is lost. It has the assignment when it tells of partitions, even if it has not told of it
     */
    public TransactionalCommit(
            ConsumerSource source, ProducerSink sink, Transactions transactions, BooleanSupplier pause) {
        this.source = source;
        this.sink = sink;
        this.transactions = transactions;
        this.pause = pause;
    }

    @Override
    public boolean prepare() {
        return transactions.initialise();
    }

    @Override
    public boolean isAtomic() {
        return true;
    }

    @Override
    public Map<TopicPartition, Long> publish(InputPositions inputs) {
        if (pause.getAsBoolean() && !source.isTelling()) {
            throw new CommitDeferredException("The group is rebalancing; commit after the next poll", null);
        }
        sink.flush();
        Map<TopicPartition, Long> appended = sink.appendedOffsets();
        Map<TopicPartition, LogPosition> positions = inputs.after(appended);
        CrashPoint.BEFORE_POSITIONS.pass();
        transactions.commit(positions, source.groupMetadata());
        sink.committed();
        return appended;
    }

    @Override
    public void forget(Set<TopicPartition> changelogs) {
        sink.forgetAppended(changelogs);
    }

    @Override
    public void abort() {
        transactions.abort();
        sink.forgetAnswers();
    }
}
