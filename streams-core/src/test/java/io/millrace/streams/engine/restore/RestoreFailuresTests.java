package io.millrace.streams.engine.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.engine.metrics.EngineMetrics;
import io.millrace.streams.engine.restore.RestoreMessage.Follow;
import io.millrace.streams.engine.restore.RestoreMessage.Recall;
import io.millrace.streams.engine.restore.RestoreMessage.Restore;
import io.millrace.streams.engine.restore.RestoreMessage.Stop;
import io.millrace.streams.engine.restore.RestoreMessage.TellInstanceId;
import io.millrace.streams.engine.restore.RestoreWorker.Following;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.TaskId;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.metrics.Metrics;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What becomes of tasks when the broker, a store or a listener fails while they are restored. */
class RestoreFailuresTests extends RestoreWorkerSetup {

    @Test
    void aBrokerThatDoesNotAnswerIsWaitedFor() {
        logs.append(LOG_0, "a", "1");
        logs.failures.add(new TimeoutException("no broker"));
        OneStoreTask task = new OneStoreTask(LOG_0);
        worker.post(new Restore(task, Map.of()));

        assertThat(worker.step()).isEqualTo(100L);
        assertThat(worker.step()).isEqualTo(100L);
        clock.nowMs += 100;
        runToIdle();

        assertThat(outbox.told).containsExactly("restored 0_0");
    }

    @Test
    void aTaskThatWaitsForTheBrokerDoesNotHoldUpAnother() {
        for (int i = 0; i < 3; i++) {
            logs.append(LOG_0, "k" + i, "v");
            logs.append(LOG_1, "k" + i, "v");
        }
        worker.post(new Restore(new OneStoreTask(LOG_0), Map.of()));
        worker.step();
        logs.failures.add(new TimeoutException("no answer"));
        worker.post(new Restore(new OneStoreTask(LOG_1), Map.of()));
        worker.step();

        assertThat(outbox.told).containsExactly("restored 0_0");

        clock.nowMs += 100;
        runToIdle();
        assertThat(outbox.told).containsExactly("restored 0_0", "restored 0_1");
    }

    @Test
    void anErrorWhileReadingThatMayPassIsWaitedOut() {
        logs.append(LOG_0, "a", "1");
        logs.append(LOG_0, "b", "1");
        logs.append(LOG_0, "c", "1");
        worker.post(new Restore(new OneStoreTask(LOG_0), Map.of()));
        worker.step();
        logs.failures.add(new TimeoutException("no broker"));

        assertThat(worker.step()).isEqualTo(100L);
        runToIdle();

        assertThat(outbox.told).containsExactly("restored 0_0");
    }

    @Test
    void aWakeupWhileAskingForOffsetsIsForTheMessages() {
        logs.append(LOG_0, "a", "1");
        logs.failures.add(new WakeupException());
        worker.post(new Restore(new OneStoreTask(LOG_0), Map.of()));

        assertThat(worker.step()).isZero();
        runToIdle();

        assertThat(outbox.told).containsExactly("restored 0_0");
    }

    @Test
    void aChangelogThatMayNotBeReadFailsItsTasksOnly() {
        logs.append(LOG_0, "a", "1");
        logs.failures.add(new StreamsException("not authorised"));
        worker.post(new Restore(new OneStoreTask(LOG_0), Map.of()));
        worker.step();

        assertThat(outbox.told).containsExactly("failed 0_0 not authorised");
        restore(new OneStoreTask(LOG_0));
        assertThat(outbox.told).last().isEqualTo("restored 0_0");
    }

    @Test
    void aStoreThatCannotTakeARecordFailsItsTaskAndNoOther() {
        logs.append(LOG_0, "a", "1");
        logs.append(LOG_1, "a", "1");
        OneStoreTask broken = new OneStoreTask(LOG_0);
        broken.breakBackend();
        worker.post(new Restore(broken, Map.of()));
        worker.post(new Restore(new OneStoreTask(LOG_1), Map.of()));

        runToIdle();

        assertThat(outbox.told).containsExactly("failed 0_0 disk full", "restored 0_1");
    }

    @Test
    void aListenerThatThrowsFailsTheTaskAndIsNamed() {
        logs.append(LOG_0, "a", "1");
        listener.failure = new IllegalStateException("bug");

        restore(new OneStoreTask(LOG_0));

        assertThat(outbox.told).singleElement().asString().contains("failed 0_0", "StateRestoreListener", "counts");
    }

    @Test
    void aDeadWorkerAnswersForAllItsTasksAndThoseThatFollow() {
        logs.failures.add(new IllegalArgumentException("bug"));
        worker.post(new Restore(new OneStoreTask(LOG_0), Map.of()));
        worker.step();
        worker.post(new Restore(new OneStoreTask(LOG_1), Map.of()));
        worker.step();

        assertThat(outbox.told).containsExactly("failed 0_0 bug", "failed 0_1 bug");
        worker.post(new Stop());
        assertThat(worker.step()).isEqualTo(RestoreWorker.STOPPED);
    }

    @Test
    void anErrorKillsTheWorkerWhichAnswersUntilItIsStopped() throws Exception {
        logs.failures.add(new StackOverflowError("deep"));
        worker.post(new Restore(new OneStoreTask(LOG_0), Map.of()));
        worker.post(new Follow(new OneStoreTask(LOG_1)));

        assertAnswersOnceDead(2, "deep");
    }

