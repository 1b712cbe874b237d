package io.millrace.streams.engine.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.streams.AutoOffsetReset;
import io.millrace.streams.engine.log.CommitDeferredException;
import io.millrace.streams.engine.log.LogPosition;
import io.millrace.streams.engine.log.RecordSource.AssignmentListener;
import io.millrace.streams.engine.time.Clock;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.errors.TaskMigratedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;

class ConsumerSourceTests {

    private static final TopicPartition EARLY = new TopicPartition("early", 0);
    private static final TopicPartition LATE = new TopicPartition("late", 0);
    private static final TopicPartition TIMED = new TopicPartition("timed", 0);
    private static final Duration WAIT = Duration.ofMillis(100);

    private final Clock clock = new Clock() {
        @Override
        public long nowMs() {
            return 1_700_000_000_000L;
        }

        @Override
        public long nanoTime() {
            return 0;
        }
    };
    private final FailingConsumer consumer = new FailingConsumer();
    private final RecordingListener listener = new RecordingListener();
    private final ConsumerSource source = new ConsumerSource(
            "worker-1",
            consumer,
            new OffsetResets(
                    Map.of("late", OffsetReset.LATEST, "timed", OffsetReset.byDuration(Duration.ofHours(1))),
                    OffsetReset.EARLIEST),
            Duration.ofSeconds(1),
            clock);

    @Test
    void partitionsWithoutAPositionStartWhereTheirTopicSays() {
        assign(EARLY, LATE, TIMED);
        consumer.updateBeginningOffsets(Map.of(EARLY, 3L));
        consumer.updateEndOffsets(Map.of(LATE, 9L));
        consumer.firstSince.put(TIMED, 5L);
        consumer.setPollException(new NoOffsetForPartitionException(Set.of(EARLY, LATE, TIMED)));

        assertThat(source.poll(WAIT).isEmpty()).isTrue();

        assertThat(consumer.position(EARLY)).isEqualTo(3L);
        assertThat(consumer.position(LATE)).isEqualTo(9L);
        assertThat(consumer.position(TIMED)).isEqualTo(5L);
        assertThat(consumer.timesAsked)
                .containsEntry(TIMED, clock.nowMs() - Duration.ofHours(1).toMillis());
    }

    @Test
    void anInputThatBeginsAtItsEndBeginsAtTheEndAsOfWhenItIsPlaced() {
        assign(LATE);
        consumer.updateEndOffsets(Map.of(LATE, 9L));
        source.place(Set.of(LATE));
        consumer.updateEndOffsets(Map.of(LATE, 12L));

        source.place(Set.of(LATE));

        assertThat(consumer.position(LATE)).isEqualTo(9L);
    }

    @Test
    void anInputThatCameBackIsPlacedAnew() {
        assign(LATE);
        consumer.updateEndOffsets(Map.of(LATE, 9L));
        source.place(Set.of(LATE));
        consumer.rebalance(Set.of());
        consumer.rebalance(Set.of(LATE));
        consumer.updateEndOffsets(Map.of(LATE, 12L));

        source.place(Set.of(LATE));

        assertThat(consumer.position(LATE)).isEqualTo(12L);
    }

    @Test
    void aMissingPositionIsAnErrorWhereTheUserSaysSo() {
        ConsumerSource strict = new ConsumerSource(
                "worker-1", consumer, new OffsetResets(Map.of(), OffsetReset.NONE), Duration.ofSeconds(1), clock);
        strict.subscribe(Set.of("early"), listener);
        consumer.setPollException(new NoOffsetForPartitionException(EARLY));

        assertThatExceptionOfType(StreamsException.class)
                .isThrownBy(() -> strict.poll(WAIT))
                .withMessageContainingAll("early-0", "auto.offset.reset");
    }

    @Test
    void theUsersResetsAreUnderstood() {
        assertThat(OffsetReset.of(AutoOffsetReset.earliest())).isEqualTo(OffsetReset.EARLIEST);
        assertThat(OffsetReset.of(AutoOffsetReset.latest())).isEqualTo(OffsetReset.LATEST);
        assertThat(OffsetReset.of(AutoOffsetReset.none())).isEqualTo(OffsetReset.NONE);
        assertThat(OffsetReset.of(AutoOffsetReset.byDuration(Duration.ofDays(1))))
                .isEqualTo(OffsetReset.byDuration(Duration.ofDays(1)));
        assertThat(OffsetReset.parse("by_duration:PT1H")).isEqualTo(OffsetReset.byDuration(Duration.ofHours(1)));
        assertThat(OffsetReset.parse("latest")).isEqualTo(OffsetReset.LATEST);
    }

    @Test
    void aWakeupMakesAPollReturnNothing() {
        assign(EARLY);
        source.wakeup();

        assertThat(source.poll(WAIT).isEmpty()).isTrue();
    }

    @Test
    void aWakeupDuringACommitIsNotLost() {
        assign(EARLY);
        consumer.commitFailures.add(new WakeupException());

        source.commit(Map.of(EARLY, new LogPosition(4L, "time")));
        source.poll(WAIT);

        assertThat(consumer.commits).last().isEqualTo(Map.of(EARLY, new OffsetAndMetadata(4L, "time")));
        assertThat(consumer.lastPollTimeout()).isZero();
    }

