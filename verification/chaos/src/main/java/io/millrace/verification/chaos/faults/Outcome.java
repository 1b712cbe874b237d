package io.millrace.verification.chaos.faults;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run showed.
 *
 * @param settings what was run
 * @param faults how often what happened
 * @param findings what came out beside what went in
 * @param returns how long after each fault all partitions went on, in milliseconds
 * @param restores of each instance
 * @param end of the run
 */
record Outcome(
        FaultSettings settings,
        Map<Fault, Integer> faults,
        Oracle.Findings findings,
        List<Long> returns,
        List<Restores> restores,
        End end) {

    private static final double TAIL = 0.99;
    private static final long RETURN_MS = 15_000;
    private static final long CLOSE_MS = 10_000;

    /** Records that an instance may process in one commit interval while it catches up. */
    private static final long RECORDS_A_COMMIT = 4_000;

    /**
     * The end of a run.
     *
     * @param closeMs how long the slowest instance took to close, in milliseconds
     * @param open partitions with a transaction that does not end
     */
    record End(long closeMs, List<String> open) {}

    int faultCount() {
        return faults.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** What is not as it must be. */
    List<String> complaints() {
        List<String> complaints = new ArrayList<>(findings.complaints());
        require(complaints, findings.lost() == 0, findings.lost() + " inputs were lost");
        long most = settings.exactlyOnce() ? 0 : faultCount() * RECORDS_A_COMMIT;
        require(complaints, findings.doubled() <= most, findings.doubled() + " doubled, at most " + most);
        require(complaints, findings.wrong() == 0, findings.wrong() + " outputs are wrong or out of order");
        require(complaints, end.open().isEmpty(), "Transactions do not end in " + end.open());
        require(complaints, end.closeMs() <= CLOSE_MS, "A close took " + end.closeMs() + " ms, more than " + CLOSE_MS);
        require(complaints, threadsEnded() == 0, threadsEnded() + " threads ended");
        require(complaints, rebuilds() == 0, rebuilds() + " stores were rebuilt from the beginning");
        require(
                complaints,
                percentile(returns) <= RETURN_MS,
                "p99 of the return to progress is " + percentile(returns) + " ms, more than " + RETURN_MS);
        return complaints;
    }

    private static void require(List<String> complaints, boolean fine, String complaint) {
        if (!fine) {
            complaints.add(complaint);
        }
    }

    private int threadsEnded() {
        return restores.stream().mapToInt(Restores::threadsEnded).sum();
    }

    private int rebuilds() {
        return restores.stream().mapToInt(Restores::rebuilds).sum();
    }

    void print(PrintStream out) {
        List<Long> tails = restores.stream().flatMap(of -> of.tails().stream()).toList();
        out.println();
        out.printf("faults: %d %s%n", faultCount(), new TreeMap<>(faults));
        out.printf(
                "inputs: %,d; lost %d, doubled %d, wrong or out of order %d%n",
                findings.inputs(), findings.lost(), findings.doubled(), findings.wrong());
        out.printf(
                "return to progress: p50 %d ms, p99 %d ms, most %d ms%n",
                percentile(returns, 0.5), percentile(returns), percentile(returns, 1));
        out.printf(
                "restores: %d of a store new to the instance, %d of a tail (p50 %d records, most %d), %d rebuilt%n",
                restores.stream().mapToInt(Restores::first).sum(),
                tails.size(),
                percentile(tails, 0.5),
                percentile(tails, 1),
                rebuilds());
        out.printf(
                "threads that ended: %d; the slowest close took %d ms%n",
                restores.stream().mapToInt(Restores::threadsEnded).sum(), end.closeMs());
        complaints().forEach(complaint -> out.println("WRONG: " + complaint));
        out.println(complaints().isEmpty() ? "passed" : "FAILED, seed " + settings.seed());
    }

    private static long percentile(List<Long> values) {
        return percentile(values, TAIL);
    }

    private static long percentile(List<Long> values, double part) {
        List<Long> sorted = values.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(part * sorted.size()) - 1);
    }
}
