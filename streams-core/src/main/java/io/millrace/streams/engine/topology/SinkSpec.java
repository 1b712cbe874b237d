package io.millrace.streams.engine.topology;

import io.millrace.streams.processor.StreamPartitioner;
import io.millrace.streams.processor.TopicNameExtractor;
import java.util.List;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * A sink node. Exactly one of topic and extractor is given. Internal topics are named without the application id.
 *
 * @param topic the topic written to
 * @param topicExtractor names the topic of each record
 * @param keySerializer null for that of the default key serde
 * @param valueSerializer null for that of the default value serde
 * @param partitioner null for the producer's partitioning
 */
public record SinkSpec(
        String name,
        List<String> parents,
        @Nullable String topic,
        @Nullable TopicNameExtractor<?, ?> topicExtractor,
        @Nullable Serializer<?> keySerializer,
        @Nullable Serializer<?> valueSerializer,
        @Nullable StreamPartitioner<?, ?> partitioner)
        implements NodeSpec {

    public SinkSpec {
        parents = List.copyOf(parents);
    }

    /** This sink writing to another topic. */
    public SinkSpec withTopic(String named) {
        return new SinkSpec(name, parents, named, null, keySerializer, valueSerializer, partitioner);
    }
}