    @Test
    void committedPositionsComeWithTheirMetadata() {
        assign(EARLY, LATE);
        source.commit(Map.of(EARLY, new LogPosition(4L, "time")));

        assertThat(source.committed(Set.of(EARLY, LATE))).isEqualTo(Map.of(EARLY, new LogPosition(4L, "time")));
    }

    @Test
    void aCommitDuringARebalanceIsDeferred() {
        assign(EARLY);
        consumer.commitFailures.add(new RebalanceInProgressException());

        assertThatExceptionOfType(CommitDeferredException.class).isThrownBy(() -> commit(4L));
    }

    @Test
    void aCommitThatTheCoordinatorDoesNotAnswerIsDeferred() {
        assign(EARLY);
        consumer.commitFailures.add(new TimeoutException("no coordinator"));

        assertThatExceptionOfType(CommitDeferredException.class)
                .isThrownBy(() -> commit(4L))
                .withMessageContaining("no coordinator");
    }

    @Test
    void aCommitAfterTheMembershipWasLostMeansThatTheTasksAreAnothers() {
        assign(EARLY);
        consumer.commitFailures.add(new CommitFailedException());

        assertThatExceptionOfType(TaskMigratedException.class)
                .isThrownBy(() -> commit(4L))
                .withMessageContainingAll("worker-1", "max.poll.interval.ms");
    }

    @Test
    void missingPermissionOnTheGroupNamesTheGroup() {
        source.subscribe(Set.of("early"), listener);
        consumer.setPollException(GroupAuthorizationException.forGroupId("app"));

        assertThatExceptionOfType(StreamsException.class)
                .isThrownBy(() -> source.poll(WAIT))
                .withMessageContainingAll("worker-1", "READ on the group 'app'");
    }

    @Test
    void theWorkerHearsOfRebalances() {
        assign(EARLY);

        assertThat(listener.told).containsExactly("assigned [early-0]");
    }

    @Test
    void whatTheWorkerThrowsInACallbackComesOutOfThePollAsItWas() {
        listener.failure = new TaskMigratedException("gone");
        source.subscribe(Set.of("early"), listener);
        consumer.schedulePollTask(() -> {
            try {
                consumer.rebalance(List.of(EARLY));
            } catch (RuntimeException e) {
                consumer.setPollException(new KafkaException("User rebalance callback throws an error", e));
            }
        });

        assertThatExceptionOfType(TaskMigratedException.class)
                .isThrownBy(() -> source.poll(WAIT))
                .isSameAs(listener.failure);
    }

    @Test
    void recordsAreReadFromWhereASeekPoints() {
        assign(EARLY);
        consumer.updateBeginningOffsets(Map.of(EARLY, 0L));
        for (long offset = 0; offset < 5; offset++) {
            consumer.addRecord(new ConsumerRecord<>("early", 0, offset, "k".getBytes(UTF_8), "v".getBytes(UTF_8)));
        }

        source.seek(EARLY, 3L);

        assertThat(source.poll(WAIT).records(EARLY))
                .extracting(ConsumerRecord::offset)
                .containsExactly(3L, 4L);
    }

    private void assign(TopicPartition... partitions) {
        source.subscribe(Set.of("early", "late", "timed"), listener);
        consumer.rebalance(List.of(partitions));
    }

    private void commit(long offset) {
        source.commit(Map.of(EARLY, new LogPosition(offset, "")));
    }

    /** A mock that fails commits as it is told, and knows an offset for any time. */
    private static final class FailingConsumer extends MockConsumer<byte[], byte[]> {

        private final List<RuntimeException> commitFailures = new ArrayList<>();
        private final List<Map<TopicPartition, OffsetAndMetadata>> commits = new ArrayList<>();
        private final Map<TopicPartition, Long> firstSince = new HashMap<>();
        private final Map<TopicPartition, Long> timesAsked = new HashMap<>();

        FailingConsumer() {
            super("none");
        }

        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
            if (!commitFailures.isEmpty()) {
                throw commitFailures.remove(0);
            }
            commits.add(offsets);
            super.commitSync(offsets);
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times) {
            timesAsked.putAll(times);
            Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
            times.forEach((partition, timeMs) ->
                    found.put(partition, new OffsetAndTimestamp(firstSince.get(partition), timeMs)));
            return found;
        }
    }

    private static final class RecordingListener implements AssignmentListener {

        private final List<String> told = new ArrayList<>();
        private RuntimeException failure;

        @Override
        public void assigned(Collection<TopicPartition> partitions) {
            tell("assigned " + partitions);
        }

        @Override
        public void revoked(Collection<TopicPartition> partitions) {
            tell("revoked " + partitions);
        }

        @Override
        public void lost(Collection<TopicPartition> partitions) {
            tell("lost " + partitions);
        }

        private void tell(String what) {
            told.add(what);
            if (failure != null) {
                throw failure;
            }
        }
    }
}
