package io.millrace.verification.formats;

import java.util.HashMap;
import java.util.Map;

/**
 * A program with its settings.
 *
 * @param name unique
 * @param program its name
 * @param partitions of its input
 * @param cached whether stores have a cache where they may
 * @param settings beside those that all have
 */
record Scenario(String name, String program, int partitions, boolean cached, Map<String, String> settings) {

    static Scenario of(String program) {
        return new Scenario(program, program, 1, false, Map.of());
    }

    Scenario withTwoPartitions() {
        return new Scenario(name, program, 2, cached, settings);
    }

    Scenario with(String setting, String value, String what) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(setting, value);
        return new Scenario(name + "-" + what, program, partitions, cached, more);
    }

    Scenario withCache() {
        return new Scenario(name + "-cached", program, partitions, true, settings);
    }

    String input() {
        return name + "-in";
    }

    /** Whether results go out at commits, so that only the last of each key can be compared. */
    boolean sendsAtCommit() {
        return cached && !program.endsWith("-stores");
    }

    /** How long the stores keep windows and versions at least. */
    long retentionMs() {
        return Inputs.RETENTION.toMillis();
    }

    /** Whether what deletes is a record without a value. */
    boolean hasNullValues() {
        return program.equals("source-tables");
    }

    @Override
    public String toString() {
        return name;
    }
}
