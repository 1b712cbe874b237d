package io.millrace.streams.spring;

/**
 * Published when the restore of a store's partition starts and ends, on the thread that restores: listeners should return quickly.
 * Progress in between is told to {@link io.millrace.streams.processor.StateRestoreListener} beans, and shown by the endpoint
 * {@code streams}.
 *
 * @param topology name of the topology
 * @param store name of the store
 * @param partition the partition
 * @param stage what happened
 * @param records when it starts, how many records there are to restore, or fewer; afterwards, how many were restored
 */
public record StateRestoreEvent(String topology, String store, int partition, Stage stage, long records) {

    /** What happened to a restore. */
    public enum Stage {
        /** It started. */
        STARTED,
        /** It is complete. */
        ENDED,
        /** It was given up, because the task went elsewhere or the topology is ending. */
        SUSPENDED
    }
}
