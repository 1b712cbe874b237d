package io.millrace.streams.engine.runtime;

import io.millrace.streams.processor.TaskId;
import java.io.File;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/** Where the tasks of one process keep what outlives it, as its workers see it. Any thread may use it. */
interface TaskHomes {

    /** A name of this process that outlives it, as far as a directory does. */
    UUID processId();

    /** Tasks that left state here. */
    Set<TaskId> storedTasks();

    /**
     * How far the state that a task left here has its changelogs, as far as that can be told without opening it; empty if it cannot. It
     * may be further, but not less far.
     */
    Map<TopicPartition, Long> storedPositions(TaskId task);

    /** Where a task may keep files. */
    File pathOf(TaskId task);

    /** Takes ownership of a task's place and answers with what gives it back; empty while an earlier owner has it. */
    Optional<Runnable> tryLock(TaskId task);
}
