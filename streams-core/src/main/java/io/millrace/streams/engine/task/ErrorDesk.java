package io.millrace.streams.engine.task;

import io.millrace.streams.engine.log.RecordOrigin;
import io.millrace.streams.engine.log.RecordSink.SendOrigin;
import io.millrace.streams.errors.ErrorHandlerContext;
import io.millrace.streams.errors.StreamsException;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the user's handlers what follows an error at a node. A handler that throws, or that does not answer, fails the task: no other
 * handler is asked about that.
 */
final class ErrorDesk {

    private static final Logger log = LoggerFactory.getLogger(ErrorDesk.class);

    /** The handlers, as messages name them: in the words of Kafka Streams, which people search for. */
    enum Kind {
        PROCESSING("processing", "ProcessingExceptionHandler"),
        DESERIALIZATION("deserialization", "DeserializationExceptionResponse"),
        PRODUCTION("production", "ProductionExceptionHandler");

        private final String what;
        private final String type;

        Kind(String what, String type) {
            this.what = what;
            this.type = type;
        }
    }

    private final TaskContext task;
    private final String node;

    ErrorDesk(TaskContext task, String node) {
        this.task = task;
        this.node = node;
    }

    /**
     * Asks a handler about an error while a record is in hand.
     *
     * @param kind the handler
     */
    <R> R ask(
            Kind kind,
            RecordOrigin origin,
            RuntimeException failure,
            Function<ErrorHandlerContext, @Nullable R> handler) {
        R response;
        try {
            response = handler.apply(new FailureContext(task.taskId(), node, origin));
        } catch (RuntimeException e) {
            log.error("The {} exception handler failed at '{}' in task {}", kind.what, node, task.taskId(), e);
            throw fatal(kind, e, failure);
        }
        if (response == null) {
            log.error(
                    "The {} exception handler gave no answer at '{}' in task {}; it must return a response",
                    kind.what,
                    node,
                    task.taskId());
            throw fatal(kind, new NullPointerException("Invalid " + kind.type + " response."), failure);
        }
        return response;
    }

    private static FinalFailureException fatal(Kind kind, RuntimeException cause, RuntimeException failure) {
        cause.addSuppressed(failure);
        return new FinalFailureException("Fatal user code error in " + kind.what + " error callback", cause);
    }

    /** Sends the records that a handler answered with. */
    void send(List<ProducerRecord<byte[], byte[]>> deadLetters, RecordOrigin origin) {
        for (ProducerRecord<byte[], byte[]> deadLetter : deadLetters) {
            task.sink().send(deadLetter, new SendOrigin(task.taskId(), node, origin));
        }
    }

    /** Marks a failure that no handler, of a node above either, is asked about again. */
    static final class FinalFailureException extends StreamsException {

        FinalFailureException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
