package io.millrace.streams.engine.kafka;

import java.util.Map;

/**
 * The offset resets of an application.
 *
 * @param byTopic those that the user set for a source, by topic
 * @param otherwise that of all other topics
 */
public record OffsetResets(Map<String, OffsetReset> byTopic, OffsetReset otherwise) {

    public OffsetResets {
        byTopic = Map.copyOf(byTopic);
    }

    OffsetReset of(String topic) {
        return byTopic.getOrDefault(topic, otherwise);
    }
}
