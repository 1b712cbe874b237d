package io.millrace.streams.engine.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an application runs, before it is known how many partitions there are.
 *
 * @param applicationId prefix of its internal topics, and the name of its group
 * @param subtopologies in the order of their ids
 * @param repartitions repartition topics by full name, with the partition count asked for (null to follow what feeds them)
 * @param copartitioned groups of topics, by full name, that must have equal partition counts
 */
public record ExecutionPlan(
        String applicationId,
        List<SubtopologyPlan> subtopologies,
        Map<String, @Nullable Integer> repartitions,
        List<Set<String>> copartitioned) {

    public ExecutionPlan {
        subtopologies = List.copyOf(subtopologies);
        copartitioned = List.copyOf(copartitioned);
    }

    /** The sub-topology that reads the topic. */
    public Optional<SubtopologyPlan> readerOf(String topic) {
        return subtopologies.stream()
                .filter(subtopology -> subtopology.sourceTopics().contains(topic))
                .findFirst();
    }
}
