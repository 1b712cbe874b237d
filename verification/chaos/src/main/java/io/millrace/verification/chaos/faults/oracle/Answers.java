package io.millrace.verification.chaos.faults.oracle;

import io.millrace.verification.chaos.faults.app.Fold;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What queries were answered. Guarded by whoever asks. */
public final class Answers {

    private final List<Answer> given = new ArrayList<>();
    private final Map<String, Integer> latest = new HashMap<>();
    private long active;
    private long none;

    /**
     * An answer.
     *
     * @param atLeast how many inputs of the key an active task had answered for before the question was put
     */
    record Answer(String key, Fold fold, int atLeast) {}

    /** For how many inputs of a key an active task has answered. */
    public int latest(String key) {
        return latest.getOrDefault(key, 0);
    }

    /** The active task answered. */
    public void fromActive(String key, Fold fold, int atLeast) {
        active++;
        given.add(new Answer(key, fold, atLeast));
        latest.merge(key, (int) fold.count(), Math::max);
    }

    /** A task that may be behind answered. */
    public void fromAny(String key, Fold fold) {
        given.add(new Answer(key, fold, 0));
    }

    /** Nobody answered. */
    public void none() {
        none++;
    }

    List<Answer> given() {
        return given;
    }

    public long count() {
        return given.size() + none;
    }

    /** The part that active tasks answered. */
    public double byActive() {
        return (double) active / Math.max(1, count());
    }

    /** The part that was answered. */
    public double byAny() {
        return (double) given.size() / Math.max(1, count());
    }
}
