package io.millrace.verification.fuzz;

import java.io.PrintStream;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.sessions.JqwikSession;

/**
 * The fuzzer. Settings are system properties: {@code fuzz.programs} and {@code fuzz.records} say how much, {@code fuzz.minutes} goes on for so
 * long instead, {@code fuzz.seed} is the seed of the first program (each next program has the next seed), {@code fuzz.failures} after how many
 * programs that differ to stop, {@code fuzz.plain} leaves them as they are instead of making them small.
 */
public final class Fuzz {

    private static final int MAX_TRIALS = 2000;
    private static final int GENERATOR_SIZE = 1000;

    private final PrintStream out;
    private final int records;
    private final int maxFailures;
    private final Trial trial = new Trial();
    private final Map<String, Integer> sections = new TreeMap<>();
    private int failures;
    private int outgrown;

    Fuzz(PrintStream out, int records, int maxFailures) {
        this.out = out;
        this.records = records;
        this.maxFailures = maxFailures;
    }

    public static void main(String[] args) {
        System.exit(run(System.out, 2000, 300, anySeed()) ? 0 : 1);
    }

    static long anySeed() {
        return new Random().nextInt(1_000_000_000);
    }

    /** Runs what the system properties say, else so many programs of so many records; whether none behaved differently. */
    static boolean run(PrintStream out, int defaultPrograms, int defaultRecords, long defaultSeed) {
        int programs = Integer.getInteger("fuzz.programs", defaultPrograms);
        int records = Integer.getInteger("fuzz.records", defaultRecords);
        long minutes = Long.getLong("fuzz.minutes", 0);
        long seed = Long.getLong("fuzz.seed", defaultSeed);
        Fuzz fuzz = new Fuzz(out, records, Integer.getInteger("fuzz.failures", 1));
        return minutes > 0
                ? fuzz.run(seed, Integer.MAX_VALUE, minutes * 60_000)
                : fuzz.run(seed, programs, Long.MAX_VALUE);
    }

    private boolean run(long seed, int programs, long limitMs) {
        long startedNs = System.nanoTime();
        int[] run = {0};
        JqwikSession.run(() -> {
            RandomGenerator<Program> generator = Programs.of(records).generator(GENERATOR_SIZE, false);
            while (run[0] < programs && failures < maxFailures && elapsedMs(startedNs) < limitMs) {
                long own = seed + run[0];
                one(own, generator.next(random(own)).value());
                run[0]++;
            }
        });
        out.printf(
                "fuzz: %d programs of %d records, seeds %d to %d, %d s: %d differ, %d outgrew the memory%n",
                run[0], records, seed, seed + run[0] - 1, elapsedMs(startedNs) / 1000, failures, outgrown);
        sections.forEach((section, count) -> out.println("  " + count + " in " + section));
        return failures == 0;
    }

    /** Neighbouring seeds of {@link Random} begin alike; those of their hashes do not. */
    private static Random random(long seed) {
        return new Random(seed * 0x9E3779B97F4A7C15L);
    }

    private static long elapsedMs(long startedNs) {
        return (System.nanoTime() - startedNs) / 1_000_000;
    }

    private void one(long seed, Program program) {
        Trial.Result result;
        try {
            result = trial.run(program);
        } catch (OutOfMemoryError e) {
            out.println("seed " + seed + " outgrew the memory");
            outgrown++;
            return;
        } catch (IllegalStateException e) {
            out.println("seed " + seed + ": " + e.getMessage());
            failures++;
            return;
        }
        if (result.differences().isEmpty()) {
            return;
        }
        failures++;
        for (Difference difference : result.differences()) {
            sections.merge(difference.section().replaceAll("[0-9]+", "#"), 1, Integer::sum);
        }
        out.println("seed " + seed + " differs in "
                + result.differences().stream().map(Difference::section).toList());
        report(seed, Boolean.getBoolean("fuzz.plain") ? program : small(program, result));
    }

    /** A smaller program that differs in the same section, and in whether it fails only if the given one does. */
    private Program small(Program program, Trial.Result result) {
        String section = result.differences().get(0).section();
        boolean fails = differs(result, "error");
        int[] trials = {0};
        return Reduction.of(program, candidate -> {
            if (trials[0]++ >= MAX_TRIALS) {
                return false;
            }
            Trial.Result smaller = trial.run(candidate);
            return differs(smaller, section) && differs(smaller, "error") == fails;
        });
    }

    private static boolean differs(Trial.Result result, String section) {
        return result.differences().stream().anyMatch(d -> d.section().equals(section));
    }

    private void report(long seed, Program program) {
        Trial.Result result = trial.run(program);
        out.println("-- seed " + seed + ", with " + program.settings());
        result.expected().code().forEach(out::println);
        program.inputs().forEach(out::println);
        result.differences().forEach(out::println);
        out.println("Kafka Streams failed with: " + result.expected().sections().get("#error"));
        out.println("Millrace failed with:      " + result.actual().sections().get("#error"));
    }
}
