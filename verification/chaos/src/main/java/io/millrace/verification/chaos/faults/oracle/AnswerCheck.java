package io.millrace.verification.chaos.faults.oracle;

import io.millrace.verification.chaos.faults.app.Fold;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Exactly once, an answer is the fold of the first inputs of its key, and of no fewer than were answered for before it was asked. */
final class AnswerCheck {

    private final Expected expected;
    private final Verdict verdict;
    private final Map<String, List<Fold>> folds = new HashMap<>();

    AnswerCheck(Expected expected, Verdict verdict) {
        this.expected = expected;
        this.verdict = verdict;
    }

    void compare(Answers answers) {
        for (Answers.Answer answer : answers.given()) {
            long count = answer.fold().count();
            List<Fold> ofKey = folds.computeIfAbsent(answer.key(), this::foldsOf);
            if (count >= ofKey.size() || !ofKey.get((int) count).equals(answer.fold())) {
                verdict.wrong("a query for " + answer.key() + " was answered " + answer.fold());
            } else if (count < answer.atLeast()) {
                verdict.wrong("a query for " + answer.key() + " was answered for " + count + " inputs after one for "
                        + answer.atLeast());
            }
        }
    }

    /** That of none is the first. */
    private List<Fold> foldsOf(String key) {
        List<Fold> ofKey = new ArrayList<>();
        ofKey.add(Fold.NONE);
        Expected.Key inputs = expected.keys().get(key);
        if (inputs != null) {
            for (int i = 0; i < inputs.count(); i++) {
                ofKey.add(ofKey.get(i).add(inputs.value(i)));
            }
        }
        return ofKey;
    }
}
