package io.millrace.verification.chaos.faults.oracle;

import io.millrace.verification.chaos.faults.app.FaultTopology;
import io.millrace.verification.chaos.faults.app.Fold;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The k-th output of a key is the fold of its first k inputs. At least once, outputs may be repeated, and least and greatest value are right
 * at the end. Records of this topic have the time at which they were written, which tells how many there are in a commit.
 */
final class FoldCheck {

    /** Twice the commit interval of the application: what belongs to one commit is written in it and in the flush that ends it. */
    private static final long COMMIT_MS = 400;

    private final Expected expected;
    private final boolean exactlyOnce;
    private final Verdict verdict;
    private final Map<String, Found> found = new HashMap<>();
    private final Map<Integer, Crowd> crowds = new HashMap<>();

    /** How far the outputs of a key were right. */
    private static final class Found {
        private int count;
        private Fold last = Fold.NONE;
        private boolean broken;
    }

    FoldCheck(Expected expected, boolean exactlyOnce, Verdict verdict) {
        this.expected = expected;
        this.exactlyOnce = exactlyOnce;
        this.verdict = verdict;
    }

    void read(Topics topics) {
        topics.read(FaultTopology.FOLDS, new StringDeserializer(), this::take);
        expected.keys().forEach((key, inputs) -> end(key, inputs, found.getOrDefault(key, new Found())));
    }

    private void take(int partition, ConsumerRecord<String, String> record) {
        crowds.computeIfAbsent(partition, key -> new Crowd(COMMIT_MS)).add(record.timestamp());
        Expected.Key inputs = expected.keys().get(record.key());
        if (inputs == null) {
            verdict.wrong("there is a fold of " + record.key() + ", which was never sent");
            return;
        }
        Found of = found.computeIfAbsent(record.key(), key -> new Found());
        Fold fold = Fold.parse(record.value());
        if (exactlyOnce && !of.broken) {
            follow(record.key(), inputs, of, fold);
        }
        of.last = fold;
    }

    private void follow(String key, Expected.Key inputs, Found of, Fold fold) {
        if (of.count == inputs.count()) {
            verdict.wrong("there are more folds of " + key + " than its " + of.count + " inputs");
            of.broken = true;
            return;
        }
        Fold must = of.last.add(inputs.value(of.count));
        if (fold.equals(must)) {
            of.count++;
        } else {
            verdict.wrong("fold " + (of.count + 1) + " of " + key + " is " + fold + ", not " + must);
            of.broken = true;
        }
    }

    private void end(String key, Expected.Key inputs, Found of) {
        if (exactlyOnce && !of.broken) {
            verdict.lost(inputs.count() - of.count, "the folds of " + key + " end at input " + of.count);
        } else if (!exactlyOnce && !Oracle.isAtLeast(of.last.toString(), inputs.fold())) {
            verdict.wrong("the folds of " + key + " end with " + of.last + ", not " + inputs.fold());
        }
    }

    /** As many records, at most, were put out for one commit. */
    long mostInCommit() {
        return crowds.values().stream().mapToLong(Crowd::most).sum();
    }
}
