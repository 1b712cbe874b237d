package io.millrace.streams.engine.task;

import io.millrace.streams.engine.log.RecordOrigin;
import io.millrace.streams.engine.log.RecordSink.SendOrigin;
import io.millrace.streams.errors.ErrorHandlerContext;
import io.millrace.streams.errors.StreamsException;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Asks the user's handlers what follows an error at a node. A handler that throws, or that does not answer, fails the task: no other
 * handler is asked about that.
 */
final class ErrorDesk {

    private final TaskContext task;
    private final String node;

    ErrorDesk(TaskContext task, String node) {
        this.task = task;
        this.node = node;
    }

    /**
     * Asks a handler about an error while a record is in hand.
     *
     * @param what the handler, as the user calls it, such as "processing exception handler"
     */
    <R> R ask(
            String what,
            RecordOrigin origin,
            RuntimeException failure,
            Function<ErrorHandlerContext, @Nullable R> handler) {
        R response;
        try {
            response = handler.apply(new FailureContext(task.taskId(), node, origin));
        } catch (RuntimeException e) {
            e.addSuppressed(failure);
            throw new FinalFailureException(
                    "The " + what + " failed on an error at '" + node + "' in task " + task.taskId() + ": " + e, e);
        }
        if (response == null) {
            throw new FinalFailureException(
                    "The " + what + " gave no answer to an error at '" + node + "' in task " + task.taskId()
                            + "; it must return a response",
                    failure);
        }
        return response;
    }

    /** Sends the records that a handler answered with. */
    void send(List<ProducerRecord<byte[], byte[]>> deadLetters, RecordOrigin origin) {
        for (ProducerRecord<byte[], byte[]> deadLetter : deadLetters) {
            task.services().sink().send(deadLetter, new SendOrigin(task.taskId(), node, origin));
        }
    }

    /** Marks a failure that no handler, of a node above either, is asked about again. */
    static final class FinalFailureException extends StreamsException {

        FinalFailureException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
