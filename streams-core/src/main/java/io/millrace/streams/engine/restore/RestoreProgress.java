package io.millrace.streams.engine.restore;

import io.millrace.streams.processor.TaskId;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the restore of a task is.
 *
 * @param task the task
 * @param changelogs its changelogs; empty while their offsets are being looked up
 */
public record RestoreProgress(TaskId task, List<Changelog> changelogs) {

    public RestoreProgress {
        changelogs = List.copyOf(changelogs);
    }

    /** Offsets still to be read, over all changelogs. */
    public long remaining() {
        return changelogs.stream().mapToLong(Changelog::remaining).sum();
    }

    /**
     * How far the restore of one store is.
     *
     * @param partition its changelog
     * @param store its name
     * @param startOffset where reading began
     * @param nextOffset the offset to be read next
     * @param endOffset where reading will end
     */
    public record Changelog(TopicPartition partition, String store, long startOffset, long nextOffset, long endOffset) {

        /** Offsets still to be read; there may be fewer records. */
        public long remaining() {
            return Math.max(0, endOffset - nextOffset);
        }
    }
}
