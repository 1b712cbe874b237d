package io.millrace.streams.engine.topology;

import io.millrace.streams.AutoOffsetReset;
import io.millrace.streams.processor.TimestampExtractor;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * A source node. Internal topics are named without the application id.
 *
 * @param topics topics read; empty if a pattern is given
 * @param pattern pattern of topics read, null if topics are named
 * @param keyDeserializer null for that of the default key serde
 * @param valueDeserializer null for that of the default value serde
 * @param timestampExtractor null for the default extractor
 * @param offsetReset null for the consumer's setting
 */
public record SourceSpec(
        String name,
        List<String> topics,
        @Nullable Pattern pattern,
        @Nullable Deserializer<?> keyDeserializer,
        @Nullable Deserializer<?> valueDeserializer,
        @Nullable TimestampExtractor timestampExtractor,
        @Nullable AutoOffsetReset offsetReset)
        implements NodeSpec {

    public SourceSpec {
        topics = List.copyOf(topics);
    }

    @Override
    public List<String> parents() {
        return List.of();
    }

    /** This source reading these topics by name. */
    public SourceSpec withTopics(List<String> named) {
        return new SourceSpec(name, named, null, keyDeserializer, valueDeserializer, timestampExtractor, offsetReset);
    }

    /** This source starting there when its group has no position. */
    public SourceSpec withOffsetReset(AutoOffsetReset reset) {
        return new SourceSpec(name, topics, pattern, keyDeserializer, valueDeserializer, timestampExtractor, reset);
    }
}
