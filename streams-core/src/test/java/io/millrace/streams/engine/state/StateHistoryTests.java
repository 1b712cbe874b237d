package io.millrace.streams.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.engine.state.Misbehaving.Defect;
import io.millrace.streams.engine.state.StateHistory.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Many short random histories of a task's state beside a model. {@code -Dstate.histories=100000} runs that many,
 * {@code -Dstate.seed=42} begins with another seed than the clock's.
 */
class StateHistoryTests {

    private static final int STEPS = 60;
    private static final int HISTORIES_TO_FIND_A_DEFECT = 2_000;

    @Test
    void contentsAreAlwaysThoseOfTheModelAtTheStoredPosition() {
        int histories = Integer.getInteger("state.histories", 2_000);
        long firstSeed = Long.getLong("state.seed", System.nanoTime() / 1_000);
        System.out.println("StateHistoryTests: " + histories + " histories from seed " + firstSeed);
        long startNs = System.nanoTime();

        for (long seed = firstSeed; seed < firstSeed + histories; seed++) {
            String failure = failure(seed, StateHistory.steps(seed, STEPS), Defect.NONE);
            if (failure != null) {
                throw new AssertionError(shrunk(seed));
            }
        }

        long tookMs = (System.nanoTime() - startNs) / 1_000_000;
        System.out.println(
                "StateHistoryTests: " + tookMs + " ms, " + histories * 1_000L / Math.max(1, tookMs) + " a second");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void aDefectIsFound(Defect defect) {
        String found = null;
        int history = 0;
        while (found == null && history < HISTORIES_TO_FIND_A_DEFECT) {
            found = failure(history, StateHistory.steps(history, STEPS), defect);
            history++;
        }

        System.out.println("StateHistoryTests: " + defect + " found in history " + history + ": " + found);
        assertThat(found).as("what the histories say of " + defect).isNotNull();
    }

    private static @Nullable String failure(long seed, List<Step> steps, Defect defect) {
        try {
            new StateHistory(seed, defect).run(steps);
            return null;
        } catch (AssertionError | RuntimeException e) {
            return e.toString();
        }
    }

    /** What is left of a failing history when every step is left out that it fails without. */
    private static String shrunk(long seed) {
        List<Step> steps = StateHistory.steps(seed, STEPS);
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (int length = Math.max(1, steps.size() / 2); length > 0; length /= 2) {
                for (int from = steps.size() - length; from >= 0; from -= length) {
                    List<Step> fewer = new ArrayList<>(steps);
                    fewer.subList(from, from + length).clear();
                    if (failure(seed, fewer, Defect.NONE) != null) {
                        steps = fewer;
                        smaller = true;
                        from = Math.min(from, steps.size());
                    }
                }
            }
        }
        StateHistory history = new StateHistory(seed, Defect.NONE);
        try {
            history.run(steps);
        } catch (AssertionError | RuntimeException e) {
            return "seed " + seed + ", " + history + "\n  steps " + steps + "\n  " + e + "\n  at "
                    + List.of(e.getStackTrace()).subList(0, Math.min(12, e.getStackTrace().length));
        }
        return "seed " + seed + " fails only now and then: " + history;
    }
}
