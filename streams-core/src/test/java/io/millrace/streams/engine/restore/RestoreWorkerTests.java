package io.millrace.streams.engine.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.engine.restore.RestoreMessage.Recall;
import io.millrace.streams.engine.restore.RestoreMessage.Restore;
import io.millrace.streams.engine.restore.RestoreMessage.Stop;
import io.millrace.streams.processor.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RestoreWorkerTests extends RestoreWorkerSetup {

    @Test
    void theBackendHearsHowARestoreGoesOnAndWhenItEnds() {
        for (int i = 0; i < 3; i++) {
            logs.append(LOG_0, "k" + i, "v");
        }
        OneStoreTask task = new OneStoreTask(LOG_0);

        restore(task);

        assertThat(task.toldToBackend()).containsExactly("2 in counts", "1 in counts", "all of counts");
    }

    @Test
    void aListenerThatAsksFindsTheProgressItIsToldOf() {
        for (int i = 0; i < 3; i++) {
            logs.append(LOG_0, "k" + i, "v");
        }
        List<Long> remaining = new ArrayList<>();
        listener.asking = () -> remaining.add(worker.progress().values().stream()
                .mapToLong(RestoreProgress::remaining)
                .sum());

        restore(new OneStoreTask(LOG_0));

        assertThat(remaining).startsWith(3L).endsWith(0L);
    }

    @Test
    void withNothingToDoItWaitsForAMessage() {
        assertThat(worker.step()).isEqualTo(RestoreWorker.UNTIL_MESSAGE);
    }

    @Test
    void aMessageWakesTheReader() {
        worker.post(new Recall(new TaskId(0, 0)));

        assertThat(logs.wakeups).isEqualTo(1);
    }

    @Test
    void aTaskIsRestoredToTheEndOfItsChangelog() {
        for (int i = 0; i < 5; i++) {
            logs.append(LOG_0, "k" + i, "v" + i);
        }
        logs.append(LOG_0, "k0", null);
        OneStoreTask task = new OneStoreTask(LOG_0);

        restore(task);

        assertThat(outbox.told).containsExactly("restored 0_0");
        assertThat(task.get("k0")).isNull();
        assertThat(task.get("k4")).isEqualTo("v4");
        assertThat(task.state().position(LOG_0)).hasValue(6L);
        assertThat(logs.assigned()).isEmpty();
    }

    @Test
    void theUsersListenerHearsOfStartBatchesAndEnd() {
        for (int i = 0; i < 3; i++) {
            logs.append(LOG_0, "k" + i, "v" + i);
        }

        restore(new OneStoreTask(LOG_0));

        assertThat(listener.told)
                .containsExactly("start counts 0-3", "batch counts 2 to 1", "batch counts 1 to 2", "end counts 3");
    }

    @Test
    void aTaskGoesOnFromItsStoredPosition() {
        OneStoreTask task = new OneStoreTask(LOG_0);
        logs.append(LOG_0, "a", "1");
        restore(task);
        logs.append(LOG_0, "b", "2");
        listener.told.clear();

        restore(task);

        assertThat(task.get("b")).isEqualTo("2");
        assertThat(listener.told).containsExactly("start counts 1-2", "batch counts 1 to 1", "end counts 1");
    }

    @Test
    void aTaskThatIsUpToDateComesBackAtOnce() {
        OneStoreTask task = new OneStoreTask(LOG_0);

        worker.post(new Restore(task, Map.of()));
        worker.step();

        assertThat(outbox.told).containsExactly("restored 0_0");
        assertThat(listener.told).isEmpty();
    }

    @Test
    void severalTasksAreReadTogether() {
        for (int i = 0; i < 4; i++) {
            logs.append(LOG_0, "k" + i, "v");
            logs.append(LOG_1, "k" + i, "v");
        }
        worker.post(new Restore(new OneStoreTask(LOG_0), Map.of()));
        worker.post(new Restore(new OneStoreTask(LOG_1), Map.of()));
        worker.step();

        assertThat(logs.assigned()).containsExactlyInAnyOrder(LOG_0, LOG_1);

        runToIdle();
        assertThat(outbox.told).containsExactly("restored 0_0", "restored 0_1");
    }

    @Test
    void noMorePartitionsAreReadAtATimeThanTheReaderMayFetchTogether() {
        logs.partitionsAtOnce = 2;
        List<OneStoreTask> tasks = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            TopicPartition partition = new TopicPartition(LOG_0.topic(), i);
            for (int j = 0; j < 5; j++) {
                logs.append(partition, "k" + j, "v" + i);
            }
            tasks.add(new OneStoreTask(partition));
            worker.post(new Restore(tasks.get(i), Map.of()));
        }
        worker.post(new Recall(new TaskId(0, 1)));

        while (worker.step() != RestoreWorker.UNTIL_MESSAGE) {
            assertThat(logs.assigned()).hasSizeLessThanOrEqualTo(2);
        }

        assertThat(outbox.told)
                .containsExactly(
                        "recalled 0_1",
                        "restored 0_0",
                        "restored 0_2",
                        "restored 0_3",
                        "restored 0_4",
                        "restored 0_5",
                        "restored 0_6");
        assertThat(tasks.get(6).get("k4")).isEqualTo("v6");
        assertThat(tasks.get(1).get("k4")).isNull();
    }

    @Test
    void theTimeThatIsLeftCountsFromWhenReadingBegan() {
        logs.partitionsAtOnce = 1;
        for (int i = 0; i < 4; i++) {
            logs.append(LOG_0, "k" + i, "v");
            logs.append(LOG_1, "k" + i, "v");
        }
        worker.post(new Restore(new OneStoreTask(LOG_0), Map.of()));
        worker.post(new Restore(new OneStoreTask(LOG_1), Map.of()));
        worker.step();
        RestoreProgress.Changelog waiting =
                worker.progress().get(new TaskId(0, 1)).changelogs().get(0);
        assertThat(waiting.remainingMs(clock.nowMs())).isEqualTo(-1);
        clock.nowMs += 10_000;

        worker.step();
        worker.step();

        RestoreProgress.Changelog read =
                worker.progress().get(new TaskId(0, 1)).changelogs().get(0);
        assertThat(read.remainingMs(clock.nowMs() + 100)).isEqualTo(100);
    }

    @Test
    void aTaskThatComesLaterDoesNotDisturbTheOthers() {
        for (int i = 0; i < 6; i++) {
            logs.append(LOG_0, "k" + i, "v" + i);
        }
        logs.append(LOG_1, "x", "y");
        OneStoreTask first = new OneStoreTask(LOG_0);
        OneStoreTask second = new OneStoreTask(LOG_1);
        worker.post(new Restore(first, Map.of()));
        worker.step();

        worker.post(new Restore(second, Map.of()));
        runToIdle();

        assertThat(first.get("k5")).isEqualTo("v5");
        assertThat(second.get("x")).isEqualTo("y");
        assertThat(listener.told.stream().filter(told -> told.startsWith("end")))
                .containsExactly("end counts 1", "end counts 6");
    }

    @Test
    void offsetsWithoutRecordsCountAsRead() {
        logs.append(LOG_0, "a", "1");
        logs.appendMarker(LOG_0);
        logs.appendMarker(LOG_0);

        OneStoreTask task = new OneStoreTask(LOG_0);
        restore(task);

        assertThat(outbox.told).containsExactly("restored 0_0");
        assertThat(task.state().position(LOG_0)).hasValue(3L);
    }

    @Test
    void aSourceTopicIsRestoredUpToTheCommittedInput() {
        for (int i = 0; i < 4; i++) {
            logs.append(LOG_0, "k" + i, "v");
        }
        OneStoreTask task = new OneStoreTask(LOG_0);

        worker.post(new Restore(task, Map.of(LOG_0, 3L)));
        runToIdle();

        assertThat(task.get("k2")).isEqualTo("v");
        assertThat(task.get("k3")).isNull();
        assertThat(task.state().position(LOG_0)).hasValue(3L);
    }

    @Test
    void aKeyBeyondWhatIsRestoredCanBeRemovedFromTheChangelog() {
        logs.append(LOG_0, "k0", "v");
        logs.append(LOG_0, "k1", "v");
        OneStoreTask whole = new OneStoreTask(LOG_0);
        OneStoreTask part = new OneStoreTask(LOG_1);
        logs.append(LOG_1, "k0", "v");
        logs.append(LOG_1, "k1", "v");

        restore(whole);
        worker.post(new Restore(part, Map.of(LOG_1, 1L)));
        runToIdle();

        assertThat(whole.loggedWhenRemoved("k2")).isEmpty();
        assertThat(part.loggedWhenRemoved("k1")).containsExactly("k1=null");
    }

    @Test
    void aPositionThatTheLogHasDeletedStartsOverWithAnEmptyStore() {
        OneStoreTask task = new OneStoreTask(LOG_0);
        logs.append(LOG_0, "old", "1");
        restore(task);
        logs.append(LOG_0, "lost", "2");
        logs.append(LOG_0, "kept", "3");
        logs.deleteBefore(LOG_0, 2L);

        restore(task);

        assertThat(task.get("old")).isNull();
        assertThat(task.get("kept")).isEqualTo("3");
        assertThat(task.state().position(LOG_0)).hasValue(3L);
    }

    @Test
    void aPositionBeyondTheEndOfTheLogStartsOver() {
        OneStoreTask task = new OneStoreTask(LOG_0);
        task.state().restore(LOG_0, List.of(), 100L);
        logs.append(LOG_0, "a", "1");

        restore(task);

        assertThat(task.get("a")).isEqualTo("1");
        assertThat(task.state().position(LOG_0)).hasValue(1L);
    }

    @Test
    void recordsDeletedWhileTheyAreReadStartOver() {
        for (int i = 0; i < 6; i++) {
            logs.append(LOG_0, "k" + i, "v");
        }
        OneStoreTask task = new OneStoreTask(LOG_0);
        worker.post(new Restore(task, Map.of()));
        worker.step();
        logs.deleteBefore(LOG_0, 4L);

        runToIdle();

        assertThat(outbox.told).containsExactly("restored 0_0");
        assertThat(task.get("k0")).isNull();
        assertThat(task.get("k5")).isEqualTo("v");
    }

    @Test
    void aRecalledTaskComesBackUnfinishedAndCanBeRestoredFurther() {
        for (int i = 0; i < 6; i++) {
            logs.append(LOG_0, "k" + i, "v");
        }
        OneStoreTask task = new OneStoreTask(LOG_0);
        worker.post(new Restore(task, Map.of()));
        worker.step();

        worker.post(new Recall(task.id()));
        worker.step();

        assertThat(outbox.told).containsExactly("recalled 0_0");
        assertThat(listener.told).last().isEqualTo("suspended counts 2");
        assertThat(logs.assigned()).isEmpty();
        assertThat(task.state().position(LOG_0)).hasValue(2L);
        restore(task);
        assertThat(task.get("k5")).isEqualTo("v");
    }

    @Test
    void recallingATaskThatIsOnItsWayBackDoesNothing() {
        restore(new OneStoreTask(LOG_0));

        worker.post(new Recall(new TaskId(0, 0)));
        worker.step();

        assertThat(outbox.told).containsExactly("restored 0_0");
    }

    @Test
    void stoppingHandsEveryTaskBack() {
        logs.append(LOG_0, "a", "1");
        worker.post(new Restore(new OneStoreTask(LOG_0), Map.of()));
        worker.post(new Restore(new OneStoreTask(LOG_1), Map.of()));
        worker.post(new Stop());

        assertThat(worker.step()).isEqualTo(RestoreWorker.STOPPED);
        assertThat(outbox.told).containsExactly("recalled 0_0", "recalled 0_1");
        assertThat(logs.closed).isTrue();
    }

    @Test
    void othersSeeHowFarItIs() {
        for (int i = 0; i < 5; i++) {
            logs.append(LOG_0, "k" + i, "v");
        }
        worker.post(new Restore(new OneStoreTask(LOG_0), Map.of()));
        worker.step();

        RestoreProgress progress = worker.progress().get(new TaskId(0, 0));
        assertThat(progress.changelogs())
                .containsExactly(new RestoreProgress.Changelog(
                        LOG_0, "counts", new RestoreProgress.Offsets(0, 2, 5), 2, 6, clock.nowMs()));
        assertThat(progress.remaining()).isEqualTo(3);
        assertThat(progress.changelogs().get(0).remainingMs(clock.nowMs() + 1_000))
                .isEqualTo(1_500);

        runToIdle();
        assertThat(worker.progress()).isEmpty();
    }

    @Test
    void metricsTellHowFarItIsAndGoWithTheTask() {
        for (int i = 0; i < 5; i++) {
            logs.append(LOG_0, "k" + i, "v");
        }
        OneStoreTask task = new OneStoreTask(LOG_0);
        worker.post(new Restore(task, Map.of()));
        worker.step();
        clock.nowMs += 1_000;

        assertThat(metric("remaining-records")).isEqualTo(3L);
        assertThat(metric("restored-records")).isEqualTo(2L);
        assertThat(metric("restored-bytes")).isEqualTo(6L);
        assertThat(metric("remaining-ms")).isEqualTo(1_500L);
        assertThat(metric("active-restoring-tasks")).isEqualTo(1);
        assertThat(metric("restore-records-total")).isEqualTo(2.0);
        assertThat(task.remainingToRestore()).isEqualTo(3);

        runToIdle();
        assertThat(metric("remaining-records")).isNull();
        assertThat(metric("active-restoring-tasks")).isEqualTo(0);
        assertThat(metric("restore-records-total")).isEqualTo(5.0);
        assertThat(task.remainingToRestore()).isZero();

        worker.post(new Stop());
        worker.step();
        assertThat(metric("restore-records-total")).isNull();
    }

    private Object metric(String name) {
        return metrics.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals(name))
                .map(metric -> metric.getValue().metricValue())
                .findFirst()
                .orElse(null);
    }

    @Test
    @Timeout(30)
    void itsThreadEndsWhenToldTo() throws InterruptedException {
        logs.append(LOG_0, "a", "1");
        Thread thread = new Thread(new RestoreLoop(worker), "restore");
        thread.start();

        worker.post(new Restore(new OneStoreTask(LOG_0), Map.of()));
        while (outbox.told.isEmpty()) {
            Thread.onSpinWait();
        }
        worker.post(new Stop());
        thread.join();

        assertThat(outbox.told).containsExactly("restored 0_0");
        assertThat(logs.closed).isTrue();
    }
}
