package io.millrace.streams.engine.restore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.engine.log.LogTruncatedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order of what happens between the owner and the reading thread. */
class ReadAheadReaderTests {

    private static final TopicPartition LOG_0 = new TopicPartition("app-counts-changelog", 0);
    private static final TopicPartition LOG_1 = new TopicPartition("app-counts-changelog", 1);
    private static final Duration POLL = Duration.ofMillis(100);

    private final ScriptedReader script = new ScriptedReader();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final ReadAheadReader reader = new ReadAheadReader(script, thread);

    @BeforeEach
    void readBoth() {
        reader.assign(List.of(LOG_0, LOG_1));
        reader.seek(LOG_0, 0);
        reader.seek(LOG_1, 0);
    }

    @AfterEach
    void close() {
        reader.close();
        assertThat(thread.isTerminated()).isTrue();
        assertThat(script.calls).last().isEqualTo("close");
    }

    @Test
    void theNextBatchIsReadWhileOneIsInHand() {
        script.bring(records(LOG_0, 0, 1));
        script.bring(records(LOG_0, 2));

        ConsumerRecords<byte[], byte[]> inHand = reader.poll(POLL);
        script.awaitPolls(2);

        assertThat(offsets(inHand, LOG_0)).containsExactly(0L, 1L);
        assertThat(offsets(reader.poll(POLL), LOG_0)).containsExactly(2L);
    }

    @Test
    void nothingIsReadBeforeTheFirstPoll() {
        assertThat(script.polls()).isZero();
    }

    @Test
    void onlyOneBatchIsReadAhead() {
        script.bring(records(LOG_0, 0));
        script.bring(records(LOG_0, 1));
        script.bring(records(LOG_0, 2));

        reader.poll(POLL);
        script.awaitPollsEnded(2);
        reader.endOffsets(Set.of(LOG_0)); // Waits until the reading thread is idle.

        assertThat(script.polls()).isEqualTo(2);
    }

    @Test
    void positionsAreThoseAfterTheBatchInHand() {
        script.bring(records(LOG_0, 0, 1));
        script.bring(records(LOG_0, 2));
        reader.poll(POLL);
        script.awaitPollsEnded(2);

        assertThat(reader.position(LOG_0)).isEqualTo(2L);
        assertThat(reader.position(LOG_1)).isZero();

        reader.poll(POLL);
        assertThat(reader.position(LOG_0)).isEqualTo(3L);
    }

    @Test
    void lagsAreThoseAfterTheBatchInHand() {
        script.bring(records(LOG_0, 0, 1));
        script.bring(records(LOG_0, 2));
        assertThat(reader.lag(LOG_0)).isEmpty();

        reader.poll(POLL);
        script.awaitPollsEnded(2);

        assertThat(reader.lag(LOG_0)).hasValue(98L);
        assertThat(reader.lag(LOG_1)).hasValue(100L);

        reader.seek(LOG_0, 50);
        assertThat(reader.lag(LOG_0)).isEmpty();
    }

    @Test
    void aSeekDropsWhatWasReadAheadOfThatPartition() {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> both = records(LOG_0, 5);
        both.putAll(records(LOG_1, 7));
        script.bring(Map.of());
        script.bring(both);
        reader.poll(POLL);
        script.awaitPollsEnded(2);

        reader.seek(LOG_0, 3);
        ConsumerRecords<byte[], byte[]> next = reader.poll(POLL);

        assertThat(offsets(next, LOG_0)).isEmpty();
        assertThat(offsets(next, LOG_1)).containsExactly(7L);
        assertThat(reader.position(LOG_0)).isEqualTo(3L);
        assertThat(reader.position(LOG_1)).isEqualTo(8L);
    }

    @Test
    void whatWasReadAheadIsDroppedIfItsPartitionIsAssignedNoMore() {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> both = records(LOG_0, 0);
        both.putAll(records(LOG_1, 0));
        script.bring(Map.of());
        script.bring(both);
        reader.poll(POLL);
        script.awaitPollsEnded(2);

        reader.assign(List.of(LOG_1));
        reader.assign(List.of(LOG_0, LOG_1));
        reader.seek(LOG_0, 0);
        ConsumerRecords<byte[], byte[]> next = reader.poll(POLL);

        assertThat(offsets(next, LOG_0)).isEmpty();
        assertThat(offsets(next, LOG_1)).containsExactly(0L);
    }

    @Test
    void aSeekDoesNotWaitForRecords() {
        script.bring(records(LOG_0, 0));
        reader.poll(POLL);
        script.awaitPolls(2);

        reader.seek(LOG_0, 0);
        script.bring(records(LOG_0, 0));

        assertThat(nextOffsets()).containsExactly(0L);
    }

    @Test
    void aQuestionCutsAReadShortAndIsAnswered() {
        script.bring(records(LOG_0, 0));
        reader.poll(POLL);
        script.awaitPolls(2);

        reader.endOffsets(Set.of(LOG_0));

        assertThat(script.calls).last().isEqualTo("ends");
    }

