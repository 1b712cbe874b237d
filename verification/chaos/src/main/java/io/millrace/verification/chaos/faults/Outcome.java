package io.millrace.verification.chaos.faults;

import io.millrace.streams.engine.crash.CrashPoint;
import io.millrace.verification.chaos.faults.app.FaultTopology;
import io.millrace.verification.chaos.faults.oracle.Answers;
import io.millrace.verification.chaos.faults.oracle.Findings;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a run showed.
 *
 * @param settings what was run
 * @param caused what happened to it
 * @param findings what came out beside what went in
 * @param returns how long after each fault all partitions went on, in milliseconds
 * @param restores of all instances
 * @param end of the run
 */
record Outcome(
        FaultSettings settings,
        Caused caused,
        Findings findings,
        List<Long> returns,
        RestoreFigures restores,
        End end) {

    private static final double TAIL = 0.99;
    private static final double STANDBY_TAIL = 0.95;
    private static final long RETURN_MS = 15_000;

    /** The session timeout and 3 s. */
    private static final long FAILOVER_MS = 9_000;

    private static final long CLOSE_MS = 10_000;
    private static final long RETURNED_RECORDS = 5_000;
    private static final double RETURNED_SHARE = 0.01;

    /** A standby asks for positions once a commit interval, and gets what was committed, one or two intervals later; twice that. */
    private static final double STANDBY_LAG_SECONDS = 2;

    private static final double ANSWERED_BY_ANY = 0.99;
    private static final double ANSWERED_BY_ACTIVE = 0.95;

    /** What a full run of kills must have had. */
    private static final Duration FULL = Duration.ofMinutes(9);

    private static final int KILLS = 60;
    private static final int KILLS_OF_TWO = 10;
    private static final int HITS = 3;

    /**
     * What was done.
     *
     * @param faults how often what
     * @param hits how often an instance halted itself where
     * @param cuts how instances noticed that they were cut off
     */
    record Caused(Map<Fault, Integer> faults, Map<CrashPoint, Integer> hits, CutFigures cuts) {

        int count() {
            return faults.values().stream().mapToInt(Integer::intValue).sum();
        }

        int count(Fault fault) {
            return faults.getOrDefault(fault, 0);
        }

        /** How many processes were ended, without those that brought another to a point. */
        int kills() {
            int halted = hits.values().stream().mapToInt(Integer::intValue).sum();
            return halted + count(Fault.KILL) + 2 * (count(Fault.KILL_TWO) + count(Fault.KILL_AGAIN));
        }

        /** How often instances, at most, have had to do the work of a commit again. */
        long deaths() {
            return faults.entrySet().stream()
                    .mapToLong(fault -> (long) fault.getKey().deaths() * fault.getValue())
                    .sum();
        }
    }

    /**
     * The end of a run.
     *
     * @param closeMs how long the slowest instance took to close, in milliseconds
     * @param complaints what was wrong at it
     * @param answers what queries were answered
     */
    record End(long closeMs, List<String> complaints, Answers answers) {}

    /** What is not as it must be. */
    List<String> complaints() {
        List<String> complaints = new ArrayList<>(findings.complaints());
        complaints.addAll(end.complaints());
        require(complaints, findings.lost() == 0, findings.lost() + " inputs were lost");
        require(
                complaints,
                findings.doubled() <= mostDoubled(),
                findings.doubled() + " doubled, at most " + mostDoubled());
        require(complaints, findings.wrong() == 0, findings.wrong() + " outputs are wrong or out of order");
        require(complaints, end.closeMs() <= CLOSE_MS, "A close took " + end.closeMs() + " ms, more than " + CLOSE_MS);
        require(complaints, restores.threadsEnded() == 0, restores.threadsEnded() + " threads ended");
        judgeRestores(complaints);
        judgeTimes(complaints);
        if (isFull()) {
            judgeFull(complaints);
        }
        return complaints;
    }

    /** A run that did little shows little. */
    private void judgeFull(List<String> complaints) {
        require(complaints, isAnswered(), "Queries were not answered often enough");
        require(complaints, caused.kills() >= KILLS, "There were " + caused.kills() + " kills");
        int ofTwo = caused.count(Fault.KILL_TWO);
        require(complaints, ofTwo >= KILLS_OF_TWO, "Two were killed at once " + ofTwo + " times");
        caused.hits()
                .forEach((point, hits) -> require(complaints, hits >= HITS, point + " was met " + hits + " times"));
    }

    /** Whether there were as many kills as there should be, and changelogs are long enough to speak of parts of them. */
    private boolean isFull() {
        return settings.battery() == Battery.KILLS && settings.duration().compareTo(FULL) >= 0;
    }

    private boolean isAnswered() {
        return settings.application().standbys() > 0
                ? end.answers().byAny() >= ANSWERED_BY_ANY
                : end.answers().byActive() >= ANSWERED_BY_ACTIVE;
    }

    private long mostDoubled() {
        return settings.exactlyOnce() ? 0 : caused.deaths() * findings.mostInCommit();
    }

    private void judgeRestores(List<String> complaints) {
        require(complaints, restores.rebuilds() == 0, restores.rebuilds() + " stores were rebuilt from the beginning");
        require(complaints, restores.backwards() == 0, restores.backwards() + " restores went back");
        long returned = percentile(restores.returned(), 1);
        require(
                complaints,
                settings.battery() != Battery.KILLS || returned <= RETURNED_RECORDS,
                "A restore after a kill took " + returned + " records, more than " + RETURNED_RECORDS);
        require(
                complaints,
                !isFull() || restores.share() <= RETURNED_SHARE,
                "A restore after a kill took %.2f %% of its changelog, more than %.0f %%"
                        .formatted(restores.share() * 100, RETURNED_SHARE * 100));
        if (settings.battery() == Battery.STANDBY) {
            long most = Math.round(STANDBY_LAG_SECONDS * settings.load().rate() / FaultTopology.PARTITIONS);
            long promoted = percentile(restores.promoted(), 1);
            require(complaints, restores.promotions() > 0, "No standby became active");
            require(complaints, promoted <= most, "A promotion restored " + promoted + " records, more than " + most);
        }
    }

    private void judgeTimes(List<String> complaints) {
        boolean standby = settings.battery() == Battery.STANDBY;
        long limitMs = standby ? FAILOVER_MS : RETURN_MS;
        double part = standby ? STANDBY_TAIL : TAIL;
        require(
                complaints,
                percentile(returns, part) <= limitMs,
                "p%.0f of the return to progress is %d ms, more than %d"
                        .formatted(part * 100, percentile(returns, part), limitMs));
        long downMs = percentile(caused.cuts().untilDown(), 1);
        require(complaints, downMs <= CutFigures.DOWN_MS, "A cut was noticed after " + downMs + " ms only");
        long upMs = percentile(caused.cuts().untilUp(), 1);
        require(complaints, upMs <= CutFigures.UP_MS, "The end of a cut was noticed after " + upMs + " ms only");
    }

    private static void require(List<String> complaints, boolean fine, String complaint) {
        if (!fine) {
            complaints.add(complaint);
        }
    }

    void print(PrintStream out) {
        out.println();
        out.printf("faults: %d %s%n", caused.count(), caused.faults());
        if (settings.battery() == Battery.KILLS) {
            out.printf("kills: %d; halted by themselves: %s%n", caused.kills(), caused.hits());
            out.printf(
                    "queries: %,d; answered by active tasks %.1f %%, by any %.1f %%%n",
                    end.answers().count(),
                    end.answers().byActive() * 100,
                    end.answers().byAny() * 100);
        }
        out.printf(
                "inputs: %,d; lost %d, doubled %d (at most %d), wrong or out of order %d%n",
                findings.inputs(), findings.lost(), findings.doubled(), mostDoubled(), findings.wrong());
        out.printf("return to progress: %s ms%n", spread(returns));
        if (settings.battery() == Battery.NETWORK) {
            out.printf(
                    "cut off: noticed after %s ms; heard again after %s ms%n",
                    spread(caused.cuts().untilDown()), spread(caused.cuts().untilUp()));
        }
        out.printf(
                "restores: %d of a store new to the instance; after a kill %s records, at most %.2f %% of the"
                        + " changelog%n",
                restores.first(), spread(restores.returned()), restores.share() * 100);
        out.printf(
                "restores of what was elsewhere: %s records; rebuilt: %d; backwards: %d%n",
                spread(restores.moved()), restores.rebuilds(), restores.backwards());
        out.printf(
                "changelogs of standbys that became active: %d, of which restored: %s records%n",
                restores.promotions(), spread(restores.promoted()));
        out.printf("threads that ended: %d; the slowest close took %d ms%n", restores.threadsEnded(), end.closeMs());
        List<String> complaints = complaints();
        complaints.forEach(complaint -> out.println("WRONG: " + complaint));
        out.println(complaints.isEmpty() ? "passed" : "FAILED, seed " + settings.seed());
    }

    private static String spread(List<Long> values) {
        return "%d times (p50 %d, p95 %d, p99 %d, most %d)"
                .formatted(
                        values.size(),
                        percentile(values, 0.5),
                        percentile(values, STANDBY_TAIL),
                        percentile(values, TAIL),
                        percentile(values, 1));
    }

    private static long percentile(List<Long> values, double part) {
        List<Long> sorted = values.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(part * sorted.size()) - 1);
    }
}
