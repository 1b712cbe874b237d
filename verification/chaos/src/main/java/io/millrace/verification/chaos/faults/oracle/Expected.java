package io.millrace.verification.chaos.faults.oracle;

import io.millrace.verification.chaos.faults.app.FaultTopology;
import io.millrace.verification.chaos.faults.app.Fold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.LongDeserializer;

/** All that was sent. */
final class Expected {

    private final Map<Integer, List<Input>> partitions = new HashMap<>();
    private final Map<String, Key> keys = new HashMap<>();
    private final Map<String, Long> buckets = new HashMap<>();
    private long inputs;

    /** One record of the input. */
    record Input(String key, long value, long timestampMs) {

        static Input of(ConsumerRecord<String, Long> record) {
            return new Input(record.key(), record.value(), record.timestamp());
        }
    }

    /** The values of a key in their order, and the fold of them all. */
    static final class Key {

        private long[] values = new long[2];
        private int count;
        private Fold fold = Fold.NONE;

        private void add(long value) {
            if (count == values.length) {
                values = Arrays.copyOf(values, count * 2);
            }
            values[count] = value;
            count++;
            fold = fold.add(value);
        }

        int count() {
            return count;
        }

        long value(int index) {
            return values[index];
        }

        Fold fold() {
            return fold;
        }
    }

    static Expected read(Topics topics) {
        Expected expected = new Expected();
        topics.read(
                FaultTopology.INPUT,
                new LongDeserializer(),
                (partition, record) -> expected.add(partition, Input.of(record)));
        return expected;
    }

    void add(int partition, Input input) {
        inputs++;
        partitions.computeIfAbsent(partition, key -> new ArrayList<>()).add(input);
        keys.computeIfAbsent(input.key(), key -> new Key()).add(input.value());
        buckets.merge(FaultTopology.bucket(input.key()), 1L, Long::sum);
    }

    long inputs() {
        return inputs;
    }

    Map<Integer, List<Input>> partitions() {
        return partitions;
    }

    Map<String, Key> keys() {
        return keys;
    }

    /** How many inputs there were by {@link FaultTopology#bucket}. */
    Map<String, Long> buckets() {
        return buckets;
    }
}
