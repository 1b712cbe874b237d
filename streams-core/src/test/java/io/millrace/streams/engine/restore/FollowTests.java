package io.millrace.streams.engine.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.engine.log.LogPosition;
import io.millrace.streams.engine.metrics.EngineMetrics;
import io.millrace.streams.engine.restore.RestoreMessage.Follow;
import io.millrace.streams.engine.restore.RestoreMessage.Recall;
import io.millrace.streams.engine.restore.RestoreMessage.Restore;
import io.millrace.streams.engine.restore.RestoreMessage.Stop;
import io.millrace.streams.engine.restore.RestoreWorker.Following;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.query.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.metrics.Metrics;
import org.junit.jupiter.api.Test;

/** Standby tasks follow their changelogs as far as the group has committed. */
class FollowTests extends RestoreWorkerSetup {

    private static final TopicPartition INPUT_0 = new TopicPartition("input", 0);

    private final OneStoreTask task = new OneStoreTask(LOG_0);

    @Test
    void whatComesIsLoadedWithoutEnd() {
        append(3);
        follow(task);
        assertThat(task.get("k2")).isEqualTo("v2");

        logs.append(LOG_0, "later", "1");
        commit(4);
        follows();

        assertThat(task.get("later")).isEqualTo("1");
        assertThat(task.state().position(LOG_0)).hasValue(4);
        assertThat(outbox.told).isEmpty();
        assertThat(task.toldToBackend()).isEmpty(); // It is read by queries all the time.
    }

    @Test
    void whatIsNotCommittedIsNotLoaded() {
        append(5);
        commit(3);

        follow(task);

        assertThat(task.get("k2")).isEqualTo("v2");
        assertThat(task.get("k3")).isNull();
        assertThat(task.state().position(LOG_0)).hasValue(3);
        assertThat(logs.assigned()).isEmpty();
    }

    @Test
    void nothingIsLoadedBeforeItIsKnownWhatIsCommitted() {
        append(3);
        group.silent = true;

        follow(task);

        assertThat(task.state().position(LOG_0)).isEmpty();
        assertThat(logs.polls).isZero();
    }

    @Test
    void theStoreKnowsWhatOfItsInputsItReflects() {
        append(5);
        commit(3);
        follow(task);
        assertThat(task.position()).isEqualTo(Position.emptyPosition().withComponent("input", 0, 2));

        commit(5);
        follows();

        assertThat(task.position()).isEqualTo(Position.emptyPosition().withComponent("input", 0, 4));
    }

    @Test
    void whatIsCommittedIsAskedForOnceAnInterval() {
        append(1);
        worker.post(new Follow(task));
        for (int i = 0; i < 50; i++) {
            worker.step();
            clock.nowMs += 10;
        }

        assertThat(group.asked).isEqualTo(3);
    }

    @Test
    void aGroupThatDoesNotAnswerIsAskedAgain() {
        append(3);
        group.failure = new TimeoutException("no coordinator");
        follow(task);
        assertThat(task.state().position(LOG_0)).isEmpty();

        group.failure = null;
        follows();

        assertThat(task.get("k2")).isEqualTo("v2");
    }

    @Test
    void aTaskThatHasNothingToReadWaits() {
        append(1);
        follow(task);
        int polls = logs.polls;
        worker.step();

        assertThat(worker.step()).isBetween(1L, 1_000L);
        assertThat(logs.polls).isEqualTo(polls);
    }

    @Test
    void committedRecordsNeedNoLimitUnlessTheyAreInput() {
        OneStoreTask ofInput = new OneStoreTask(LOG_1, LOG_1);
        RestoreWorker exactlyOnce = worker(true);
        append(3);
        for (int i = 0; i < 3; i++) {
            logs.append(LOG_1, "k" + i, "v" + i);
        }
        group.commit(INPUT_0, 0);
        group.commit(LOG_1, 2);

        exactlyOnce.post(new Follow(task));
        exactlyOnce.post(new Follow(ofInput));
        steps(exactlyOnce, 10);

        assertThat(task.get("k2")).isEqualTo("v2");
        assertThat(ofInput.get("k1")).isEqualTo("v1");
        assertThat(ofInput.get("k2")).isNull();
    }

    @Test
    void aFollowerGoesOnFromItsStoredPosition() {
        append(2);
        restore(task);
        append(2);

        follow(task);

        assertThat(standbyListener.told).first().isEqualTo("start counts at 2");
        assertThat(task.state().position(LOG_0)).hasValue(4);
    }

