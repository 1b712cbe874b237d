package io.millrace.verification.chaos.faults.oracle;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/** At rest a store holds what its changelog says, and that is what must come of the input. */
final class StoreCheck {

    private final Map<String, Map<String, String>> rows;
    private final boolean exactlyOnce;
    private final Verdict verdict;

    StoreCheck(Map<String, Map<String, String>> rows, boolean exactlyOnce, Verdict verdict) {
        this.rows = rows;
        this.exactlyOnce = exactlyOnce;
        this.verdict = verdict;
    }

    /**
     * Compares a changelog.
     *
     * @param changelog what it says
     * @param expected what it must say
     * @param suffices whether a value will do at least once
     */
    <V> void compareChangelog(
            String store, Map<String, String> changelog, Map<String, V> expected, BiPredicate<String, V> suffices) {
        for (String key : keysOf(expected, changelog)) {
            String logged = changelog.get(key);
            V must = expected.get(key);
            if (must == null) {
                verdict.wrong("the changelog of " + store + " has " + key + ", which was never sent");
            } else if (logged == null
                    || (exactlyOnce ? !logged.equals(must.toString()) : !suffices.test(logged, must))) {
                verdict.wrong("the changelog of " + store + " ends with " + logged + " for " + key + ", not " + must);
            }
        }
    }

    /** Compares what the instances hold with the changelog. */
    void compareRows(String store, Map<String, String> changelog) {
        Map<String, String> held = rows.getOrDefault(store, Map.of());
        for (String key : keysOf(held, changelog)) {
            if (!Objects.equals(held.get(key), changelog.get(key))) {
                verdict.wrong(
                        store + " holds " + held.get(key) + " for " + key + ", its changelog " + changelog.get(key));
            }
        }
    }

    private static Set<String> keysOf(Map<String, ?> one, Map<String, ?> other) {
        Set<String> keys = new TreeSet<>(one.keySet());
        keys.addAll(other.keySet());
        return keys;
    }
}
