package io.millrace.streams.engine.restore;

import io.millrace.streams.engine.task.FollowerTask;
import io.millrace.streams.engine.task.RestorableTask;
import io.millrace.streams.processor.TaskId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** What a stream worker tells its restore worker. */
public sealed interface RestoreMessage {

    /**
     * Hands over a task. It comes back through the {@link RestoreOutbox} exactly once. If the worker follows a standby task of this id, its
     * stores are those of this task, open as they are: following ends, and what is missing is restored.
     *
     * @param ceilings offsets that certain changelogs are not restored beyond: a source topic that is also the changelog is
     *     restored up to the committed input position, 0 if there is none
     */
    record Restore(RestorableTask task, Map<TopicPartition, Long> ceilings) implements RestoreMessage {

        public Restore {
            ceilings = Map.copyOf(ceilings);
        }
    }

    /**
     * Hands over a standby task, which follows its changelogs until it is recalled or a {@link Restore} takes its place. It comes back
     * through the {@link RestoreOutbox}, closed, unless its place is taken.
     */
    record Follow(FollowerTask task) implements RestoreMessage {}

    /** Asks for a task back, finished or not. Without effect if it is on its way back already. */
    record Recall(TaskId task) implements RestoreMessage {}

    /** Asks for the id under which the broker knows the worker's client. Answered before the next batch, or not at all. */
    record TellInstanceId(Duration timeout, CompletableFuture<Uuid> answer) implements RestoreMessage {}

    /** It is known anew how far standby tasks may follow: there is something to do, perhaps. */
    record LimitsKnown() implements RestoreMessage {}

    /** Hands all tasks back and ends. */
    record Stop() implements RestoreMessage {}
}