    @Test
    void aQuestionIsNotRefusedForAWakeupThatCameTooLateForARead() {
        script.bring(records(LOG_0, 0));
        reader.poll(POLL);
        script.awaitPolls(2);
        // As if the read had ended before the reader's own wakeup.
        script.duringQuestions = () -> {
            script.duringQuestions = () -> {};
            script.wakeup();
        };

        reader.endOffsets(Set.of(LOG_0));

        assertThat(script.calls).last().isEqualTo("ends");
    }

    @Test
    void aWakeupOfSomebodyElseRefusesAQuestion() {
        reader.wakeup();

        assertThatThrownBy(() -> reader.endOffsets(Set.of(LOG_0))).isInstanceOf(WakeupException.class);
        reader.endOffsets(Set.of(LOG_0));
    }

    @Test
    void aWakeupMakesAWaitingPollReturn() {
        script.bring(records(LOG_0, 0));
        reader.poll(POLL);
        script.awaitPolls(2);

        reader.wakeup();

        assertThat(reader.poll(POLL).isEmpty()).isTrue();
    }

    @Test
    void anErrorComesWithThePollThatWouldHaveHandedOutItsBatch() {
        script.bring(records(LOG_0, 0));
        script.fail(new TimeoutException("no broker"));
        script.bring(records(LOG_0, 1));

        assertThat(offsets(reader.poll(POLL), LOG_0)).containsExactly(0L);
        script.awaitPollsEnded(2);
        assertThatThrownBy(() -> reader.poll(POLL))
                .isInstanceOf(TimeoutException.class)
                .hasMessage("no broker");

        assertThat(script.polls()).isEqualTo(2); // The owner waits a while before it tries again.
        assertThat(reader.position(LOG_0)).isEqualTo(1L);
        assertThat(offsets(reader.poll(POLL), LOG_0)).containsExactly(1L);
    }

    @Test
    void anErrorIsKeptWhileQuestionsAreAsked() {
        script.bring(records(LOG_0, 0));
        script.fail(new LogTruncatedException(Set.of(LOG_0), null));
        reader.poll(POLL);
        script.awaitPollsEnded(2);

        reader.endOffsets(Set.of(LOG_0));

        assertThatThrownBy(() -> reader.poll(POLL)).isInstanceOf(LogTruncatedException.class);
    }

    @Test
    void anErrorIsForgottenWhenAnotherOffsetIsSought() {
        script.bring(records(LOG_0, 0));
        script.fail(new LogTruncatedException(Set.of(LOG_0), null));
        script.bring(records(LOG_0, 9));
        reader.poll(POLL);
        script.awaitPollsEnded(2);

        reader.seek(LOG_0, 9);

        assertThat(nextOffsets()).containsExactly(9L);
    }

    @Test
    void anErrorOfTheJvmReachesTheOwner() {
        script.fail(new OutOfMemoryError("heap"));

        assertThatThrownBy(() -> reader.poll(POLL)).isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void anInterruptedPollLosesNothing() {
        script.bring(records(LOG_0, 0));
        reader.poll(POLL);
        script.awaitPolls(2);

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> reader.poll(POLL)).isInstanceOf(InterruptException.class);
        assertThat(Thread.interrupted()).isTrue();
        script.bring(records(LOG_0, 1));

        assertThat(offsets(reader.poll(POLL), LOG_0)).containsExactly(1L);
    }

    @Test
    void closingWhileInterruptedLeavesNoThread() {
        script.bring(records(LOG_0, 0));
        reader.poll(POLL);
        script.awaitPolls(2);

        Thread.currentThread().interrupt();
        reader.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(thread.isTerminated()).isTrue();
    }

    @Test
    void halfAsManyPartitionsAreReadAtATime() {
        assertThat(reader.partitionsAtOnce()).isEqualTo(4);
    }

    /** Offsets of the next batch that has any: a read that was cut short brings none, nor may the one after it. */
    private List<Long> nextOffsets() {
        List<Long> offsets = List.of();
        for (int i = 0; i < 3 && offsets.isEmpty(); i++) {
            offsets = offsets(reader.poll(POLL), LOG_0);
        }
        return offsets;
    }

    private static Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records(
            TopicPartition partition, long... offsets) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (long offset : offsets) {
            byte[] bytes = String.valueOf(offset).getBytes(UTF_8);
            records.add(new ConsumerRecord<>(partition.topic(), partition.partition(), offset, bytes, bytes));
        }
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> byPartition = new HashMap<>();
        byPartition.put(partition, records);
        return byPartition;
    }

    private static List<Long> offsets(ConsumerRecords<byte[], byte[]> records, TopicPartition partition) {
        return records.records(partition).stream().map(ConsumerRecord::offset).toList();
    }
}
