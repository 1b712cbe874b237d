package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AutoOffsetResetTests {

    @Test
    void strategiesAreEqualByKindAndDuration() {
        assertThat(AutoOffsetReset.earliest()).isEqualTo(AutoOffsetReset.earliest());
        assertThat(AutoOffsetReset.latest()).isNotEqualTo(AutoOffsetReset.none());
        assertThat(AutoOffsetReset.byDuration(Duration.ofDays(1)))
                .isEqualTo(AutoOffsetReset.byDuration(Duration.ofDays(1)))
                .isNotEqualTo(AutoOffsetReset.byDuration(Duration.ofDays(2)));
    }

    @Test
    void noStrategyLooksIntoTheFuture() {
        assertThatIllegalArgumentException().isThrownBy(() -> AutoOffsetReset.byDuration(Duration.ofMillis(-1)));
    }
}
