package io.millrace.streams.engine.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.engine.restore.RestoreMessage.Restore;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Changelogs that go on behind the end that was kept with the input positions. */
class KeptEndTests extends RestoreWorkerSetup {

    private OneStoreTask restored(long keptEnd) {
        return restored(new OneStoreTask(LOG_0), keptEnd);
    }

    private OneStoreTask restored(OneStoreTask task, long keptEnd) {
        worker.post(new Restore(task, Map.of(LOG_0, keptEnd)));
        runToIdle();
        return task;
    }

    @Test
    void whatWasNotCommittedIsNotRestored() {
        logs.append(LOG_0, "a", "1");
        logs.append(LOG_0, "b", "1");
        logs.append(LOG_0, "a", "2, not committed");
        logs.append(LOG_0, "c", "1, not committed");

        OneStoreTask task = restored(2);

        assertThat(task.get("a")).isEqualTo("1");
        assertThat(task.get("c")).isNull();
        assertThat(task.state().position(LOG_0)).hasValue(2L);
    }

    @Test
    void anEntryThatGaveWayToOneThatWasNotCommittedIsNotLost() {
        logs.append(LOG_0, "a", "29");
        logs.append(LOG_0, "b", "1");
        logs.append(LOG_0, "c", "1");
        logs.append(LOG_0, "a", "30, not committed");
        logs.append(LOG_0, "b", "2, not committed");
        logs.compactBelow(LOG_0, 4);

        OneStoreTask task = restored(3);

        assertThat(task.get("a")).isEqualTo("30, not committed");
        assertThat(task.get("c")).isEqualTo("1");
        assertThat(task.state().position(LOG_0)).hasValue(5L);
        assertThat(listener.told).contains("start counts 0-3").endsWith("end counts 4");
    }

    @Test
    void theLastEntryBeforeTheEndCounts() {
        logs.append(LOG_0, "b", "1");
        logs.append(LOG_0, "a", "29");
        logs.append(LOG_0, "a", "30, not committed");
        logs.append(LOG_0, "c", "1, not committed");
        logs.compactBelow(LOG_0, 3);

        assertThat(restored(2).get("a")).isEqualTo("30, not committed");
    }

    /** The cleaner goes through a log piece by piece: what follows may look as if it had not come as far. */
    @Test
    void anyGapLeavesDoubt() {
        logs.append(LOG_0, "a", "1");
        logs.append(LOG_0, "a", "2");
        logs.append(LOG_0, "b", "1");
        logs.append(LOG_0, "a", "3");
        logs.append(LOG_0, "a", "4, not committed");
        logs.compactBelow(LOG_0, 2);

        OneStoreTask task = restored(4);

        assertThat(task.get("a")).isEqualTo("4, not committed");
        assertThat(task.state().position(LOG_0)).hasValue(5L);
    }

    @Test
    void onlyWhatIsReadCounts() {
        logs.append(LOG_0, "a", "1");
        logs.append(LOG_0, "a", "2");
        logs.append(LOG_0, "b", "1");
        OneStoreTask task = restored(3);
        logs.append(LOG_0, "c", "1");
        logs.append(LOG_0, "b", "2, not committed");
        logs.compactBelow(LOG_0, 2);

        restored(task, 4);

        assertThat(task.get("b")).isEqualTo("1");
        assertThat(task.get("c")).isEqualTo("1");
    }

    @Test
    void aStoreThatIsRestoredAnewIsInDoubtLikeOneWithoutState() {
        logs.append(LOG_0, "a", "29");
        logs.append(LOG_0, "b", "1");
        OneStoreTask task = restored(2);
        logs.append(LOG_0, "c", "1");
        logs.append(LOG_0, "a", "30, not committed");
        logs.compactBelow(LOG_0, 4);
        task.state().reset(LOG_0);

        restored(task, 3);

        assertThat(task.get("a")).isEqualTo("30, not committed");
    }

    @Test
    void theEndsOfTransactionsAreGapsAndNothingElse() {
        logs.append(LOG_0, "a", "1");
        logs.appendMarker(LOG_0);
        logs.append(LOG_0, "b", "1");
        logs.appendMarker(LOG_0);

        OneStoreTask task = restored(3);

        assertThat(task.get("a")).isEqualTo("1");
        assertThat(task.get("b")).isEqualTo("1");
        assertThat(outbox.told).containsExactly("restored 0_0");
    }

    @Test
    void aTopicThatIsInputAndChangelogIsRestoredToWhereItWasProcessed() {
        TopicPartition topic = LOG_0;
        logs.append(topic, "b", "1");
        logs.append(topic, "a", "1");
        logs.append(topic, "a", "2, not processed");
        logs.compactBelow(topic, 3);

        OneStoreTask task = restored(new OneStoreTask(topic, topic), 2);

        assertThat(task.get("b")).isEqualTo("1");
        assertThat(task.get("a")).isNull();
    }
}