    @Test
    void theListenerHearsOfStartBatchesAndEnd() {
        append(3);
        follow(task);
        worker.post(new Recall(task.id()));
        worker.step();

        assertThat(standbyListener.told)
                .containsExactly(
                        "start counts at 0",
                        "batch counts of 0_0 2 to 1 of 3",
                        "batch counts of 0_0 1 to 2 of 3",
                        "suspended counts at 2 of 3 MIGRATED");
    }

    @Test
    void aRecalledFollowerComesBackClosed() {
        append(3);
        follow(task);

        worker.post(new Recall(task.id()));

        assertThat(worker.step()).isEqualTo(RestoreWorker.UNTIL_MESSAGE);
        assertThat(outbox.told).containsExactly("recalled 0_0");
        assertThat(task.closed).isTrue();
        assertThat(logs.assigned()).isEmpty();
        assertThat(worker.followed()).isEmpty();
    }

    @Test
    void aPromotedFollowerIsRestoredToItsEndWithTheSameStores() {
        append(3);
        follow(task);
        for (int i = 3; i < 6; i++) {
            logs.append(LOG_0, "k" + i, "v" + i);
        }

        worker.post(new Restore(task, Map.of(LOG_0, 5L)));
        runToIdle();

        assertThat(outbox.told).containsExactly("restored 0_0");
        assertThat(task.closed).isFalse();
        assertThat(task.get("k0")).isEqualTo("v0");
        assertThat(task.get("k4")).isEqualTo("v4");
        assertThat(task.get("k5")).isNull();
        assertThat(listener.told).containsExactly("start counts 3-5", "batch counts 2 to 4", "end counts 2");
        assertThat(standbyListener.told).last().isEqualTo("suspended counts at 2 of 3 PROMOTED");
    }

    @Test
    void aFollowerThatHasEverythingIsActiveAtOnce() {
        append(3);
        follow(task);

        worker.post(new Restore(task, Map.of(LOG_0, 3L)));
        worker.step();

        assertThat(outbox.told).containsExactly("restored 0_0");
        assertThat(listener.told).isEmpty();
    }

    @Test
    void recordsThatAreGoneAreWaitedForFromTheBeginning() {
        append(3);
        follow(task);
        for (int i = 3; i < 8; i++) {
            logs.append(LOG_0, "k" + i, "v" + i);
        }
        logs.deleteBefore(LOG_0, 6);
        commit(8);

        follows();

        assertThat(task.get("k0")).isNull();
        assertThat(task.get("k7")).isEqualTo("v7");
        assertThat(task.state().position(LOG_0)).hasValue(8);
    }

    @Test
    void aLogThatBeginsLaterIsReadFromThere() {
        append(5);
        logs.deleteBefore(LOG_0, 3);

        follow(task);

        assertThat(task.get("k4")).isEqualTo("v4");
        assertThat(task.state().position(LOG_0)).hasValue(5);
    }

    @Test
    void restoringTasksComeFirst() {
        logs.partitionsAtOnce = 1;
        append(4);
        for (int i = 0; i < 4; i++) {
            logs.append(LOG_1, "k" + i, "v");
        }
        follow(task, 1);
        OneStoreTask restoring = new OneStoreTask(LOG_1);
        worker.post(new Restore(restoring, Map.of()));
        long before = task.state().position(LOG_0).orElse(0);

        while (outbox.told.isEmpty()) {
            worker.step();
            assertThat(logs.assigned()).hasSizeLessThanOrEqualTo(1);
            if (outbox.told.isEmpty()) {
                assertThat(task.state().position(LOG_0).orElse(0)).isEqualTo(before);
            }
        }
        follows();

        assertThat(outbox.told).containsExactly("restored 0_1");
        assertThat(task.get("k3")).isEqualTo("v3");
    }

    @Test
    void followersTakeTurns() {
        logs.partitionsAtOnce = 2;
        List<OneStoreTask> tasks = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            TopicPartition partition = new TopicPartition(LOG_0.topic(), i);
            group.commit(new TopicPartition("input", i), 100);
            for (int j = 0; j < 5; j++) {
                logs.append(partition, "k" + j, "v" + i);
            }
            tasks.add(new OneStoreTask(partition));
            worker.post(new Follow(tasks.get(i)));
        }
        for (int i = 0; i < 40; i++) {
            worker.step();
            assertThat(logs.assigned()).hasSizeLessThanOrEqualTo(2);
            clock.nowMs += 100;
        }

