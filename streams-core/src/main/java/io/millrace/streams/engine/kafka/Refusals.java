package io.millrace.streams.engine.kafka;

import io.millrace.streams.engine.log.RecordSink.SendOrigin;
import io.millrace.streams.engine.log.WorkLostException;
import io.millrace.streams.errors.ProductionExceptionHandler;
import io.millrace.streams.errors.ProductionExceptionHandler.Response;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.errors.TaskCorruptedException;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records that the broker did not take, and what becomes of them: the user's handler says drop, fail or do the task's work
 * again. Filled by the producer's thread, decided on by the worker's.
 */
final class Refusals {

    private static final Logger log = LoggerFactory.getLogger(Refusals.class);

    private final ProductionExceptionHandler handler;
    private final BiConsumer<ProducerRecord<byte[], byte[]>, SendOrigin> deadLetters;
    private final boolean atomic;
    private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();
    private final DroppedRecords dropped = new DroppedRecords();

    /**
     * None so far.
     *
     * @param handler asked about each
     * @param deadLetters sends what the handler answers with
     * @param atomic whether one refused record makes all that was sent since the last commit void, so that a record can be dropped only
     *     by doing the work again without it
     */
    Refusals(
            ProductionExceptionHandler handler,
            BiConsumer<ProducerRecord<byte[], byte[]>, SendOrigin> deadLetters,
            boolean atomic) {
        this.handler = handler;
        this.deadLetters = deadLetters;
        this.atomic = atomic;
    }

    /** Something that was sent and not taken. */
    sealed interface Entry {
        ProducerRecord<byte[], byte[]> record();

        SendOrigin origin();

        Exception error();
    }

    /** A record of the application or of a changelog. */
    record Refusal(ProducerRecord<byte[], byte[]> record, SendOrigin origin, Exception error) implements Entry {}

    /** A dead-letter record: nobody is asked again. */
    record LostDeadLetter(ProducerRecord<byte[], byte[]> record, SendOrigin origin, Exception error) implements Entry {}

    void add(Entry entry) {
        entries.add(entry);
    }

    void clear() {
        entries.clear();
    }

    /** What was sent is in the log for good. */
    void committed() {
        dropped.committed();
    }

    /** Whether any record is to be dropped when it comes again. */
    boolean hasDropped() {
        return !dropped.isEmpty();
    }

    /** Whether the record was refused before the work was done again, and the handler said to drop it; its dead letters are sent now. */
    boolean isDropped(ProducerRecord<byte[], byte[]> record, SendOrigin origin) {
        List<ProducerRecord<byte[], byte[]>> letters = dropped.find(record, origin);
        if (letters == null) {
            return false;
        }
        letters.forEach(letter -> deadLetters.accept(letter, origin));
        return true;
    }

    /**
     * Decides on all refusals there are.
     *
     * @return whether there were any
     * @throws StreamsException if one of them means that the worker has to stop
     * @throws TaskCorruptedException if the handler wants a record tried again: its task's work since the last commit has to
     *     be done again, as sending it alone would put it behind later records of the same key
     * @throws WorkLostException if nothing that was sent since the last commit will be in the log
     */
    boolean decide() {
        Entry entry = entries.poll();
        if (entry == null) {
            return false;
        }
        while (entry != null) {
            if (decide(entry)) {
                entries.clear(); // They went down with the first, in its name.
                throw new WorkLostException(
                        "The work since the last commit is done again without a record that was refused",
                        entry.error());
            }
            entry = entries.poll();
        }
        return true;
    }

