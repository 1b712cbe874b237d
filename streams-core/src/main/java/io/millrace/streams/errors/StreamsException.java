package io.millrace.streams.errors;

import io.millrace.streams.processor.TaskId;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** The root of the exceptions that the library raises itself. It can name the task in which it happened. */
public class StreamsException extends KafkaException {

    private static final long serialVersionUID = 1L;

    private transient @Nullable TaskId taskId;

    /**
     * Creates the exception.
     *
     * @param message what happened
     */
    public StreamsException(String message) {
        this(message, (TaskId) null);
    }

    /**
     * Creates the exception for a task.
     *
     * @param message what happened
     * @param taskId the task, or null if unknown
     */
    public StreamsException(String message, @Nullable TaskId taskId) {
        super(message);
        this.taskId = taskId;
    }

    /**
     * Creates the exception with its cause.
     *
     * @param message what happened
     * @param throwable the cause, or null if unknown
     */
    public StreamsException(String message, @Nullable Throwable throwable) {
        this(message, throwable, null);
    }

    /**
     * Creates the exception for a task, with its cause.
     *
     * @param message what happened
     * @param throwable the cause, or null if unknown
     * @param taskId the task, or null if unknown
     */
    public StreamsException(String message, @Nullable Throwable throwable, @Nullable TaskId taskId) {
        super(message, throwable);
        this.taskId = taskId;
    }

    /**
     * Creates the exception with the message of its cause.
     *
     * @param throwable the cause, or null if unknown
     */
    public StreamsException(@Nullable Throwable throwable) {
        this(throwable, null);
    }

    /**
     * Creates the exception for a task, with the message of its cause.
     *
     * @param throwable the cause, or null if unknown
     * @param taskId the task, or null if unknown
     */
    public StreamsException(@Nullable Throwable throwable, @Nullable TaskId taskId) {
        super(throwable);
        this.taskId = taskId;
    }

    /**
     * The task in which it happened.
     *
     * @return the task; empty if unknown, or if it happened outside a task
     */
    public Optional<TaskId> taskId() {
        return Optional.ofNullable(taskId);
    }

    /**
     * Names the task in which it happened.
     *
     * @param taskId the task, or null if unknown
     */
    public void setTaskId(@Nullable TaskId taskId) {
        this.taskId = taskId;
    }
}