    @Test
    void anInterruptKillsTheWorkerWhichAnswersUntilItIsStopped() throws Exception {
        logs.append(LOG_0, "a", "1");
        listener.interrupts = true;
        worker.post(new Restore(new OneStoreTask(LOG_0), Map.of()));
        worker.post(new Follow(new OneStoreTask(LOG_1)));

        assertAnswersOnceDead(2, "interrupted");
        assertThat(outbox.told).contains("restored 0_0");
    }

    private void assertAnswersOnceDead(int before, String cause) throws InterruptedException {
        Thread thread = new Thread(new RestoreLoop(worker), "restore-1");
        thread.start();
        Awaitility.await().until(() -> outbox.told.size() == before && logs.closed);
        CompletableFuture<Uuid> id = new CompletableFuture<>();
        worker.post(new Restore(new OneStoreTask(new TopicPartition(LOG_0.topic(), 2)), Map.of()));
        worker.post(new Follow(new OneStoreTask(new TopicPartition(LOG_0.topic(), 3))));
        worker.post(new TellInstanceId(Duration.ofSeconds(1), id));
        Awaitility.await().until(() -> outbox.told.size() == before + 2 && id.isDone());
        worker.post(new Stop());
        thread.join(Duration.ofSeconds(10).toMillis());

        assertThat(thread.isAlive()).isFalse();
        assertThat(id).isCompletedExceptionally();
        assertThat(outbox.told).filteredOn(told -> told.startsWith("failed")).allMatch(told -> told.contains(cause));
        assertThat(outbox.told).anyMatch(told -> told.startsWith("failed 0_2"));
        assertThat(outbox.told).anyMatch(told -> told.startsWith("failed 0_3"));
    }

    @Test
    void aTaskThatIsHandedOverTwiceFailsAndTheFirstIsAnsweredToo() {
        logs.append(LOG_0, "a", "1");
        worker.post(new Restore(new OneStoreTask(LOG_0), Map.of()));
        worker.post(new Restore(new OneStoreTask(LOG_0), Map.of()));

        runToIdle();

        assertThat(outbox.told).containsExactly("failed 0_0 Task 0_0 was handed over twice", "restored 0_0");
    }

    @Test
    void whateverHappensEveryTaskIsAnsweredOnce() {
        for (long seed = 1; seed <= 500; seed++) {
            Random random = new Random(seed);
            FakeChangelogs chaotic = new FakeChangelogs(1 + random.nextInt(3));
            Outbox answers = new Outbox();
            RestoreWorker subject = new RestoreWorker(
                    "restore-1",
                    new RestoreWorker.Parts(
                            chaotic,
                            answers,
                            new Listener(),
                            chaotic::written,
                            new EngineMetrics(new Metrics()),
                            new Following(null, new FakeGroup(), Duration.ZERO, true)),
                    clock,
                    new RestoreWorker.Timing(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(30)));
            int handedOver = chaos(random, chaotic, subject);
            subject.post(new Stop());
            subject.step();

            assertThat(answers.told).as("seed %d", seed).hasSize(handedOver);
        }
    }

    /** Posts, fails and truncates at random; answers how many tasks were handed over. */
    private static int chaos(Random random, FakeChangelogs chaotic, RestoreWorker subject) {
        int tasks = 0;
        for (int i = 0; i < 60; i++) {
            TopicPartition partition = new TopicPartition("log", random.nextInt(4));
            switch (random.nextInt(8)) {
                case 0, 1 -> {
                    TopicPartition fresh = new TopicPartition("log", 10 + tasks);
                    chaotic.append(fresh, "a", "1");
                    chaotic.append(fresh, "b", "2");
                    subject.post(new Restore(new OneStoreTask(fresh), Map.of()));
                    tasks++;
                }
                case 2 -> subject.post(new Recall(new TaskId(0, 10 + random.nextInt(tasks + 1))));
                case 3 -> chaotic.failures.add(new TimeoutException("seeded"));
                case 4 -> chaotic.failures.add(new StreamsException("seeded"));
                case 5 -> chaotic.failures.add(new WakeupException());
                case 6 -> chaotic.deleteBefore(partition, random.nextInt(2));
                default -> subject.step();
            }
        }
        return tasks;
    }

    @Test
    void recordsThatAreCommittedButCannotBeReadYetAreWaitedFor() {
        logs.append(LOG_0, "a", "1");
        logs.inOpenTransactions = 1;
        OneStoreTask task = new OneStoreTask(LOG_0);
        worker.post(new Restore(task, Map.of(LOG_0, 2L)));

        assertThat(worker.step()).isEqualTo(100L);
        clock.nowMs += Duration.ofHours(1).toMillis();
        assertThat(worker.step()).isEqualTo(100L);
        assertThat(outbox.told).isEmpty();
        logs.append(LOG_0, "b", "2");
        logs.inOpenTransactions = 0;
        clock.nowMs += 100;
        runToIdle();

        assertThat(outbox.told).containsExactly("restored 0_0");
        assertThat(task.get("b")).isEqualTo("2");
    }

    @Test
    void committedRecordsThatAreGoneAreNotWaitedFor() {
        logs.append(LOG_0, "a", "1");
        OneStoreTask task = new OneStoreTask(LOG_0);

        worker.post(new Restore(task, Map.of(LOG_0, 2L)));
        runToIdle();

        assertThat(outbox.told).containsExactly("restored 0_0");
        assertThat(task.get("a")).isEqualTo("1");
    }
}
