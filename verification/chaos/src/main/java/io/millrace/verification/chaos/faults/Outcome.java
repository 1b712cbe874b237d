package io.millrace.verification.chaos.faults;

import io.millrace.streams.engine.crash.CrashPoint;
import io.millrace.verification.chaos.faults.app.FaultTopology;
import io.millrace.verification.chaos.faults.oracle.Answers;
import io.millrace.verification.chaos.faults.oracle.Findings;
import java.io.PrintStream;
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
    private static final long BROKER_RETURN_MS = 20_000;
    private static final double STORM_THROUGHPUT = 0.2;
    private static final long CALM_MS = 10_000;
    private static final int CALM_REBALANCES = 2;

    /** The session timeout and 3 s. */
    private static final long FAILOVER_MS = 9_000;

    private static final long CLOSE_MS = 10_000;
    private static final long RETURNED_RECORDS = 5_000;
    private static final double RETURNED_SHARE = 0.01;

    /** A standby asks for positions once a commit interval, and gets what was committed, one or two intervals later; twice that. */
    private static final double STANDBY_LAG_SECONDS = 2;

    private static final int STANDBYS_OF_ALL = 2;
    private static final double ANSWERED_BY_ANY = 0.99;

    /** What a full run of kills must have had. */
    private static final int KILLS = 60;

    static final int KILLS_OF_TWO = 10;
    static final int HITS = 3;

    /**
     * What was done.
     *
     * @param faults how often what
     * @param hits how often an instance halted itself where
     * @param cuts how instances noticed that they were cut off
     * @param rejoins how long after each thaw the instance had tasks again, in milliseconds
     * @param refusals how long each second process in a directory lived, in milliseconds
     * @param after what was left of the load and of the group
     */
    record Caused(
            Map<Fault, Integer> faults,
            Map<CrashPoint, Integer> hits,
            CutFigures cuts,
            List<Long> rejoins,
            List<Long> refusals,
            After after) {

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
     * What is known when the faults are over.
     *
     * @param throughput what came out while they went on, as a part of what would have without them
     * @param rebalances of the group from when an instance joined it last, that one too
     */
    record After(double throughput, int rebalances) {}

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
        if (settings.isFull()) {
            judgeFull(complaints);
        }
        return complaints;
    }

    /** A run that did little shows little. */
    private void judgeFull(List<String> complaints) {
        int faults = settings.battery().pace().faults();
        require(complaints, caused.count() >= faults, "There were " + caused.count() + " faults, not " + faults);
        if (settings.battery() == Battery.KILLS) {
            judgeKills(complaints);
        }
    }

    private void judgeKills(List<String> complaints) {
        require(complaints, isAnswered(), "Queries were not answered often enough");
        require(complaints, caused.kills() >= KILLS, "There were " + caused.kills() + " kills");
        int ofTwo = caused.count(Fault.KILL_TWO);
        require(complaints, ofTwo >= KILLS_OF_TWO, "Two were killed at once " + ofTwo + " times");
        caused.hits()
                .forEach((point, hits) -> require(complaints, hits >= HITS, point + " was met " + hits + " times"));
    }

    /** Changelogs are long enough then to speak of parts of them. */
    private boolean isFullOfKills() {
        return settings.battery() == Battery.KILLS && settings.isFull();
    }

    /** With fewer standbys, nobody has some of the state when two instances of three are killed. */
    private boolean isAnswered() {
        return settings.application().standbys() < STANDBYS_OF_ALL
                || end.answers().byAny() >= ANSWERED_BY_ANY;
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
                !isFullOfKills() || restores.share() <= RETURNED_SHARE,
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
        if (settings.battery() == Battery.STORM) {
            judgeStorm(complaints);
            return;
        }
        boolean standby = settings.battery() == Battery.STANDBY;
        long limitMs = switch (settings.battery()) {
            case STANDBY -> FAILOVER_MS;
            case BROKER -> BROKER_RETURN_MS;
            default -> RETURN_MS;
        };
        double part = standby ? STANDBY_TAIL : TAIL;
        require(
                complaints,
                percentile(returns, part) <= limitMs,
                "p%.0f of the return to progress is %d ms, more than %d"
                        .formatted(part * 100, percentile(returns, part), limitMs));
        long rejoinMs = percentile(caused.rejoins(), 1);
        require(
                complaints,
                rejoinMs <= Faults.REJOINED_MS,
                "A frozen instance was without tasks for " + rejoinMs + " ms");
        long refusalMs = percentile(caused.refusals(), 1);
        require(
                complaints,
                refusalMs <= Faults.REFUSED_MS,
                "A second process in a directory lived " + refusalMs + " ms");
        long downMs = percentile(caused.cuts().untilDown(), 1);
        require(complaints, downMs <= CutFigures.DOWN_MS, "A cut was noticed after " + downMs + " ms only");
        long upMs = percentile(caused.cuts().untilUp(), 1);
        require(complaints, upMs <= CutFigures.UP_MS, "The end of a cut was noticed after " + upMs + " ms only");
    }

    /** As long as the storm goes on, what returns is soon gone again. */
    private void judgeStorm(List<String> complaints) {
        double throughput = caused.after().throughput();
        require(
                complaints,
                throughput >= STORM_THROUGHPUT,
                "Only %.0f %% of the input was answered in time".formatted(throughput * 100));
        long lastMs = returns.get(returns.size() - 1);
        require(complaints, lastMs <= CALM_MS, "It took " + lastMs + " ms after the storm until all went on");
        int rebalances = caused.after().rebalances();
        require(complaints, rebalances <= CALM_REBALANCES, rebalances + " rebalances followed the storm");
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
        out.printf(
                "return to progress: %s ms, the last %d ms; throughput beside the faults %.0f %%, rebalances after"
                        + " them %d%n",
                spread(returns),
                returns.get(returns.size() - 1),
                caused.after().throughput() * 100,
                caused.after().rebalances());
        if (settings.battery() == Battery.ZOMBIES) {
            out.printf(
                    "tasks again after a thaw: %s ms; second processes ended after %s ms%n",
                    spread(caused.rejoins()), spread(caused.refusals()));
        }
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
