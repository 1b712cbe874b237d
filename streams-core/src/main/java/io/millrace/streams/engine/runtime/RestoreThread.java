package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.restore.RestoreLoop;
import io.millrace.streams.engine.restore.RestoreMessage;
import io.millrace.streams.engine.restore.RestoreOutbox;
import io.millrace.streams.engine.restore.RestoreProgress;
import io.millrace.streams.engine.restore.RestoreWorker;
import io.millrace.streams.engine.task.ActiveTask;
import io.millrace.streams.engine.task.RestorableTask;
import io.millrace.streams.engine.task.StandbyTask;
import io.millrace.streams.processor.TaskId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** The thread of a restore worker, as its stream worker sees it. */
final class RestoreThread implements RestoreDesk {

    private static final long LOOK_MS = 1_000;

    private final RestoreWorker worker;
    private final Thread thread;

    RestoreThread(RestoreWorker worker, String name) {
        this.worker = worker;
        this.thread = new Thread(new RestoreLoop(worker), name);
    }

    void start() {
        thread.start();
    }

    @Override
    public void restore(ActiveTask task, Map<TopicPartition, Long> ceilings) {
        worker.post(new RestoreMessage.Restore(task, ceilings));
    }

    @Override
    public void follow(StandbyTask task) {
        worker.post(new RestoreMessage.Follow(task));
    }

    @Override
    public void recall(TaskId task) {
        worker.post(new RestoreMessage.Recall(task));
    }

    /** How far the restores are, by task. May be called by any thread. */
    Map<TaskId, RestoreProgress> progress() {
        return worker.progress();
    }

    /** How far the standby tasks are, by task. May be called by any thread. */
    Map<TaskId, RestoreProgress> followed() {
        return worker.followed();
    }

    /** Asks for the id under which the broker knows the metrics of the worker's consumer. May be called by any thread. */
    CompletableFuture<Uuid> askInstanceId(Duration timeout) {
        CompletableFuture<Uuid> answer = new CompletableFuture<>();
        worker.post(new RestoreMessage.TellInstanceId(timeout, answer));
        return answer;
    }

    /** Whether the caller runs on this thread, as the user's listeners do. */
    boolean isCurrent() {
        return thread == Thread.currentThread();
    }

    /** Whether the thread called {@link System#exit}, and will never end. */
    boolean isExiting() {
        return Exits.isExiting(thread);
    }

    /** Waits for the thread's end: it ends within one poll, and hands all its tasks back before. */
    @Override
    public void stop() {
        worker.post(new RestoreMessage.Stop());
        boolean interrupted = false;
        while (thread.isAlive() && !isExiting()) {
            try {
                thread.join(LOOK_MS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Posts what the restore worker hands back to the stream worker's mail. */
    static RestoreOutbox mailedTo(Mailbox mailbox) {
        return new RestoreOutbox() {
            @Override
            public void restored(RestorableTask task) {
                mailbox.post(new Mail.TaskRestored((ActiveTask) task));
            }

            @Override
            public void recalled(RestorableTask task) {
                mailbox.post(
                        task instanceof StandbyTask standby
                                ? new Mail.StandbyReturned(standby, null)
                                : new Mail.TaskRecalled((ActiveTask) task));
            }

            @Override
            public void failed(RestorableTask task, RuntimeException cause) {
                mailbox.post(
                        task instanceof StandbyTask standby
                                ? new Mail.StandbyReturned(standby, cause)
                                : new Mail.RestoreFailed((ActiveTask) task, cause));
            }
        };
    }
}