        for (int i = 0; i < 5; i++) {
            assertThat(tasks.get(i).get("k4")).as("task %d", i).isEqualTo("v" + i);
        }
    }

    @Test
    void whatCannotBeReadRestsAndIsTriedAgain() {
        append(3);
        logs.append(LOG_1, "a", "1");
        follow(task, 1);
        logs.failures.add(new StreamsException("a record is corrupt"));
        worker.step();
        OneStoreTask restoring = new OneStoreTask(LOG_1);
        worker.post(new Restore(restoring, Map.of()));
        while (outbox.told.isEmpty()) {
            worker.step();
        }

        assertThat(outbox.told).containsExactly("restored 0_1");
        assertThat(task.state().position(LOG_0)).isEmpty();
        assertThat(worker.step()).isPositive();

        clock.nowMs += Duration.ofSeconds(30).toMillis();
        follows();
        assertThat(task.get("k2")).isEqualTo("v2");
    }

    @Test
    void aChangelogThatCannotBeReadKeepsNoOtherFromBeingFollowed() {
        append(3);
        List<OneStoreTask> others = new ArrayList<>();
        worker.post(new Follow(task));
        for (int i = 1; i < 4; i++) {
            TopicPartition partition = new TopicPartition(LOG_0.topic(), i);
            group.commit(new TopicPartition("input", i), 100);
            logs.append(partition, "a", "1");
            others.add(new OneStoreTask(partition));
            worker.post(new Follow(others.get(i - 1)));
        }
        logs.unreadable.add(LOG_0);

        steps(worker, 20);
        assertThat(others).allSatisfy(other -> assertThat(other.get("a")).isEqualTo("1"));
        for (int i = 1; i < 4; i++) {
            logs.append(new TopicPartition(LOG_0.topic(), i), "b", "2");
        }
        follows();

        assertThat(others).allSatisfy(other -> assertThat(other.get("b")).isEqualTo("2"));
        assertThat(task.state().position(LOG_0)).isEmpty();
        assertThat(outbox.told).isEmpty();

        logs.unreadable.clear();
        clock.nowMs += Duration.ofSeconds(30).toMillis();
        follows();
        assertThat(task.get("k2")).isEqualTo("v2");
    }

    @Test
    void aChangelogThatCannotBeReadIsNotHeldAgainstWhatIsRestored() {
        append(3);
        for (int i = 0; i < 3; i++) {
            logs.append(LOG_1, "k" + i, "v" + i);
        }
        logs.unreadable.add(LOG_0);
        worker.post(new Follow(task));
        worker.post(new Restore(new OneStoreTask(LOG_1), Map.of()));

        steps(worker, 20);

        assertThat(outbox.told).containsExactly("restored 0_1");
    }

    @Test
    void whatSaysNothingKeepsNoOtherFromBeingFollowed() {
        OneStoreTask other = new OneStoreTask(LOG_1);
        group.commit(INPUT_0, 100); // There is nothing to read yet.
        group.commit(new TopicPartition("input", 1), 100);
        logs.append(LOG_1, "a", "1");
        logs.failures.add(new StreamsException("once"));
        worker.post(new Follow(task));
        worker.post(new Follow(other));

        for (int i = 0; i < 20; i++) {
            worker.step();
            clock.nowMs += 100;
        }

        assertThat(other.get("a")).isEqualTo("1");
    }

    @Test
    void theWorkerIsToldWhenItIsKnownWhatIsCommitted() {
        group.pending = new CompletableFuture<>();
        AtomicInteger told = new AtomicInteger();
        FollowLimits limits = new FollowLimits(
                new Following(null, group, Duration.ofMillis(200), false), clock, told::incrementAndGet);

        Map<TopicPartition, LogPosition> first = limits.refresh(List.of(new TaskFollow(task)));
        long waitMs = limits.waitMs();
        group.pending.complete(Map.of(INPUT_0, new LogPosition(3, "")));

        assertThat(first).isNull();
        assertThat(waitMs).isGreaterThan(1_000);
        assertThat(told).hasValue(1);
        assertThat(limits.refresh(List.of())).containsOnlyKeys(INPUT_0);
    }

    @Test
    void anOutageIsWaitedOut() {
        append(3);
        follow(task, 1);
        logs.failures.add(new TimeoutException("no broker"));

        assertThat(worker.step()).isEqualTo(100);
        follows();

        assertThat(task.get("k2")).isEqualTo("v2");
    }

    @Test
    void aStoreThatCannotTakeARecordFailsItsTaskAndNoOther() {
        append(1);
        logs.append(LOG_1, "a", "1");
        group.commit(new TopicPartition("input", 1), 1);
        OneStoreTask other = new OneStoreTask(LOG_1);
        task.breakBackend();
        worker.post(new Follow(other));

        follow(task);

        assertThat(outbox.told).containsExactly("failed 0_0 disk full");
        assertThat(other.get("a")).isEqualTo("1");
        assertThat(worker.followed()).containsOnlyKeys(new TaskId(0, 1));
    }

    @Test
    void aStoreThatCannotNoteWhereItIsFailsItsTaskOnly() {
        append(2);
        restore(task);
        task.breakBackend();
        worker.post(new Follow(new OneStoreTask(LOG_1)));

        follow(task);

        assertThat(outbox.told).containsExactly("restored 0_0", "failed 0_0 disk full");
        assertThat(worker.followed()).containsOnlyKeys(new TaskId(0, 1));
    }

    @Test
    void aListenerThatThrowsFailsTheTaskAndIsNamed() {
        append(1);
        standbyListener.failure = new IllegalStateException("bug");

        follow(task);

        assertThat(outbox.told).singleElement().asString().contains("failed 0_0", "StandbyUpdateListener", "counts");
    }

    @Test
    void aListenerThatThrowsAtAPromotionFailsTheActiveTask() {
        append(1);
        follow(task);
        standbyListener.failure = new IllegalStateException("bug");

        worker.post(new Restore(task, Map.of()));
        worker.step();

        assertThat(outbox.told).singleElement().asString().contains("failed 0_0", "StandbyUpdateListener");
        assertThat(worker.followed()).isEmpty();
    }

    @Test
    void stoppingHandsFollowersBackClosed() {
        follow(task);

        worker.post(new Stop());

        assertThat(worker.step()).isEqualTo(RestoreWorker.STOPPED);
        assertThat(outbox.told).containsExactly("recalled 0_0");
        assertThat(task.closed).isTrue();
    }

    @Test
    void othersSeeHowFarItIs() {
        append(5);
        commit(3);
        follow(task);

        RestoreProgress progress = worker.followed().get(task.id());
        assertThat(progress.changelogs()).singleElement().satisfies(changelog -> {
            assertThat(changelog.offsets().start()).isZero();
            assertThat(changelog.offsets().next()).isEqualTo(3);
            assertThat(changelog.offsets().end()).isEqualTo(5);
        });
        assertThat(worker.progress()).isEmpty();
        assertThat(metric("standby-updating-tasks")).isEqualTo(1);
        assertThat(metric("active-restoring-tasks")).isEqualTo(0);
    }

    private Object metric(String name) {
        return metrics.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals(name))
                .map(metric -> metric.getValue().metricValue())
                .findFirst()
                .orElse(null);
    }

    private RestoreWorker worker(boolean readsCommitted) {
        return new RestoreWorker(
                "restore-2",
                new RestoreWorker.Parts(
                        logs,
                        outbox,
                        listener,
                        logs::written,
                        new EngineMetrics(new Metrics()),
                        new Following(standbyListener, group, Duration.ofMillis(200), readsCommitted)),
                clock,
                new RestoreWorker.Timing(Duration.ofMillis(1), Duration.ofMillis(100), Duration.ofSeconds(30)));
    }

    /** Appends records, numbered from 0, and commits all there are. */
    private void append(int records) {
        for (int i = 0; i < records; i++) {
            logs.append(LOG_0, "k" + i, "v" + i);
        }
        commit(logs.endOffsets(Set.of(LOG_0)).get(LOG_0));
    }

    private void commit(long offset) {
        group.commit(INPUT_0, offset);
    }

    private void follow(OneStoreTask follower) {
        follow(follower, 20);
    }

    private void follow(OneStoreTask follower, int steps) {
        worker.post(new Follow(follower));
        steps(worker, steps);
    }

    /** Lets so much time pass that everything committed is loaded. */
    private void follows() {
        clock.nowMs += 1_000;
        steps(worker, 20);
    }

    private static void steps(RestoreWorker subject, int steps) {
        for (int i = 0; i < steps; i++) {
            subject.step();
        }
    }
}
