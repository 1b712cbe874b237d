package io.millrace.streams.engine.kafka;

import io.millrace.streams.engine.log.CommitDeferredException;
import io.millrace.streams.engine.log.LogPosition;
import io.millrace.streams.engine.log.RecordSource;
import io.millrace.streams.engine.time.Clock;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.errors.TaskMigratedException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The input of one worker, read by a Kafka consumer that is a member of the application's group. Its consumer must be
 * configured with {@code auto.offset.reset=none} and without auto-commit: where to start is decided here, per topic. Used by
 * the worker's thread only, apart from {@link #wakeup()}, {@link #isWaiting()}, {@link #abandon()} and
 * {@link #brokerSilenceMs}.
 */
public final class ConsumerSource implements RecordSource {

    private static final Logger log = LoggerFactory.getLogger(ConsumerSource.class);

    private final String name;
    private final Consumer<byte[], byte[]> consumer;
    private final OffsetResetter resetter;
    private final Duration closeTimeout;
    private final BrokerContact contact;

    private final BrokerCalls calls = new BrokerCalls();

    /** Inputs that were given a position because none was committed. */
    private final Set<TopicPartition> placed = new HashSet<>();

    private volatile boolean abandoned;

    /** A wakeup meant for a poll that a blocking call caught instead: the next poll must not wait. */
    private boolean wakeupOwed;

    private boolean telling;

    /** What the worker threw inside a callback; the client hides it in an exception of its own. */
    private @Nullable RuntimeException callbackFailure;

    /**
     * Reads with a consumer, which is owned from now on.
     *
     * @param name the worker's name, for messages
     * @param resets where partitions without a committed position start
     * @param closeTimeout how long leaving the group may take
     * @param clock the time from which resets count back
     */
    public ConsumerSource(
            String name, Consumer<byte[], byte[]> consumer, OffsetResets resets, Duration closeTimeout, Clock clock) {
        this.name = name;
        this.consumer = consumer;
        this.resetter = new OffsetResetter(consumer, resets, clock);
        this.closeTimeout = closeTimeout;
        this.contact = new BrokerContact(consumer);
    }

    @Override
    public void subscribe(Set<String> topics, AssignmentListener listener) {
        consumer.subscribe(topics, new Callbacks(listener));
    }

    @Override
    public void subscribe(Pattern topics, AssignmentListener listener) {
        consumer.subscribe(topics, new Callbacks(listener));
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        Duration wait = wakeupOwed ? Duration.ZERO : timeout;
        wakeupOwed = false;
        callbackFailure = null;
        try {
            return consumer.poll(wait);
        } catch (WakeupException e) {
            return ConsumerRecords.empty();
        } catch (InvalidOffsetException e) {
            reset(e);
            return ConsumerRecords.empty();
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            throw explained("Reading the input of " + name + " failed", e);
        }
    }

    @Override
    public void tellNext(ConsumerRecords<byte[], byte[]> polled, ObjLongConsumer<TopicPartition> told) {
        polled.nextOffsets().forEach((partition, next) -> told.accept(partition, next.offset()));
    }

    /** What cannot be reset now comes again with the next poll. */
    private void reset(InvalidOffsetException error) {
        calls.begin();
        try {
            resetter.reset(error);
            placed.addAll(error.partitions());
        } catch (WakeupException e) {
            log.debug("Resetting the positions of {} was interrupted by a wakeup", error.partitions());
        } catch (RetriableException e) {
            log.warn("{} could not reset the positions of {}, trying again", name, error.partitions(), e);
        } finally {
            calls.end();
        }
    }

    @Override
    public void place(Set<TopicPartition> unread) {
        Set<TopicPartition> missing = new HashSet<>(unread);
        missing.removeAll(placed);
        if (missing.isEmpty()) {
            return;
        }
        try {
            uninterrupted(() -> {
                resetter.reset(new NoOffsetForPartitionException(missing));
                return missing;
            });
        } catch (InterruptException | RetriableException e) {
            throw e;
        } catch (KafkaException e) {
            throw explained("Finding where " + name + " begins to read " + missing + " failed", e);
        }
        placed.addAll(missing);
    }

    @Override
    public void pause(Collection<TopicPartition> partitions) {
        consumer.pause(partitions);
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
        consumer.resume(partitions);
    }

    @Override
    public void seek(TopicPartition partition, long offset) {
        consumer.seek(partition, offset);
    }

    @Override
    public Map<TopicPartition, LogPosition> committed(Set<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, LogPosition> positions = new HashMap<>();
        try {
            for (Map.Entry<TopicPartition, @Nullable OffsetAndMetadata> entry :
                    uninterrupted(() -> consumer.committed(partitions)).entrySet()) {
                OffsetAndMetadata committed = entry.getValue();
                if (committed != null) {
                    positions.put(entry.getKey(), new LogPosition(committed.offset(), committed.metadata()));
                }
            }
        } catch (InterruptException | RetriableException e) {
            throw e;
        } catch (KafkaException e) {
            throw explained("Reading the committed positions of " + name + " failed", e);
        }
        return positions;
    }

    @Override
    public long cachedLag(TopicPartition partition) {
        return consumer.currentLag(partition).orElse(-1L);
    }

    @Override
    public void requestRebalance(String reason) {
        consumer.enforceRebalance(reason);
    }

    @Override
    public void wakeup() {
        consumer.wakeup();
    }

    @Override
    public @Nullable Uuid instanceId() {
        try {
            return consumer.clientInstanceId(Duration.ZERO);
        } catch (TimeoutException e) {
            return null;
        }
    }

    @Override
    public void close(io.millrace.streams.CloseOptions.GroupMembershipOperation membership) {
        callbackFailure = null;
        GroupMembershipOperation operation = switch (membership) {
            case LEAVE_GROUP -> GroupMembershipOperation.LEAVE_GROUP;
            case REMAIN_IN_GROUP -> GroupMembershipOperation.REMAIN_IN_GROUP;
        };
        try {
            consumer.close(CloseOptions.timeout(closeTimeout).withGroupMembershipOperation(operation));
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            throw explained("Closing the input of " + name + " failed", e);
        }
    }

    /**
     * Commits positions to the group.
     *
     * @throws CommitDeferredException if the same positions can be committed later
     * @throws TaskMigratedException if this worker is no member of the group any more, and all its tasks are another's
     */
    void commit(Map<TopicPartition, LogPosition> positions) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        positions.forEach((partition, position) ->
                offsets.put(partition, new OffsetAndMetadata(position.offset(), position.metadata())));
        try {
            uninterrupted(() -> {
                consumer.commitSync(offsets);
                return offsets;
            });
        } catch (CommitFailedException e) {
            throw new TaskMigratedException(
                    name + " has lost its membership of the group, so its tasks are another's now. If this happens"
                            + " often, a poll takes longer than max.poll.interval.ms: process fewer records a poll, or"
                            + " raise it",
                    e);
        } catch (RebalanceInProgressException e) {
            throw new CommitDeferredException(
                    "The group of " + name + " is rebalancing; commit after the next poll", e);
        } catch (RetriableException e) {
            throw new CommitDeferredException(
                    "The coordinator did not take the positions of " + name + ": " + ClientErrors.describe(e), e);
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            throw ClientErrors.explained("Committing the positions " + positions + " of " + name + " failed", e);
        }
    }

    /** What a transaction needs to know of the membership, so that the positions of a member that was replaced are refused. */
    ConsumerGroupMetadata groupMetadata() {
        return consumer.groupMetadata();
    }

    /** How long ago the brokers answered anything, as far as anybody asked; to be asked often. May be called by any thread. */
    public long brokerSilenceMs(long nowMs, boolean joining) {
        return contact.silenceMs(nowMs, joining);
    }

    /** Whether the worker is in a call that waits for the brokers and that {@link #abandon} would end. May be called by any thread. */
    public boolean isWaiting() {
        return calls.isWaiting();
    }

    /** Waits for the brokers no longer: a blocking call ends with an error, now and from now on. May be called by any thread. */
    public void abandon() {
        abandoned = true;
        consumer.wakeup();
    }

    /** Repeats a blocking call that a wakeup ended: wakeups are meant for poll. */
    private <T> T uninterrupted(Supplier<T> call) {
        while (true) {
            calls.begin();
            try {
                return call.get();
            } catch (WakeupException e) {
                wakeupOwed = true;
                if (abandoned) {
                    throw new TimeoutException("The brokers did not answer " + name + " in time", e);
                }
            } finally {
                calls.end();
            }
        }
    }

    private RuntimeException explained(String what, KafkaException error) {
        RuntimeException ours = callbackFailure;
        callbackFailure = null;
        if (ours != null) {
            return ours;
        }
        return error instanceof StreamsException ? error : ClientErrors.explained(what, error);
    }

    /** Whether the worker is being told of partitions now: the group knows this member as what it is then. */
    boolean isTelling() {
        return telling;
    }

    /** Tells the worker of rebalances, and remembers what it throws. */
    private final class Callbacks implements ConsumerRebalanceListener {

        private final AssignmentListener listener;

        Callbacks(AssignmentListener listener) {
            this.listener = listener;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            placed.removeAll(partitions);
            call(() -> listener.assigned(partitions));
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            call(() -> listener.revoked(partitions));
            placed.removeAll(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            call(() -> listener.lost(partitions));
            placed.removeAll(partitions);
        }

        private void call(Runnable callback) {
            telling = true;
            try {
                callback.run();
            } catch (RuntimeException e) {
                if (callbackFailure == null) {
                    callbackFailure = e;
                } else if (callbackFailure != e) {
                    callbackFailure.addSuppressed(e);
                }
                throw e;
            } finally {
                telling = false;
            }
        }
    }
}
