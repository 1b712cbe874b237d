package io.millrace.streams.engine.plan;

import java.util.Map;

/**
 * An internal topic the application needs.
 *
 * @param name full name
 * @param partitions how many partitions it must have
 * @param kind what it is for
 * @param config topic configs that follow from the kind and from the store
 */
public record InternalTopicPlan(String name, int partitions, Kind kind, Map<String, String> config) {

    /** What an internal topic is for. */
    public enum Kind {
        REPARTITION,
        CHANGELOG
    }

    public InternalTopicPlan {
        config = Map.copyOf(config);
    }
}
