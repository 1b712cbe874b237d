package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.log.RecordSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;

/**
 * Questions for the id under which the brokers know a consumer. It learns its id in its polls, so a question may have to wait for some.
 * Owned by the worker's thread.
 */
final class IdQuestions {

    private final List<Mail.TellInstanceId> open = new ArrayList<>();

    void add(Mail.TellInstanceId question) {
        open.add(question);
    }

    /** Answers what can be answered now, and forgets what nobody waits for any more. */
    void answer(RecordSource source, long elapsedMs) {
        open.removeIf(question -> isAnswered(question, source) || elapsedMs > question.untilMs());
    }

    private static boolean isAnswered(Mail.TellInstanceId question, RecordSource source) {
        try {
            Uuid id = source.instanceId();
            return id != null && question.answer().complete(id);
        } catch (RuntimeException e) { // Whoever waits is told, and the worker goes on.
            return question.answer().completeExceptionally(e);
        }
    }
}
