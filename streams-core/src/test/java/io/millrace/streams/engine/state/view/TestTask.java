package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.metrics.DroppedRecords;
import io.millrace.streams.engine.state.StateBackends;
import io.millrace.streams.engine.state.StoreHost;
import io.millrace.streams.engine.state.TaskState;
import io.millrace.streams.engine.state.TaskStateSettings;
import io.millrace.streams.engine.state.TaskStateSettings.ChangelogTarget;
import io.millrace.streams.engine.state.TestChangelog;
import io.millrace.streams.engine.state.TestOrigins;
import io.millrace.streams.engine.state.UncommittedBudget;
import io.millrace.streams.processor.CommitCallback;
import io.millrace.streams.processor.StateRestoreCallback;
import io.millrace.streams.processor.StateStore;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** The context of a task with one store, named "store", on a heap that a restart keeps. */
final class TestTask extends TestContext implements StoreHost, DroppedRecords {

    static final TopicPartition CHANGELOG = new TopicPartition("app-store-changelog", 0);

    final TestOrigins origins = new TestOrigins();
    final List<String> dropped = new ArrayList<>();
    final TestChangelog changelog;
    final CountingBackend heap;
    private final TaskState state;

    TestTask() {
        this(new CountingBackend(), new TestChangelog());
    }

    private TestTask(CountingBackend heap, TestChangelog changelog) {
        this.heap = heap;
        this.changelog = changelog;
        this.state = new TaskState(
                new TaskStateSettings(taskId(), Map.of("store", new ChangelogTarget(CHANGELOG, true)), List.of()),
                new StateBackends(task -> heap, task -> heap),
                origins,
                new UncommittedBudget(Long.MAX_VALUE));
    }

    /** The task after a restart of its process. */
    TestTask restarted() {
        return new TestTask(heap, changelog);
    }

    /** A task that lost its disk. */
    TestTask replacement() {
        return new TestTask(new CountingBackend(), changelog);
    }

    void restore() {
        state.restore(
                CHANGELOG,
                changelog.published(CHANGELOG),
                changelog.published(CHANGELOG).size());
    }

    void abort() {
        state.discard();
    }

    void commit() {
        state.drain(changelog);
        state.apply(changelog.publish());
    }

    /** Published changelog records as key=value@timestamp, in hexadecimal. */
    List<String> published() {
        HexFormat hex = HexFormat.of();
        return changelog.published(CHANGELOG).stream()
                .map(record -> hex.formatHex(record.key()) + "="
                        + (record.value() == null ? "null" : hex.formatHex(record.value())) + "@" + record.timestamp())
                .toList();
    }

    @Override
    public TaskState taskState() {
        return state;
    }

    @Override
    public void register(StateStore store, StateRestoreCallback stateRestoreCallback) {
        state.host(store, stateRestoreCallback, null);
    }

    @Override
    public void register(StateStore store, StateRestoreCallback stateRestoreCallback, CommitCallback commitCallback) {
        state.host(store, stateRestoreCallback, commitCallback);
    }

    @Override
    public void dropped(String reason) {
        dropped.add(reason);
    }
}
