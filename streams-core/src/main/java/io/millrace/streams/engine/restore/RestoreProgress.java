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
     * Where the restore of one store is in its changelog.
     *
     * @param start where reading began
     * @param next what is read next
     * @param end where reading will end
     */
    public record Offsets(long start, long next, long end) {}

    /**
     * How far the restore of one store is.
     *
     * @param partition its changelog
     * @param store its name
     * @param offsets where it is
     * @param restoredRecords how many records were restored
     * @param restoredBytes how many bytes their keys and values had
     * @param startedAtMs since when it is read, in wall-clock time
     */
    public record Changelog(
            TopicPartition partition,
            String store,
            Offsets offsets,
            long restoredRecords,
            long restoredBytes,
            long startedAtMs) {

        /** Offsets still to be read; there may be fewer records. */
        public long remaining() {
            return Math.max(0, offsets.end() - offsets.next());
        }

        /** About how many milliseconds it will take at the pace it had so far; -1 if that is not known yet. */
        public long remainingMs(long nowMs) {
            long done = offsets.next() - offsets.start();
            if (remaining() == 0) {
                return 0;
            }
            return done <= 0 ? -1 : (long) ((double) Math.max(0, nowMs - startedAtMs) * remaining() / done);
        }
    }
}
