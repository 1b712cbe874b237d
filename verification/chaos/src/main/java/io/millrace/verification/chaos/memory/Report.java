package io.millrace.verification.chaos.memory;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The outcomes as a table, and what of them is not as it must be.
 *
 * @param outcomes one a run
 * @param limitMb what a process may take
 */
record Report(List<Outcome> outcomes, double limitMb) {

    /** Beside the heap and the memory of state, a process may take this: code, classes, threads, clients. */
    private static final int REST_MB = 256;

    private static final double MAX_DIFFERENCE = 0.15;
    private static final double MAX_GROWTH = 0.05;
    private static final double FIRST_QUARTER = 0.25;

    static Report of(Settings settings, List<Outcome> outcomes) {
        return new Report(List.copyOf(outcomes), settings.heapMb() + settings.memoryMb() + REST_MB);
    }

    /** What is not as it must be. */
    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            if (outcome.resident().peak() > limitMb) {
                complaints.add(text(
                        "%d tasks took %.0f MB, more than %.0f",
                        outcome.tasks(), outcome.resident().peak(), limitMb));
            }
            if (outcome.resident().growth() > MAX_GROWTH) {
                complaints.add(text(
                        "%d tasks took %.1f %% more at the end than after a quarter of the time",
                        outcome.tasks(), outcome.resident().growth() * 100));
            }
            if (outcome.work().wrong() > 0) {
                complaints.add(text(
                        "%d tasks: %d wrong answers",
                        outcome.tasks(), outcome.work().wrong()));
            }
        }
        if (difference() > MAX_DIFFERENCE) {
            complaints.add(text("The number of tasks makes a difference of %.1f %%", difference() * 100));
        }
        return complaints;
    }

    /** How much more the largest peak is than the smallest, as a part of that. */
    private double difference() {
        double least =
                outcomes.stream().mapToDouble(o -> o.resident().peak()).min().orElse(1);
        double most =
                outcomes.stream().mapToDouble(o -> o.resident().peak()).max().orElse(1);
        return most / least - 1;
    }

    void print(PrintStream out) {
        out.println();
        out.println("| tasks | keys | filled in s | peak RSS then | RSS at 25 % | 50 % | 75 % | 100 % | MB in 10 min |"
                + " peak RSS | updates/s | queries/s | wrong | state off heap, most | on heap, most | of |"
                + " all run after s | open files, most | metrics |");
        out.println("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        outcomes.forEach(outcome -> out.println(row(outcome)));
        out.println();
        out.println(text(
                "Limit %.0f MB; difference %.1f %%, at most %.0f %%; growth after the first quarter at most %.0f %%.",
                limitMb, difference() * 100, MAX_DIFFERENCE * 100, MAX_GROWTH * 100));
        complaints().forEach(out::println);
        out.println(complaints().isEmpty() ? "PASS" : "FAIL");
    }

    private static String row(Outcome outcome) {
        Samples samples = outcome.resident().samples();
        return text(
                "| %d | %,d | %.0f | %.0f MB | %.0f | %.0f | %.0f | %.0f | %+.1f | %.0f MB | %,.0f | %,.0f | %d | %d"
                        + " MB | %d MB | %d MB | %.1f | %,d | %,d |",
                outcome.tasks(),
                outcome.rows(),
                outcome.work().loadSeconds(),
                outcome.resident().peakOfLoad(),
                samples.at(FIRST_QUARTER),
                samples.at(2 * FIRST_QUARTER),
                samples.at(3 * FIRST_QUARTER),
                samples.at(1),
                samples.slope(FIRST_QUARTER),
                outcome.resident().peak(),
                outcome.work().updatesPerSecond(),
                outcome.work().queriesPerSecond(),
                outcome.work().wrong(),
                outcome.state().offHeap() >> 20,
                outcome.state().buffers() >> 20,
                outcome.state().max() >> 20,
                outcome.work().startSeconds(),
                outcome.counts().files(),
                outcome.counts().metrics());
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
