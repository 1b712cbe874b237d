package io.millrace.verification.chaos.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTests {

    @Test
    void passesWhatIsAsItMustBe() {
        assertThat(report(outcome(4, 600, 600, 0), outcome(64, 680, 620, 0))).endsWith("PASS\n");
    }

    @Test
    void failsForTooMuchMemory() {
        assertThat(report(outcome(4, 769, 700, 0)))
                .contains("4 tasks took 769 MB")
                .endsWith("FAIL\n");
    }

    @Test
    void failsIfTheNumberOfTasksMakesADifference() {
        assertThat(report(outcome(4, 600, 600, 0), outcome(64, 700, 600, 0)))
                .contains("makes a difference of 16.7 %")
                .endsWith("FAIL\n");
    }

    @Test
    void failsForGrowth() {
        assertThat(report(outcome(4, 700, 700, 0)))
                .contains("16.7 % more at the end")
                .endsWith("FAIL\n");
    }

    @Test
    void failsForAWrongAnswer() {
        assertThat(report(outcome(4, 600, 600, 1))).contains("1 wrong answers").endsWith("FAIL\n");
    }

    private static String report(Outcome... outcomes) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Report.of(Settings.defaults(), List.of(outcomes)).print(new PrintStream(printed, true, StandardCharsets.UTF_8));
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static Outcome outcome(int tasks, double peak, double end, long wrong) {
        Samples samples = new Samples();
        for (int second = 0; second < 100; second++) {
            samples.add(second < 50 ? 600.0 : end);
        }
        return new Outcome(
                tasks,
                1_000,
                new Outcome.Resident(peak, peak, samples),
                new Outcome.Work(1, 10, 1_000, 100, 0, wrong),
                new Outcome.State(Figures.NONE),
                new Outcome.Counts(Figures.NONE));
    }
}
