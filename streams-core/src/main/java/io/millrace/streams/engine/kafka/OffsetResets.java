package io.millrace.streams.engine.kafka;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The offset resets of an application.
 *
 * @param byTopic those that the user set for a source, by topic
 * @param byPattern those that the user set for a source of all topics that match
 * @param otherwise that of all other topics
 */
public record OffsetResets(Map<String, OffsetReset> byTopic, List<OfPattern> byPattern, OffsetReset otherwise) {

    /** The reset of the topics that match. */
    public record OfPattern(Pattern topics, OffsetReset reset) {}

    public OffsetResets {
        byTopic = Map.copyOf(byTopic);
        byPattern = List.copyOf(byPattern);
    }

    /** The resets of an application that reads no pattern. */
    public OffsetResets(Map<String, OffsetReset> byTopic, OffsetReset otherwise) {
        this(byTopic, List.of(), otherwise);
    }

    OffsetReset of(String topic) {
        OffsetReset named = byTopic.get(topic);
        if (named != null) {
            return named;
        }
        for (OfPattern candidate : byPattern) {
            if (candidate.topics().matcher(topic).matches()) {
                return candidate.reset();
            }
        }
        return otherwise;
    }
}
