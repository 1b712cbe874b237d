package io.millrace.streams.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the simulation would find if it were there. */
class PlantedDefectsSimulationTests {

    private static final int MOST_SEEDS = 2_000;

    @ParameterizedTest
    @EnumSource(Defect.class)
    void everyPlantedDefectIsFound(Defect defect) {
        String found = null;
        int seed = 0;
        while (found == null && seed < MOST_SEEDS) {
            seed++;
            Simulation simulation = new Simulation(seed, EnumSet.of(defect));
            try {
                simulation.run();
            } catch (RuntimeException | AssertionError e) {
                found = e.toString();
            }
        }

        System.out.println(defect + ": seed " + seed + ": " + found);
        assertThat(found).as("%s within %d seeds", defect, MOST_SEEDS).isNotNull();
    }
}
