package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LagInfoTests {

    @Test
    void theLagIsTheDistanceToTheEnd() {
        assertThat(new LagInfo(3, 10).offsetLag()).isEqualTo(7);
    }

    @Test
    void theLagIsNeverNegative() {
        assertThat(new LagInfo(10, 3).offsetLag()).isZero();
    }
}
