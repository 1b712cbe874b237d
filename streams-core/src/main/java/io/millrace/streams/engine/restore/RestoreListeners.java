package io.millrace.streams.engine.restore;

import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.StateRestoreListener;
import org.apache.kafka.common.TopicPartition;

/** Tells the user's listener how the restore goes on; what the listener throws fails the task, with a message that says so. */
public final class RestoreListeners {

    private final StateRestoreListener listener;
    private final Runnable publishing;

    /** Tells a listener of the user's. */
    public RestoreListeners(StateRestoreListener listener) {
        this(listener, () -> {});
    }

    /**
     * The same.
     *
     * @param publishing shows other threads how far the restores are; done before the listener is told of a beginning or an end, because
     *     that is when it may ask
     */
    RestoreListeners(StateRestoreListener listener, Runnable publishing) {
        this.listener = listener;
        this.publishing = publishing;
    }

    /** It begins. */
    public void started(ChangelogRestore restore) {
        publishing.run();
        tell(
                restore.partition(),
                () -> listener.onRestoreStart(
                        restore.partition(), restore.store(), restore.startOffset(), restore.endOffset()));
    }

    /** A batch was restored. */
    public void restored(ChangelogRestore restore, long lastOffset, long records) {
        tell(
                restore.partition(),
                () -> listener.onBatchRestored(restore.partition(), restore.store(), lastOffset, records));
    }

    /** It is complete. */
    public void ended(ChangelogRestore restore) {
        publishing.run();
        tell(
                restore.partition(),
                () -> listener.onRestoreEnd(restore.partition(), restore.store(), restore.restoredRecords()));
    }

    /** It ends before it is complete. */
    public void suspended(ChangelogRestore restore) {
        tell(
                restore.partition(),
                () -> listener.onRestoreSuspended(restore.partition(), restore.store(), restore.restoredRecords()));
    }

    private static void tell(TopicPartition partition, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            throw new StreamsException(
                    "The StateRestoreListener failed while it was told about the restore of " + partition, e);
        }
    }
}
