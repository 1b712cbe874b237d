package io.millrace.streams.engine.runtime;

import io.millrace.streams.CloseOptions.GroupMembershipOperation;
import io.millrace.streams.engine.task.ActiveTask;
import io.millrace.streams.engine.task.StandbyTask;
import io.millrace.streams.processor.TaskId;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** What other threads tell a stream worker. */
sealed interface Mail {

    /** The restore worker hands back a task whose state is up to date. */
    record TaskRestored(ActiveTask task) implements Mail {}

    /** The restore worker hands back a task that was recalled before it was done. */
    record TaskRecalled(ActiveTask task) implements Mail {}

    /** The restore worker hands back a task it could not restore. */
    record RestoreFailed(ActiveTask task, RuntimeException cause) implements Mail {}

    /** The restore worker hands back a standby task: closed because it was recalled, or as it is because of what went wrong. */
    record StandbyReturned(StandbyTask task, @Nullable RuntimeException cause) implements Mail {}

    /** The group's leader found that the application cannot run as it is. */
    record AssignmentFailed(RuntimeException cause) implements Mail {}

    /** A member of the group asked for the end of the whole application. */
    record ApplicationEnds() implements Mail {}

    /** The group's leader says which tasks' state this worker shall follow: these and no others. */
    record StandbysAssigned(Set<TaskId> tasks) implements Mail {
        public StandbysAssigned {
            tasks = Set.copyOf(tasks);
        }
    }

    /**
     * Ask the group for another assignment after a while, instead of when it was said before.
     *
     * @param afterMs {@link #NEVER} if there is no need
     */
    record AskForAssignment(long afterMs, String reason) implements Mail {

        static final long NEVER = Long.MAX_VALUE;
    }

    /** Keep polling, process nothing. */
    record Pause() implements Mail {}

    /** Process again. */
    record Resume() implements Mail {}

    /** Tell under which id the broker knows the metrics of the worker's consumer, or fail after this time. */
    record TellInstanceId(long untilMs, CompletableFuture<Uuid> answer) implements Mail {}

    /** Commit, close everything and end. */
    record Stop(GroupMembershipOperation membership) implements Mail {

        /** Leaves the group, so that the others need not wait for the session's end. */
        static Stop leaving() {
            return new Stop(GroupMembershipOperation.LEAVE_GROUP);
        }
    }
}
