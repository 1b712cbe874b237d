package io.millrace.streams.engine.restore;

import io.millrace.streams.engine.task.FollowerTask;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** One standby task that follows its changelogs. Owned by the restore worker's thread. */
final class TaskFollow {

    private final FollowerTask task;
    private final Map<TopicPartition, ChangelogFollow> changelogs = new LinkedHashMap<>();

    TaskFollow(FollowerTask task) {
        this.task = task;
    }

    FollowerTask task() {
        return task;
    }

    Collection<ChangelogFollow> changelogs() {
        return changelogs.values();
    }

    /** Finds where each changelog is followed from. A store that was being emptied when its process ended is emptied again. */
    void start(FollowLimits limits, long nowMs) {
        for (TopicPartition partition : task.state().changelogs()) {
            long position = task.state().position(partition).orElse(0L);
            if (position < 0) {
                task.state().reset(partition);
                position = 0;
            }
            changelogs.put(
                    partition,
                    new ChangelogFollow(this, partition, position, limits.firstCeiling(task, partition), nowMs));
        }
    }

    /** Tells stores that keep their bytes themselves where they are; the others have their positions already. */
    void notePositions() {
        Map<TopicPartition, Long> positions = new HashMap<>();
        for (ChangelogFollow changelog : changelogs.values()) {
            if (changelog.hasMoved()) {
                positions.put(changelog.partition(), changelog.nextOffset());
            }
        }
        if (!positions.isEmpty()) {
            task.state().apply(positions);
        }
    }

    RestoreProgress progress() {
        return new RestoreProgress(
                task.id(),
                changelogs.values().stream().map(ChangelogFollow::progress).toList());
    }
}
