package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.log.TopicCatalog;
import io.millrace.streams.engine.plan.ExecutionPlan;
import io.millrace.streams.engine.plan.StorePlan;
import io.millrace.streams.engine.plan.SubtopologyPlan;
import io.millrace.streams.engine.restore.RestoreProgress;
import io.millrace.streams.engine.task.TaskPhase;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** How far the logged stores of this instance are behind their changelogs. Made for one question, by the thread that asks. */
final class LocalLags {

    private final Map<Integer, SubtopologyPlan> subtopologies = new HashMap<>();
    private final Map<TopicPartition, Asked> asked = new HashMap<>();

    /** A store's partition; without a position it is up to date. */
    private record Asked(String store, @Nullable Long position) {}

    LocalLags(ExecutionPlan plan) {
        plan.subtopologies().forEach(subtopology -> subtopologies.put(subtopology.id(), subtopology));
    }

    /** Asks for the stores of a task as well. */
    void add(TaskView task, @Nullable RestoreProgress progress) {
        SubtopologyPlan subtopology = subtopologies.get(task.id().subtopology());
        if (subtopology == null) {
            return;
        }
        for (StorePlan store : subtopology.stores()) {
            if (store.changelogTopic() != null) {
                TopicPartition changelog =
                        new TopicPartition(store.changelogTopic(), task.id().partition());
                Long position = task.phase() == TaskPhase.RUNNING ? null : position(changelog, progress);
                asked.put(changelog, new Asked(store.name(), position));
            }
        }
    }

    /** A task that is restored has only those changelogs in its progress that are being read; before that, nothing is known. */
    private static @Nullable Long position(TopicPartition changelog, @Nullable RestoreProgress progress) {
        if (progress == null || progress.changelogs().isEmpty()) {
            return 0L;
        }
        return progress.changelogs().stream()
                .filter(restored -> restored.partition().equals(changelog))
                .map(restored -> restored.offsets().next())
                .findFirst()
                .orElse(null);
    }

    /** Asks the broker for the ends of the changelogs; positions and ends by store and partition. */
    Map<String, Map<Integer, Engine.ChangelogSpan>> ask(TopicCatalog topics) {
        Map<String, Map<Integer, Engine.ChangelogSpan>> spans = new TreeMap<>();
        if (asked.isEmpty()) {
            return spans;
        }
        Map<TopicPartition, Long> ends = topics.endOffsets(asked.keySet());
        asked.forEach((changelog, store) -> {
            long end = ends.getOrDefault(changelog, 0L);
            Long position = store.position();
            spans.computeIfAbsent(store.store(), name -> new TreeMap<>())
                    .put(changelog.partition(), new Engine.ChangelogSpan(position == null ? end : position, end));
        });
        return spans;
    }
}
