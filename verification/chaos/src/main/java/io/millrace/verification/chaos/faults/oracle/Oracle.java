package io.millrace.verification.chaos.faults.oracle;

import io.millrace.verification.chaos.faults.app.FaultTopology;
import io.millrace.verification.chaos.faults.app.Fold;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Computes from the input what must have come out, and says what differs. */
public final class Oracle {

    private final Topics topics;
    private final boolean exactlyOnce;
    private final Verdict verdict = new Verdict();

    public Oracle(Topics topics, boolean exactlyOnce) {
        this.topics = topics;
        this.exactlyOnce = exactlyOnce;
    }

    /**
     * Reads everything and compares. Nothing may be written any more.
     *
     * @param rows what is in the stores of all instances together: by store, by key, the text of the value
     * @param answers what queries were answered
     */
    public Findings compare(Map<String, Map<String, String>> rows, Answers answers) {
        Expected expected = Expected.read(topics);
        new EchoCheck(expected, verdict).read(topics);
        FoldCheck folds = new FoldCheck(expected, exactlyOnce, verdict);
        folds.read(topics);
        new CountCheck(expected, exactlyOnce, verdict).read(topics);
        Map<String, Long> fired = new TickCheck(expected, exactlyOnce, verdict).read(topics);
        compareStores(expected, fired, rows);
        if (exactlyOnce) { // At least once, queries see what a crash takes back.
            new AnswerCheck(expected, verdict).compare(answers);
        }
        return verdict.findings(expected.inputs(), folds.mostInCommit());
    }

    private void compareStores(Expected expected, Map<String, Long> fired, Map<String, Map<String, String>> rows) {
        Map<String, Fold> folds = new HashMap<>();
        expected.keys().forEach((key, inputs) -> folds.put(key, inputs.fold()));
        StoreCheck check = new StoreCheck(rows, exactlyOnce, verdict);
        Map<String, String> folded = stored(FaultTopology.FOLD_STORE, new StringDeserializer());
        check.compareChangelog(FaultTopology.FOLD_STORE, folded, folds, Oracle::isAtLeast);
        check.compareRows(FaultTopology.FOLD_STORE, folded);
        Map<String, String> counted = stored(FaultTopology.COUNT_STORE, new LongDeserializer());
        check.compareChangelog(
                FaultTopology.COUNT_STORE,
                counted,
                expected.buckets(),
                (found, least) -> Long.parseLong(found) >= least);
        check.compareRows(FaultTopology.COUNT_STORE, counted);
        // Timers go on until the instances are closed, so rows say little.
        check.compareChangelog(
                FaultTopology.TICK_STORE,
                stored(FaultTopology.TICK_STORE, new LongDeserializer()),
                fired,
                (found, most) -> Long.parseLong(found) <= most);
    }

    /** At least once, the least and the greatest value are right at the end, and no input is missing. */
    static boolean isAtLeast(String text, Fold end) {
        Fold found = Fold.parse(text);
        return found.min() == end.min() && found.max() == end.max() && found.count() >= end.count();
    }

    /** What the changelog of a store says. */
    private <V> Map<String, String> stored(String store, Deserializer<V> values) {
        Map<String, String> stored = new HashMap<>();
        topics.read(FaultTopology.changelog(store), values, (partition, record) -> {
            if (record.value() == null) {
                stored.remove(record.key());
            } else {
                stored.put(record.key(), record.value().toString());
            }
        });
        return stored;
    }
}
