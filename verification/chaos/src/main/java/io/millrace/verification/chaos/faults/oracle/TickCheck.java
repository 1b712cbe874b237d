package io.millrace.verification.chaos.faults.oracle;

import io.millrace.verification.chaos.faults.app.FaultTopology;
import io.millrace.verification.chaos.faults.oracle.Expected.Input;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.LongDeserializer;

/**
 * What a timer counts goes up one by one: each firing has its effect once, at least once it may be repeated but not skipped. By stream
 * time, none is before the last one, or later than the last input.
 */
final class TickCheck {

    private final Expected expected;
    private final boolean exactlyOnce;
    private final Verdict verdict;
    private final Map<String, Long> found = new HashMap<>();
    private final Map<String, Long> firedAtMs = new HashMap<>();

    TickCheck(Expected expected, boolean exactlyOnce, Verdict verdict) {
        this.expected = expected;
        this.exactlyOnce = exactlyOnce;
        this.verdict = verdict;
    }

    /** Returns how often each timer fired. */
    Map<String, Long> read(Topics topics) {
        topics.read(FaultTopology.TICKS, new LongDeserializer(), (partition, record) -> take(record));
        expected.partitions().forEach((partition, inputs) -> {
            String timer = "stream-" + partition;
            if (firedAtMs.getOrDefault(timer, 0L) > lastMs(inputs)) {
                verdict.wrong(timer + " fired before its time, at " + firedAtMs.get(timer));
            }
        });
        return found;
    }

    private static long lastMs(List<Input> inputs) {
        return inputs.stream().mapToLong(Input::timestampMs).max().orElse(0);
    }

    private void take(ConsumerRecord<String, Long> record) {
        long before = found.getOrDefault(record.key(), 0L);
        if (exactlyOnce ? record.value() != before + 1 : record.value() > before + 1) {
            verdict.wrong(record.key() + " fired " + before + " times, then " + record.value());
        }
        found.put(record.key(), Math.max(before, record.value()));
        long lastMs = firedAtMs.getOrDefault(record.key(), 0L);
        if (exactlyOnce && record.key().startsWith("stream") && record.timestamp() < lastMs) {
            verdict.wrong(record.key() + " fired at " + lastMs + ", then at " + record.timestamp());
        }
        firedAtMs.put(record.key(), Math.max(lastMs, record.timestamp()));
    }
}
