package io.millrace.verification.chaos.faults.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CrowdTests {

    @Test
    void countsWhatHappenedTogether() {
        Crowd crowd = new Crowd(10);
        for (long ms : new long[] {0, 5, 10, 30, 31, 32, 33, 100}) {
            crowd.add(ms);
        }

        assertThat(crowd.most()).isEqualTo(4);
    }
}
