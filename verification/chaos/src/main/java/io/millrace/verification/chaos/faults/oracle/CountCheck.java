package io.millrace.verification.chaos.faults.oracle;

import io.millrace.verification.chaos.faults.app.FaultTopology;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.LongDeserializer;

/** Behind a repartition: the counts of a bucket go up one by one to the number of its inputs. At least once, that is the least. */
final class CountCheck {

    private final Expected expected;
    private final boolean exactlyOnce;
    private final Verdict verdict;
    private final Map<String, Long> found = new HashMap<>();

    CountCheck(Expected expected, boolean exactlyOnce, Verdict verdict) {
        this.expected = expected;
        this.exactlyOnce = exactlyOnce;
        this.verdict = verdict;
    }

    void read(Topics topics) {
        topics.read(FaultTopology.COUNTS, new LongDeserializer(), (partition, record) -> take(record));
        expected.buckets().forEach((bucket, inputs) -> {
            long count = found.getOrDefault(bucket, 0L);
            if (exactlyOnce ? count != inputs : count < inputs) {
                verdict.wrong("the count of " + bucket + " ends with " + count + ", not " + inputs);
            }
        });
    }

    private void take(ConsumerRecord<String, Long> record) {
        if (!expected.buckets().containsKey(record.key())) {
            verdict.wrong("there is a count of " + record.key() + ", which was never sent");
            return;
        }
        long before = found.getOrDefault(record.key(), 0L);
        if (exactlyOnce && record.value() != before + 1) {
            verdict.wrong("the count of " + record.key() + " goes from " + before + " to " + record.value());
        }
        found.put(record.key(), exactlyOnce ? record.value() : Math.max(before, record.value()));
    }
}
