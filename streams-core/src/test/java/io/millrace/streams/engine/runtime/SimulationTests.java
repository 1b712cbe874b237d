package io.millrace.streams.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Applications in simulated trouble. {@code -Dsimulation.seeds=20000} runs more of them, {@code -Dsimulation.seed=N} begins with that one,
 * {@code -Dsimulation.trace=true} prints everything that happens.
 */
class SimulationTests {

    private static final long FIRST = Long.getLong("simulation.seed", 1L);
    private static final int SEEDS = Integer.getInteger("simulation.seeds", 500);

    @Test
    void everySeedEndsWithTheRightOutputsAndStores() {
        Map<String, Integer> sometimes = new TreeMap<>();
        List<String> failures = new ArrayList<>();
        long events = 0;
        long began = System.nanoTime();
        for (long seed = FIRST;
                seed < FIRST + SEEDS && failures.size() < Integer.getInteger("simulation.failures", 1);
                seed++) {
            Simulation simulation = new Simulation(seed, EnumSet.noneOf(Defect.class));
            try {
                simulation.run();
            } catch (RuntimeException | Error e) {
                failures.add("seed " + seed + " (" + simulation + "): " + e);
                System.out.println(simulation.trace().tail());
                e.printStackTrace(System.out);
                System.out.println(failures.get(failures.size() - 1));
            }
            events += simulation.trace().count();
            simulation.trace().sometimes().forEach((point, count) -> sometimes.merge(point, count, Integer::sum));
        }
        System.out.println(sometimes + "; " + events + " events; " + (System.nanoTime() - began) / 1_000_000 + " ms");
        assertThat(failures).isEmpty();
    }

    @Test
    void aSeedAlwaysDoesTheSame() {
        for (long seed = 1; seed <= 10; seed++) {
            assertThat(hash(seed)).as("seed %d", seed).isEqualTo(hash(seed));
        }
    }

    private static long hash(long seed) {
        Simulation simulation = new Simulation(seed, Set.of());
        simulation.run();
        return simulation.trace().hash();
    }
}
