package io.millrace.verification.chaos.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Computes from the input what must have come out, and says what differs. */
final class Oracle {

    private static final int SHOWN = 5;

    private final Topics topics;
    private final boolean exactlyOnce;
    private final Map<Integer, List<String>> input = new HashMap<>();
    private final Map<String, List<Fold>> folds = new HashMap<>();
    private final Map<String, Long> counts = new HashMap<>();
    private final List<String> complaints = new ArrayList<>();
    private long inputs;
    private long lost;
    private long doubled;
    private long wrong;

    Oracle(Topics topics, boolean exactlyOnce) {
        this.topics = topics;
        this.exactlyOnce = exactlyOnce;
    }

    /**
     * What was found.
     *
     * @param inputs records sent
     * @param lost inputs without an output
     * @param doubled outputs too many
     * @param wrong outputs that are not what they must be, or not at their place
     * @param complaints some of them, in words
     */
    record Findings(long inputs, long lost, long doubled, long wrong, List<String> complaints) {}

    /** Reads everything and compares. Nothing may be written any more. */
    Findings compare() {
        topics.read(FaultApplication.INPUT, new LongDeserializer(), (partition, record) -> note(record));
        compareEcho();
        compareFolds();
        compareChangelog();
        compareCounts();
        return new Findings(inputs, lost, doubled, wrong, complaints);
    }

    private void note(ConsumerRecord<String, Long> record) {
        inputs++;
        input.computeIfAbsent(record.partition(), key -> new ArrayList<>()).add(text(record));
        List<Fold> ofKey = folds.computeIfAbsent(record.key(), key -> new ArrayList<>());
        Fold before = ofKey.isEmpty() ? Fold.NONE : ofKey.get(ofKey.size() - 1);
        ofKey.add(before.add(record.value()));
        counts.merge(Workload.bucket(record.key()), 1L, Long::sum);
    }

    private static String text(ConsumerRecord<String, Long> record) {
        return record.key() + "=" + record.value() + "@" + record.timestamp();
    }

    /** The echo of a partition is its input, in its order. At least once, it may go back, but it must not skip. */
    private void compareEcho() {
        Map<Integer, List<String>> echo = new HashMap<>();
        topics.read(
                FaultApplication.ECHO,
                new LongDeserializer(),
                (partition, record) -> echo.computeIfAbsent(partition, key -> new ArrayList<>())
                        .add(text(record)));
        input.forEach((partition, expected) -> {
            int next = 0;
            for (String answer : echo.getOrDefault(partition, List.of())) {
                if (next < expected.size() && answer.equals(expected.get(next))) {
                    next++;
                } else {
                    int again = expected.subList(0, next).lastIndexOf(answer);
                    if (again < 0) {
                        wrong++;
                        complain("partition " + partition + " of the echo has " + answer + " where "
                                + (next < expected.size() ? expected.get(next) : "nothing") + " belongs");
                    } else {
                        doubled++;
                    }
                }
            }
            lost += expected.size() - next;
            if (next < expected.size()) {
                complain("partition " + partition + " of the echo lacks " + expected.get(next) + ", input " + next
                        + " of " + expected.size());
            }
        });
    }

    /** The k-th output of a key is the fold of its first k inputs. At least once, least and greatest value are right at the end. */
    private void compareFolds() {
        Map<String, List<Fold>> outputs = new HashMap<>();
        topics.read(
                FaultApplication.FOLDS,
                new StringDeserializer(),
                (partition, record) -> outputs.computeIfAbsent(record.key(), key -> new ArrayList<>())
                        .add(Fold.parse(record.value())));
        folds.forEach((key, expected) -> {
            List<Fold> found = outputs.getOrDefault(key, List.of());
            if (exactlyOnce ? !found.equals(expected) : !endsAlike(found, expected)) {
                wrong++;
                complain("the folds of " + key + " are " + found.size() + " that end with " + last(found) + ", not "
                        + expected.size() + " that end with " + last(expected));
            }
        });
    }

    private static boolean endsAlike(List<Fold> found, List<Fold> expected) {
        Fold last = last(found);
        Fold end = last(expected);
        return last.min() == end.min() && last.max() == end.max() && last.count() >= end.count();
    }

    private static Fold last(List<Fold> found) {
        return found.isEmpty() ? Fold.NONE : found.get(found.size() - 1);
    }

    /** What the changelog of the store holds last of each key is the fold of all its inputs. */
    private void compareChangelog() {
        Map<String, Fold> stored = new HashMap<>();
        String topic = FaultApplication.ID + "-" + FaultApplication.FOLD_STORE + "-changelog";
        topics.read(
                topic,
                new StringDeserializer(),
                (partition, record) -> stored.put(record.key(), Fold.parse(record.value())));
        folds.forEach((key, expected) -> {
            List<Fold> found = stored.containsKey(key) ? List.of(stored.get(key)) : List.of();
            if (exactlyOnce ? !last(found).equals(last(expected)) : !endsAlike(found, expected)) {
                wrong++;
                complain("the changelog ends with " + last(found) + " for " + key + ", not " + last(expected));
            }
        });
    }

    /** Behind a repartition: the counts of a bucket go up one by one to the number of its inputs. */
    private void compareCounts() {
        Map<String, Long> found = new HashMap<>();
        topics.read(FaultApplication.COUNTS, new LongDeserializer(), (partition, record) -> {
            long before = found.getOrDefault(record.key(), 0L);
            if (exactlyOnce && record.value() != before + 1) {
                wrong++;
                complain("the count of " + record.key() + " goes from " + before + " to " + record.value());
            }
            found.put(record.key(), exactlyOnce ? record.value() : Math.max(before, record.value()));
        });
        counts.forEach((bucket, expected) -> {
            long count = found.getOrDefault(bucket, 0L);
            if (exactlyOnce ? count != expected : count < expected) {
                wrong++;
                complain("the count of " + bucket + " ends with " + count + ", not " + expected);
            }
        });
    }

    private void complain(String complaint) {
        if (complaints.size() < SHOWN) {
            complaints.add(complaint);
        }
    }
}
