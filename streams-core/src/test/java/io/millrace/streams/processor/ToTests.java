package io.millrace.streams.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class ToTests {

    @Test
    void targetsAreEqualByChildAndTimestamp() {
        assertThat(To.child("a")).isEqualTo(To.child("a")).isNotEqualTo(To.all());
        assertThat(To.child("a").withTimestamp(5)).isNotEqualTo(To.child("a"));
    }

    @Test
    void aTargetIsNoHashKey() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> To.all().hashCode());
    }
}
