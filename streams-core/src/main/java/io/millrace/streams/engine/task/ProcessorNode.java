package io.millrace.streams.engine.task;

import io.millrace.streams.engine.log.WorkLostException;
import io.millrace.streams.engine.metrics.Spread;
import io.millrace.streams.engine.task.ErrorDesk.FinalFailureException;
import io.millrace.streams.errors.ProcessingExceptionHandler.Response;
import io.millrace.streams.errors.ProcessingExceptionHandler.Result;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.errors.TaskCorruptedException;
import io.millrace.streams.errors.TaskMigratedException;
import io.millrace.streams.processor.Punctuator;
import io.millrace.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** A user's or the DSL's processor in the chain: asks the processing exception handler when it throws. */
final class ProcessorNode implements Node {

    /** The processor behind the node, whichever of the two kinds it is. */
    interface Target {
        void init(NodeContext context);

        void process(Record<Object, Object> record);

        void close();
    }

    private final String name;
    private final TaskContext task;
    private final Target target;
    private final @Nullable Spread ages;
    private final ErrorDesk errors;

    /** @param ages where the ages of records are measured, null if they go on to other nodes */
    ProcessorNode(String name, TaskContext task, Target target, @Nullable Spread ages) {
        this.name = name;
        this.task = task;
        this.target = target;
        this.ages = ages;
        this.errors = new ErrorDesk(task, name);
    }

    @Override
    public String name() {
        return name;
    }

    void init(NodeContext context) {
        try {
            target.init(context);
        } catch (TaskCorruptedException | WorkLostException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new StreamsException("failed to initialize processor " + name, e);
        }
    }

    void close() {
        target.close();
    }

    @Override
    public void process(Record<Object, Object> record) {
        if (ages != null) {
            ages.add((double) (task.stepTimeMs() - record.timestamp()));
        }
        try {
            target.process(record);
        } catch (FinalFailureException | TaskMigratedException | TaskCorruptedException | WorkLostException e) {
            throw e;
        } catch (ClassCastException e) {
            // Mostly a wrong serde, which spoils every record: as in Kafka Streams, no handler is asked at this node.
            throw new StreamsException(describe(e), e);
        } catch (RuntimeException e) {
            onFailure(record, e);
        }
    }

    /** Calls a punctuator scheduled by this node, with no source record in hand. */
    void punctuate(Punctuator punctuator, long timestampMs) {
        var before = task.current();
        task.enter(TaskContext.idleOrigin(timestampMs));
        try {
            punctuator.punctuate(timestampMs);
        } catch (FinalFailureException | TaskMigratedException | TaskCorruptedException | WorkLostException e) {
            throw e;
        } catch (RuntimeException e) {
            onFailure(null, e);
        } finally {
            task.enter(before);
        }
    }

    private void onFailure(@Nullable Record<Object, Object> record, RuntimeException failure) {
        if (task.isGlobal() && !task.settings().errors().processingOfGlobals()) {
            throw failure;
        }
        var origin = task.current();
        var handler = task.settings().errors().processing();
        Response response = errors.ask(
                ErrorDesk.Kind.PROCESSING, origin, failure, context -> handler.handleError(context, record, failure));
        errors.send(response.deadLetterQueueRecords(), origin);
        if (response.result() == Result.FAIL) {
            throw new FinalFailureException(describe(failure), failure);
        }
        task.dropped(name, "the processing exception handler said to go on");
    }

    /** The first words are those of Kafka Streams, which people search for. */
    private String describe(RuntimeException failure) {
        var origin = task.current();
        if (failure instanceof ClassCastException) {
            return "ClassCastException invoking processor: " + name + " in task " + task.taskId() + " on topic="
                    + origin.topic() + " partition=" + origin.partition() + " offset=" + origin.offset() + ": "
                    + failure.getMessage()
                    + ". If the types of the record are not those the processor expects, check the Serdes: those"
                    + " given in Consumed, Grouped or Materialized, else default.key.serde and default.value.serde";
        }
        if (origin.topic() == null) {
            return "Exception caught in punctuate. taskId=" + task.taskId() + ", processor=" + name + ": " + failure;
        }
        return "Exception caught in process. taskId=" + task.taskId() + ", processor=" + name + ", topic="
                + origin.topic() + ", partition=" + origin.partition() + ", offset=" + origin.offset() + ": "
                + failure;
    }
}
