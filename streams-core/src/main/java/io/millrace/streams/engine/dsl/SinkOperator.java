package io.millrace.streams.engine.dsl;

import io.millrace.streams.processor.StreamPartitioner;
import io.millrace.streams.processor.TopicNameExtractor;
import java.util.List;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a topic, or to the topics an extractor names.
 *
 * @param topic null if there is an extractor
 */
record SinkOperator(
        String name,
        List<String> parents,
        @Nullable String topic,
        @Nullable TopicNameExtractor<?, ?> extractor,
        Output output)
        implements Operator {

    /** How records are written; null means the default. */
    record Output(
            @Nullable Serializer<?> keySerializer,
            @Nullable Serializer<?> valueSerializer,
            @Nullable StreamPartitioner<?, ?> partitioner) {}

    SinkOperator {
        parents = List.copyOf(parents);
    }

    @Override
    public Operator renamed(Renaming renaming) {
        return new SinkOperator(name, renaming.list(parents), topic, extractor, output);
    }
}
