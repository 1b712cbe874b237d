package io.millrace.verification.chaos.faults.oracle;

import io.millrace.verification.chaos.faults.app.FaultTopology;
import io.millrace.verification.chaos.faults.oracle.Expected.Input;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.LongDeserializer;

/** The echo of a partition is its input, in its order. At least once, it may go back, but it must not skip. */
final class EchoCheck {

    private final Expected expected;
    private final Verdict verdict;

    EchoCheck(Expected expected, Verdict verdict) {
        this.expected = expected;
        this.verdict = verdict;
    }

    void read(Topics topics) {
        Map<Integer, List<Input>> echo = new HashMap<>();
        topics.read(
                FaultTopology.ECHO,
                new LongDeserializer(),
                (partition, record) -> echo.computeIfAbsent(partition, key -> new ArrayList<>())
                        .add(Input.of(record)));
        expected.partitions()
                .forEach((partition, inputs) -> compare(partition, inputs, echo.getOrDefault(partition, List.of())));
        echo.forEach((partition, answers) -> {
            if (!expected.partitions().containsKey(partition)) {
                verdict.wrong(
                        "partition " + partition + " of the echo has " + answers.size() + " records without input");
            }
        });
    }

    private void compare(int partition, List<Input> inputs, List<Input> answers) {
        int next = 0;
        for (Input answer : answers) {
            if (next < inputs.size() && answer.equals(inputs.get(next))) {
                next++;
            } else if (inputs.subList(0, next).lastIndexOf(answer) >= 0) {
                verdict.doubled();
            } else {
                verdict.wrong("partition " + partition + " of the echo has " + answer + " where "
                        + (next < inputs.size() ? inputs.get(next) : "nothing") + " belongs");
            }
        }
        int lacking = next;
        verdict.lost(
                inputs.size() - lacking,
                "partition " + partition + " of the echo ends at input " + lacking + " of " + inputs.size());
    }
}
