package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.metrics.DroppedRecords;
import io.millrace.streams.engine.state.StandaloneOrigin;
import io.millrace.streams.engine.state.StateBackends;
import io.millrace.streams.engine.state.StoreBuffer;
import io.millrace.streams.engine.state.StoreHost;
import io.millrace.streams.engine.state.StoreSpec;
import io.millrace.streams.engine.state.TaskState;
import io.millrace.streams.engine.state.TaskStateSettings;
import io.millrace.streams.engine.state.UncommittedBudget;
import io.millrace.streams.engine.state.heap.HeapBackend;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.StateStoreContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a store lives: in the state of the task whose context it was initialised with, or, with any other context (a user's test
 * of a processor), in a small state of its own that keeps its bytes in memory and commits each write at once.
 */
final class StoreHome {

    private final TaskState state;
    private final boolean shared;
    private final @Nullable DroppedRecords drops;

    private StoreHome(TaskState state, boolean shared, @Nullable DroppedRecords drops) {
        this.state = state;
        this.shared = shared;
        this.drops = drops;
    }

    static StoreHome of(StateStoreContext context) {
        DroppedRecords drops = context instanceof DroppedRecords counter ? counter : null;
        if (context instanceof StoreHost host) {
            return new StoreHome(host.taskState(), true, drops);
        }
        StateBackends backends = new StateBackends(task -> new HeapBackend(), task -> new HeapBackend());
        TaskState own = new TaskState(
                new TaskStateSettings(context.taskId(), Map.of(), List.of()),
                backends,
                new StandaloneOrigin(context),
                new UncommittedBudget(Long.MAX_VALUE));
        return new StoreHome(own, false, drops);
    }

    /** Registers a store of ours; a home of its own emits nothing at drain. */
    StoreBuffer register(StoreSpec spec, StateStoreContext context, StateStore root) {
        StoreBuffer buffer = state.register(shared ? spec : spec.withEmitAtDrain(false));
        if (!shared) {
            context.register(root, (key, value) -> {
                buffer.put(key, value, buffer.currentTimestampMs());
                written();
                buffer.forgetKept();
            });
        }
        return buffer;
    }

    boolean isShared() {
        return shared;
    }

    boolean isRegistered(String store) {
        return state.isRegistered(store);
    }

    /** Commits, if no task will. */
    void written() {
        if (!shared) {
            state.drain((changelog, key, value, timestampMs, headers) -> {});
            state.apply(Map.of());
        }
    }

    /** Counts a write that was dropped. */
    void dropped(String reason) {
        if (drops != null) {
            drops.dropped(reason);
        }
    }

    /** Closes a state of the store's own; that of a task is closed by the task. */
    void close() {
        if (!shared) {
            state.close();
        }
    }
}
