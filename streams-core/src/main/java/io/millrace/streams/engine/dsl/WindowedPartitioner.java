package io.millrace.streams.engine.dsl;

import io.millrace.streams.kstream.TimeWindowedSerializer;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.processor.StreamPartitioner;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** Keeps all windows of a key in the partition of the key. */
final class WindowedPartitioner<K> implements StreamPartitioner<Windowed<K>, Object> {

    private final TimeWindowedSerializer<K> serializer;

    private WindowedPartitioner(TimeWindowedSerializer<K> serializer) {
        this.serializer = serializer;
    }

    /** A partitioner if the keys are windowed, null if the producer may partition by the whole key. */
    static @Nullable StreamPartitioner<?, ?> ifNeeded(@Nullable Serializer<?> keySerializer) {
        return keySerializer instanceof TimeWindowedSerializer<?> windowed ? new WindowedPartitioner<>(windowed) : null;
    }

    @Override
    public Optional<Set<Integer>> partitions(String topic, Windowed<K> key, Object value, int numPartitions) {
        byte[] bytes = serializer.serializeBaseKey(topic, key);
        return Optional.of(Set.of(Utils.toPositive(Utils.murmur2(bytes)) % numPartitions));
    }
}
