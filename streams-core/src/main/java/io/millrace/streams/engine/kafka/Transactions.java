package io.millrace.streams.engine.kafka;

import io.millrace.streams.engine.crash.CrashPoint;
import io.millrace.streams.engine.log.LogPosition;
import io.millrace.streams.engine.log.WorkLostException;
import io.millrace.streams.errors.StreamsException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transactions of one worker, one after the other: the first record sent begins one, a commit or an abort ends it. Used by the
 * worker's thread only, apart from {@link #producer()}.
 *
 * <p>What an error means:
 *
 * <table>
 * <caption>Errors of the producer and what follows</caption>
 * <tr><th>error</th><th>at</th><th>what follows</th></tr>
 * <tr><td>may pass ({@link RetriableException})</td><td>start</td><td>the worker tries again at its next step</td></tr>
 * <tr><td>{@linkplain ClientErrors#isFatal permission, credentials, broker too old}</td><td>any</td><td>the worker fails</td></tr>
 * <tr><td>anything else: fenced, a number the broker has forgotten, no answer, a transaction that can only be aborted, a membership
 * that is not the present one (because the group is rebalancing, or because the tasks are another's, which the next poll
 * tells)</td><td>any</td><td>{@link WorkLostException}: the work since the last commit is done again</td></tr>
 * <tr><td>the same again and again</td><td>start</td><td>the worker fails after ten times</td></tr>
 * </table>
 *
 * <p>A transaction that cannot be aborted, because its producer was fenced or the outcome of its commit is not known, is left to a new
 * producer with the same id: when that starts, the broker first brings the open transaction to its end.
 */
public final class Transactions implements Outlet {

    private static final Logger log = LoggerFactory.getLogger(Transactions.class);

    private static final int MAX_FAILED_STARTS = 10;

    private final String name;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final Runnable requirement;
    private final BrokerCalls calls = new BrokerCalls();
    private volatile Producer<byte[], byte[]> producer;
    private boolean brokerFits;
    private boolean initialised;
    private boolean open;
    private boolean abandoned;
    private int failedStarts;

    /**
     * Makes the first producer; asks the broker nothing yet.
     *
     * @param name the worker's name, for messages
     * @param producers makes producers with the transactional id of the worker, which are owned from then on
     * @param requirement throws if the broker's transactions are not what is needed; asked once
     */
    public Transactions(String name, Supplier<Producer<byte[], byte[]>> producers, Runnable requirement) {
        this.name = name;
        this.producers = producers;
        this.requirement = requirement;
        this.producer = producers.get();
    }

    @Override
    public Producer<byte[], byte[]> producer() {
        return producer;
    }

    @Override
    public BrokerCalls calls() {
        return calls;
    }

    @Override
    public boolean isAtomic() {
        return true;
    }

    /**
     * Makes the producer the only one with its id; what an earlier one left open is aborted, or committed if that had begun.
     *
     * @return false if the broker does not answer at the moment
     */
    boolean initialise() {
        if (initialised) {
            return true;
        }
        try {
            if (!brokerFits) {
                requirement.run();
                brokerFits = true;
            }
            if (abandoned) {
                producer = producers.get();
                abandoned = false;
            }
            calls.begin();
            producer.initTransactions();
            initialised = true;
            failedStarts = 0;
        } catch (InterruptException | StreamsException e) {
            throw e;
        } catch (RetriableException e) {
            log.warn("{} waits for the broker to start its transactions: {}", name, ClientErrors.describe(e));
        } catch (KafkaException | IllegalStateException e) {
            String what = "Starting the transactions of " + name + " failed";
            refuseIfFatal(what, e);
            if (++failedStarts == MAX_FAILED_STARTS) {
                throw new StreamsException(
                        what + " " + MAX_FAILED_STARTS + " times: " + ClientErrors.describe(e)
                                + ". Check the settings of the producer, such as transaction.timeout.ms, against the"
                                + " brokers'",
                        e);
            }
            log.warn("{} could not start its transactions and tries again with a new producer", name, e);
            abandon();
        } finally {
            calls.end();
        }
        return initialised;
    }

    /** Begins a transaction unless one is open. */
    @Override
    public Producer<byte[], byte[]> join() {
        if (!open) {
            open = true; // Whatever comes of it, there is something to abort.
            try {
                producer.beginTransaction();
            } catch (InterruptException e) {
                throw e;
            } catch (KafkaException | IllegalStateException e) {
                throw lost("begin", e);
            }
        }
        return producer;
    }

    /** Commits what was sent since the last commit together with the positions; nothing happens if there is neither. */
    void commit(Map<TopicPartition, LogPosition> positions, ConsumerGroupMetadata group) {
        if (!open && positions.isEmpty()) {
            return;
        }
        join();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        positions.forEach((partition, position) ->
                offsets.put(partition, new OffsetAndMetadata(position.offset(), position.metadata())));
        calls.begin();
        try {
            producer.sendOffsetsToTransaction(offsets, group);
            CrashPoint.BEFORE_COMMIT.pass();
            producer.commitTransaction();
            open = false;
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException | IllegalStateException e) {
            throw lost("commit", e);
        } finally {
            calls.end();
        }
    }

    /** Ends the transaction that is open, if any, so that nothing of it is ever seen. */
    void abort() {
        if (!open) {
            return;
        }
        calls.begin();
        try {
            producer.abortTransaction();
            open = false;
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException | IllegalStateException e) {
            log.info("{} leaves its transaction to a new producer: {}", name, ClientErrors.describe(e));
            abandon();
        } finally {
            calls.end();
        }
    }

    private RuntimeException lost(String doing, RuntimeException error) {
        String what = "The transaction of " + name + " could not " + doing;
        refuseIfFatal(what, error);
        return new WorkLostException(what + ": " + ClientErrors.describe(error), error);
    }

    private static void refuseIfFatal(String what, RuntimeException error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof KafkaException fatal && ClientErrors.isFatal(fatal)) {
                throw ClientErrors.explained(what, fatal);
            }
        }
    }

    /** Gives up the producer; the next start makes another. */
    private void abandon() {
        try {
            producer.close(Duration.ZERO);
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            log.debug("The producer that {} gave up did not close cleanly", name, e);
        }
        initialised = false;
        open = false;
        abandoned = true;
    }
}
