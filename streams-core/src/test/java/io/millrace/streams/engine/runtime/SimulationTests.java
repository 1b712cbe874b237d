package io.millrace.streams.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Applications in simulated trouble (ADR 39). {@code -Dsimulation.seeds=20000} runs more of them, {@code -Dsimulation.seed=N} begins with
 * that one, {@code -Dsimulation.trace=true} prints everything that happens.
 */
class SimulationTests {

    private static final long FIRST = Long.getLong("simulation.seed", 1L);
    private static final int USUAL = 500;
    private static final int SEEDS = Integer.getInteger("simulation.seeds", USUAL);
    private static final int SEEDS_RUN_TWICE = 50;

    /** What so many seeds must have seen, or they show little. */
    private static final Set<String> SOMETIMES = Set.of(
            "a changelog was compacted",
            "a clock was set",
            "a commit came from no member",
            "a commit of a transaction failed after it took effect",
            "a commit of a transaction failed before it took effect",
            "a commit of positions failed after it took effect",
            "a commit of positions failed before it took effect",
            "a flush of a disk was lost",
            "a member missed a rebalance",
            "a partition was slow",
            "a process was told to stop",
            "a producer could not start",
            "a producer was fenced in its commit",
            "a producer was fenced while it sent",
            "a restore began with a tail",
            "a restore began with the first record",
            "a restore got no answer",
            "a restore was given up on its way",
            "a standby task began to follow",
            "a standby task ended: MIGRATED",
            "a standby task ended: PROMOTED",
            "a standby task followed",
            "a task waited for its directory",
            "a transaction left open was aborted by the next producer",
            "a transaction timed out",
            "a transaction was aborted",
            "a transaction was refused the positions of no member",
            "a worker was paused",
            "committed positions were in an open transaction",
            "committed positions were not told",
            "internal topics could not be made",
            "killed at after a flush",
            "killed at after a transaction ended",
            "killed at after a write to the store",
            "killed at after committing positions",
            "killed at before a write to the store",
            "killed at before committing positions",
            "killed at send",
            "killed between two steps",
            "killed while restoring",
            "partitions were lost",
            "partitions were revoked",
            "records were not acknowledged",
            "repartition records were deleted",
            "stalled: before committing positions",
            "stalled: send");

    @Test
    void everySeedEndsWithTheRightOutputsAndStores() {
        Map<String, Integer> sometimes = new TreeMap<>();
        long hash = 0;
        long began = System.nanoTime();
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            Simulation simulation = run(seed);
            hash = hash * 31 + simulation.trace().hash();
            simulation.trace().sometimes().forEach((point, count) -> sometimes.merge(point, count, Integer::sum));
        }

        System.out.println(SEEDS + " seeds in " + (System.nanoTime() - began) / 1_000_000 + " ms, hash "
                + Long.toHexString(hash) + ", " + sometimes);
        if (SEEDS >= USUAL) {
            assertThat(sometimes).containsKeys(SOMETIMES.toArray(String[]::new));
        }
    }

    @Test
    void aSeedAlwaysDoesTheSame() {
        for (long seed = FIRST; seed < FIRST + Math.min(SEEDS, SEEDS_RUN_TWICE); seed++) {
            assertThat(run(seed).trace().hash())
                    .as("seed %d", seed)
                    .isEqualTo(run(seed).trace().hash());
        }
    }

    private static Simulation run(long seed) {
        Simulation simulation = new Simulation(seed, Set.of());
        try {
            simulation.run();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "Seed " + seed + " (" + simulation + "): " + e + "\nThe last events:\n"
                            + simulation.trace().tail(),
                    e);
        }
        return simulation;
    }
}
