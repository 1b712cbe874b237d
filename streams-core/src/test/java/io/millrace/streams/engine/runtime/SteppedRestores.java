package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.restore.RestoreMessage;
import io.millrace.streams.engine.restore.RestoreProgress;
import io.millrace.streams.engine.restore.RestoreWorker;
import io.millrace.streams.engine.task.ActiveTask;
import io.millrace.streams.engine.task.StandbyTask;
import io.millrace.streams.processor.TaskId;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** A restore worker that is stepped by whoever steps its stream worker; {@link RestoreThread} without the thread. */
final class SteppedRestores implements RestoreDesk {

    private final RestoreWorker worker;
    private final boolean ignoresCeilings;

    SteppedRestores(RestoreWorker worker, boolean ignoresCeilings) {
        this.worker = worker;
        this.ignoresCeilings = ignoresCeilings;
    }

    @Override
    public void restore(ActiveTask task, Map<TopicPartition, Long> ceilings) {
        worker.post(new RestoreMessage.Restore(task, ignoresCeilings ? Map.of() : ceilings));
    }

    @Override
    public void follow(StandbyTask task) {
        worker.post(new RestoreMessage.Follow(task));
    }

    Map<TaskId, RestoreProgress> progress() {
        return worker.progress();
    }

    Map<TaskId, RestoreProgress> followed() {
        return worker.followed();
    }

    @Override
    public void recall(TaskId task) {
        worker.post(new RestoreMessage.Recall(task));
    }

    void step() {
        worker.step();
    }

    @Override
    public void stop() {
        worker.post(new RestoreMessage.Stop());
        while (worker.step() != RestoreWorker.STOPPED) {
            Thread.onSpinWait(); // Nothing: it stops at the next message.
        }
    }
}