    /** Whether the work must be done again without the record. */
    private boolean decide(Entry entry) {
        Exception error = entry.error();
        if (ClientErrors.isFenced(error) || (atomic && ClientErrors.endsTransaction(error))) {
            throw new WorkLostException(
                    "What task " + entry.origin().task() + " sent to topic '"
                            + entry.record().topic() + "' will not be in the log: " + ClientErrors.describe(error),
                    error);
        }
        if (error instanceof TransactionAbortedException || (atomic && !(error instanceof ApiException))) {
            log.debug(
                    "A record for topic {} went down with its transaction, or with others of its batch",
                    entry.record().topic());
            return false;
        }
        if (ClientErrors.isFatal(error) || entry instanceof LostDeadLetter) {
            throw failure(entry);
        }
        return ask(entry);
    }

    private boolean ask(Entry entry) {
        SendOrigin origin = entry.origin();
        Response response = answer(entry);
        boolean drop = response.result() == ProductionExceptionHandler.Result.RESUME;
        if (atomic && drop) {
            dropped.add(entry.record(), origin, response.deadLetterQueueRecords());
        } else {
            response.deadLetterQueueRecords().forEach(record -> deadLetters.accept(record, origin));
        }
        switch (response.result()) {
            case RESUME ->
                log.warn(
                        "Dropped a record that node '{}' of task {} sent to topic {}, as the production exception"
                                + " handler said so. Input record: {}-{}@{}; dead letters: {}",
                        origin.node(),
                        origin.task(),
                        entry.record().topic(),
                        origin.source().topic(),
                        origin.source().partition(),
                        origin.source().offset(),
                        response.deadLetterQueueRecords().stream()
                                .map(ProducerRecord::topic)
                                .toList(),
                        entry.error());
            case FAIL -> throw failure(entry);
            case RETRY -> {
                if (!(entry.error() instanceof RetriableException)) {
                    log.warn("The production exception handler wants to retry an error that cannot pass; failing"
                            + " instead");
                    throw failure(entry);
                }
                log.warn(
                        "The work of task {} since its last commit is done again, as the production exception handler"
                                + " said so of a record that node '{}' sent to topic {}. {}",
                        origin.task(),
                        origin.node(),
                        entry.record().topic(),
                        remedy(entry.error()),
                        entry.error());
                throw new TaskCorruptedException(Set.of(origin.task()));
            }
        }
        return atomic && drop;
    }

    private Response answer(Entry entry) {
        SendOrigin origin = entry.origin();
        SendErrorContext context = new SendErrorContext(origin.task(), origin.node(), origin.source());
        try {
            return Objects.requireNonNull(
                    handler.handleError(context, entry.record(), entry.error()),
                    "The handler gave no answer; it must return a response");
        } catch (RuntimeException e) {
            StreamsException failure = new StreamsException(
                    "The production exception handler failed on a record that node '" + origin.node() + "' of task "
                            + origin.task() + " sent to topic '"
                            + entry.record().topic() + "'",
                    e,
                    origin.task());
            failure.addSuppressed(entry.error());
            throw failure;
        }
    }

    private static StreamsException failure(Entry entry) {
        SendOrigin origin = entry.origin();
        ProducerRecord<byte[], byte[]> record = entry.record();
        String what = entry instanceof LostDeadLetter ? "A dead-letter record" : "A record";
        String remedy = remedy(entry.error());
        return new StreamsException(
                what + " that node '" + origin.node() + "' of task " + origin.task() + " sent to topic '"
                        + record.topic()
                        + "'" + (record.partition() == null ? "" : " partition " + record.partition())
                        + " was not accepted: " + ClientErrors.describe(entry.error())
                        + (remedy.isEmpty() ? "" : ". " + remedy),
                entry.error(),
                origin.task());
    }

    private static String remedy(Exception error) {
        // A client that splits a batch of a large record and a tiny one may put them together again until their time is
        // up, and tells
        // only its log of the true reason.
        return error instanceof TimeoutException
                ? "Check the brokers; if the producer logs MESSAGE_TOO_LARGE, set its max.request.size to no more than"
                        + " the topic's max.message.bytes, so that a record that is too large is told at once"
                : ClientErrors.remedy(error);
    }
}
