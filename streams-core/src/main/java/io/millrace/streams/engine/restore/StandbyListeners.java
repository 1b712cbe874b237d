package io.millrace.streams.engine.restore;

import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.StandbyUpdateListener;
import io.millrace.streams.processor.StandbyUpdateListener.SuspendReason;
import io.millrace.streams.processor.TaskId;
import org.jspecify.annotations.Nullable;

/** Tells the user's listener, if there is one, how stores are followed; what it throws fails the task, with a message that says so. */
final class StandbyListeners {

    private final @Nullable StandbyUpdateListener listener;

    StandbyListeners(@Nullable StandbyUpdateListener listener) {
        this.listener = listener;
    }

    void started(ChangelogFollow follow) {
        StandbyUpdateListener told = listener;
        if (told != null) {
            tell(follow, () -> told.onUpdateStart(follow.partition(), follow.store(), follow.nextOffset()));
        }
    }

    void loaded(TaskId task, ChangelogFollow follow, long lastOffset, long records) {
        StandbyUpdateListener told = listener;
        if (told != null) {
            tell(
                    follow,
                    () -> told.onBatchLoaded(
                            follow.partition(), follow.store(), task, lastOffset, records, follow.endOffset()));
        }
    }

    void suspended(ChangelogFollow follow, SuspendReason reason) {
        StandbyUpdateListener told = listener;
        if (told != null) {
            tell(
                    follow,
                    () -> told.onUpdateSuspended(
                            follow.partition(), follow.store(), follow.lastOffset(), follow.endOffset(), reason));
        }
    }

    private static void tell(ChangelogFollow follow, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            throw new StreamsException(
                    "The StandbyUpdateListener failed while it was told about " + follow.partition(), e);
        }
    }
}
