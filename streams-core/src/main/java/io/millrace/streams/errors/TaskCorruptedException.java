package io.millrace.streams.errors;

import io.millrace.streams.processor.TaskId;
import java.util.Set;
import org.apache.kafka.clients.consumer.InvalidOffsetException;

/** The local state of tasks no longer agrees with their changelogs; it has to be restored from them. */
public class TaskCorruptedException extends StreamsException {

    private static final long serialVersionUID = 1L;

    private final transient Set<TaskId> corruptedTasks;

    /**
     * Creates the exception.
     *
     * @param corruptedTasks the tasks
     */
    public TaskCorruptedException(Set<TaskId> corruptedTasks) {
        super(describe(corruptedTasks));
        this.corruptedTasks = Set.copyOf(corruptedTasks);
    }

    /**
     * Creates the exception because changelog offsets do not exist.
     *
     * @param corruptedTasks the tasks
     * @param e the consumer's exception
     */
    public TaskCorruptedException(Set<TaskId> corruptedTasks, InvalidOffsetException e) {
        super(describe(corruptedTasks), e);
        this.corruptedTasks = Set.copyOf(corruptedTasks);
    }

    /**
     * Creates the exception because a store failed.
     *
     * @param corruptedTasks the tasks
     * @param e the store's exception
     */
    public TaskCorruptedException(Set<TaskId> corruptedTasks, ProcessorStateException e) {
        super(describe(corruptedTasks), e);
        this.corruptedTasks = Set.copyOf(corruptedTasks);
    }

    /**
     * The tasks whose state has to be restored.
     *
     * @return an unmodifiable set
     */
    public Set<TaskId> corruptedTasks() {
        return corruptedTasks;
    }

    private static String describe(Set<TaskId> tasks) {
        return "The local state of tasks " + tasks + " does not agree with their changelogs and is restored from them.";
    }
}
