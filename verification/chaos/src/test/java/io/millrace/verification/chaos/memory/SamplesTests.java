package io.millrace.verification.chaos.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SamplesTests {

    @Test
    void theSlopeIsThatOfTheLineThatFits() {
        Samples samples = new Samples();
        for (int second = 0; second < 100; second++) {
            samples.add(second < 25 ? 50.0 : 100 + second * 0.5 + (second % 2 == 0 ? 1 : -1));
        }

        assertThat(samples.slope(0.25)).isCloseTo(300, within(3.0));
    }

    @Test
    void tellsTheMeanOfTheLastSecondsUpToAPartOfTheTime() {
        Samples samples = new Samples();
        for (int second = 0; second < 100; second++) {
            samples.add((double) second);
        }

        assertThat(samples.at(0.5)).isEqualTo(44.5);
        assertThat(samples.at(1)).isEqualTo(94.5);
    }

    @Test
    void readsWhatTheKernelSays() {
        long pid = ProcessHandle.current().pid();
        Samples samples = new Samples();
        samples.add(pid);

        assertThat(samples.last()).isPositive();
        assertThat(Samples.peakMb(pid)).isGreaterThanOrEqualTo(samples.last() * 0.99);
    }
}
